"""Sessions: ended one and all, and forgotten when they have run out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from vitrine.accounts.models import User
from vitrine.accounts.portable import delete_all

JUST_BEGUN = timedelta(hours=1)  # a session may be listed a moment before it is stored


def end_sessions(user: User) -> int:
    """Sign the person out everywhere; returns how many sessions ended."""
    ended = list(UserSession.objects.filter(user=user))
    for session in ended:
        session.end()
    return len(ended)


def prune_sessions(now: datetime) -> int:
    """Delete the sessions that have run out, and what lists them; returns how many."""
    gone = delete_all(Session.objects.filter(expire_date__lt=now))
    stored = Session.objects.filter(session_key=OuterRef("session_key"))
    delete_all(UserSession.objects.filter(~Exists(stored), created_at__lt=now - JUST_BEGUN))
    return gone


def erase_sessions(user_id: int) -> int:
    """Delete every session row that names the person, also those that nobody listed. Reads them all: for jobs."""
    gone = [key for key, owner in _owners() if owner == str(user_id)]
    for start in range(0, len(gone), 500):
        Session.objects.filter(session_key__in=gone[start : start + 500]).delete()
    return len(gone)


def _owners() -> Iterator[tuple[str, str]]:
    for session in Session.objects.iterator(chunk_size=500):
        yield session.session_key, str(session.get_decoded().get(SESSION_KEY, ""))
