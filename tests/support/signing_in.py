"""Somebody at their browser, signed in, with or without having just shown that it is them."""

import time

from django.test import Client

from vitrine.accounts.models import User

PASSWORD = "correct horse battery"


def signed_in(user: User, *, just_now: bool = False) -> Client:
    """A browser in which `user` is signed in; with `just_now` pages that ask who it is let them through."""
    client = Client()
    client.force_login(user)
    if just_now:
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session.save()
    return client
