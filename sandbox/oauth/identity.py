"""Who somebody is at Google: the claims of ID tokens, userinfo, the discovery document.

Google Identity, "OpenID Connect", 2026.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from sandbox.oauth import scopes
from sandbox.oauth.cast import Account
from sandbox.oauth.grants import Terms

Json = dict[str, Any]
ISSUER = "https://accounts.google.com"
LIVES = timedelta(hours=1)

DISCOVERY: Json = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://accounts.google.com/o/oauth2/v2/auth",
    "token_endpoint": "https://oauth2.googleapis.com/token",
    "userinfo_endpoint": "https://openidconnect.googleapis.com/v1/userinfo",
    "revocation_endpoint": "https://oauth2.googleapis.com/revoke",
    "jwks_uri": "https://www.googleapis.com/oauth2/v3/certs",
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "scopes_supported": ["openid", "email", "profile"],
    "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    "claims_supported": [
        "aud", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name", "picture", "sub",
    ],
    "code_challenge_methods_supported": ["S256"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
}  # fmt: skip


def claims(terms: Terms, account: Account, access_token: str, now: datetime) -> Json:
    """What an ID token says."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    said: Json = {
        "iss": ISSUER,
        "azp": terms.client,
        "aud": terms.client,
        "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
        **userinfo(account, terms.scopes),
        "iat": int(now.timestamp()),
        "exp": int((now + LIVES).timestamp()),
    }
    return said | ({"nonce": terms.nonce} if terms.nonce else {})


def userinfo(account: Account, granted: tuple[str, ...]) -> Json:
    """`sub`, and what the scopes allow."""
    told: Json = {"sub": account.sub}
    if scopes.PROFILE in granted:
        told |= {"name": account.full_name, "given_name": account.given_name}
        told |= {"family_name": account.family_name} if account.family_name else {}
        told |= {"picture": picture(account)} if account.channels else {}
    if scopes.EMAIL in granted:
        told |= {"email": account.email, "email_verified": account.email_verified}
    return told


def userinfo_v2(account: Account, granted: tuple[str, ...]) -> Json:
    """The same with the names it had before OpenID Connect."""
    told = userinfo(account, granted)
    renamed = {"sub": "id", "email_verified": "verified_email"}
    return {renamed.get(name, name): value for name, value in told.items()}


def picture(account: Account) -> str:
    """Of the host that the sandbox draws faces on; Google's own have another."""
    return f"https://yt3.googleusercontent.com/{account.channels[0].id[2:]}=s96-c"
