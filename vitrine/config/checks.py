"""Misconfiguration is a message at start-up, with a hint, never a surprise later."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.core.exceptions import ImproperlyConfigured

from vitrine.config.env import MAKE_KEY


@register()
def environment(**_: Any) -> list[CheckMessage]:
    """Every setting whose value could not be used."""
    return [Error(problem.sentence, hint=problem.hint, id="vitrine.E001") for problem in settings.ENV.problems]


@register(Tags.security)
def secret(**_: Any) -> list[CheckMessage]:
    try:
        if settings.SECRET_KEY:
            return []
    except ImproperlyConfigured:  # Django's own way of saying that it is empty
        pass
    return [
        Error(
            "SECRET_KEY is not set.",
            hint="A server with DATABASE_URL needs one of its own: a long random text, the same for every process.",
            id="vitrine.E002",
        )
    ]


@register(Tags.security)
def token_keys(**_: Any) -> list[CheckMessage]:
    if settings.TOKEN_KEYS:
        return []
    return [
        Error(
            "TOKEN_KEYS is not set.",
            hint="A server with DATABASE_URL needs a key to seal people's tokens with, the same for every process."
            f" Make one with: {MAKE_KEY}",
            id="vitrine.E005",
        )
    ]


@register()
def sandbox(**_kwargs: Any) -> list[CheckMessage]:
    """The sandbox lives on loopback and only when it is on."""
    address: str = settings.SANDBOX_ADDRESS
    if address and not settings.SANDBOX_ON:
        return [
            Error(
                "SANDBOX_ADDRESS is set, but the sandbox is off.",
                hint="Remove it, or set SANDBOX=on.",
                id="vitrine.E003",
            )
        ]
    name, _sep, port = address.rpartition(":")
    if address and not (port.isdigit() and _is_loopback(name)):
        return [
            Error(
                f"SANDBOX_ADDRESS is “{address}”, not a loopback address and port.",
                hint="For example 127.0.0.1:8001.",
                id="vitrine.E004",
            )
        ]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@register()
def platform_keys(**_: Any) -> list[CheckMessage]:
    if settings.SANDBOX_ON or settings.YOUTUBE_API_KEY:
        return []
    return [
        Warning(
            "YOUTUBE_API_KEY is not set: a channel brings its newest 15 videos only, through the public feed.",
            hint="A key is free: docs/operators.md, “A YouTube key”.",
            id="vitrine.W001",
        )
    ]
