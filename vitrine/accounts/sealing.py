"""Secrets at rest: Fernet (AES-128-CBC with HMAC-SHA-256) under the keys of `TOKEN_KEYS`, bound to where they belong.

The first key seals, all of them open, so that a new key goes in front and the old one leaves after
`vitrine tokens rotate`. What is sealed names its place (`connection:7:platform:account:access`): moved to another row
or column it opens nothing.
"""

import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from vitrine.accounts.errors import SealBrokenError
from vitrine.lib.secret import Secret

_MARK = "\x1f"  # unit separator: in no place's name


def seal(secret: str, place: str) -> str:
    """`secret` as text of `A-Z a-z 0-9 - _ =`, for `place` alone; an empty one stays empty."""
    if not secret:
        return ""
    return _keys(tuple(settings.TOKEN_KEYS)).encrypt(f"{place}{_MARK}{secret}".encode()).decode("ascii")


def unseal(sealed: str, place: str) -> Secret:
    """What was sealed for `place`. Raises SealBrokenError for another place, another key or a changed text."""
    if not sealed:
        return Secret()
    try:
        opened = _keys(tuple(settings.TOKEN_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBrokenError(log=f"what is sealed for {place} was sealed with another key, or changed") from error
    sealed_for, _, secret = opened.partition(_MARK)
    if not hmac.compare_digest(sealed_for.encode(), place.encode()):
        raise SealBrokenError(log=f"what is sealed for {sealed_for} stands at {place}")
    return Secret(secret)


def reseal(sealed: str) -> str:
    """The same under the first key. Raises SealBrokenError when no key opens it."""
    try:
        return _keys(tuple(settings.TOKEN_KEYS)).rotate(sealed.encode()).decode("ascii") if sealed else ""
    except InvalidToken as error:
        raise SealBrokenError(log="no key of TOKEN_KEYS opens it") from error


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
