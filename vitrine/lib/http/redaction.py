"""Secrets out of whatever is about to be written down."""

import re
from collections.abc import Mapping

HIDDEN = "***"

_NAMES = (
    "key|api[_-]?key|apikey|(?:access|refresh|id|auth|oauth|session|csrf)?[_-]?token|client[_-]?secret|(?:app)?secret|jwt"
    "|code|code[_-]?verifier|password|passwd|pwd|sig|signature|hmac|auth|authorization|credential|state|assertion"
    "|hub\\.secret|hub\\.verify_token|x-(?:amz|goog)-(?:signature|credential|security-token)|policy|key-pair-id"
)
_PARAM = re.compile(rf"(?i)(?<![^?&;#\s\"'({{,])({_NAMES})=([^&;#\s\"'<>)}}]+)")
_USERINFO = re.compile(r"//[^/@\s?#\"'<>]+@")
_BEARER = re.compile(r"(?i)\b(bearer|basic|token|apikey)\s+[a-z0-9._~+/=:-]{8,}")

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-goog-api-key",
        "x-github-token",
        "x-auth-token",
        "x-csrftoken",
        "private-token",
        "client-id",
        "x-amz-security-token",
    }
)


def redact(text: str) -> str:
    """`text` (an address, a message with addresses in it) with credentials, keys and signatures replaced by `***`."""
    text = _PARAM.sub(rf"\1={HIDDEN}", text)
    text = _USERINFO.sub(f"//{HIDDEN}@", text)
    return _BEARER.sub(rf"\1 {HIDDEN}", text)


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """A copy that may be logged."""
    return {name: HIDDEN if name.lower() in SECRET_HEADERS else redact(value) for name, value in headers.items()}
