"""Short texts that come back to us through strangers' hands: signed, not secret.

HMAC-SHA-256 with a key of its own for each purpose, so that what was signed for pictures opens nothing else.
"""

import base64
import binascii
import hashlib
import hmac
from functools import cache

from .errors import NotFoundError

_MAC_BYTES = 16  # 128 bits: RFC 2104, section 5, allows half of the hash


class BadSignatureError(NotFoundError):
    """Not signed by us for this purpose: there is nothing of ours by that name."""


def sign(payload: str, *, key: str, purpose: str) -> str:
    """`payload` and its signature as one text of `A-Z a-z 0-9 - _ .`, fit for a path or a query."""
    return f"{_encode(payload.encode())}.{signature(payload, key=key, purpose=purpose)}"


def verify(token: str, *, key: str, purpose: str) -> str:
    """The payload of `sign`. Raises BadSignatureError for anything else."""
    encoded, _, given = token.partition(".")
    try:
        payload = _decode(encoded).decode()
    except (binascii.Error, ValueError) as exc:
        raise BadSignatureError(log=f"signed text ({purpose}) is malformed") from exc
    # Only the one spelling that we write is taken, so that a signed thing has one address.
    if _encode(payload.encode()) != encoded or not matches(given, payload, key=key, purpose=purpose):
        raise BadSignatureError(log=f"signature ({purpose}) does not fit")
    return payload


def signature(payload: str, *, key: str, purpose: str) -> str:
    """The signature alone, 22 characters."""
    return _encode(hmac.digest(_own_key(key, purpose), payload.encode(), hashlib.sha256)[:_MAC_BYTES])


def matches(given: str, payload: str, *, key: str, purpose: str) -> bool:
    """Whether `given` is the signature of `payload`, in constant time."""
    expected = signature(payload, key=key, purpose=purpose)
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


@cache
def _own_key(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), b"vitrine/" + purpose.encode(), hashlib.sha256)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
