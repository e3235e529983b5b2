"""Who somebody is at Google: ID tokens, the keys that prove them, userinfo, the discovery document.

Google Identity, "OpenID Connect", 2026. The key is made when it is first needed.
"""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

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


class Signer:
    """One RSA key, told as JWKS and, the older way, as a certificate by key id."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def kid(self) -> str:
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return hashlib.sha256(public).hexdigest()[:40]

    def sign(self, claims: Json) -> str:
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self.kid})

    def jwks(self) -> Json:
        key: Json = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        kept = {name: key[name] for name in ("kty", "n", "e")}
        return {"keys": [{**kept, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def certificates(self) -> dict[str, str]:
        return {self.kid: self._certificate}

    @cached_property
    def _certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon.system.gserviceaccount.com")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
            .sign(self._key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()


def id_token(signer: Signer, terms: Terms, account: Account, access_token: str, now: datetime) -> str:
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    claims: Json = {
        "iss": ISSUER,
        "azp": terms.client,
        "aud": terms.client,
        "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
        **userinfo(account, terms.scopes),
        "iat": int(now.timestamp()),
        "exp": int((now + LIVES).timestamp()),
    }
    return signer.sign(claims | ({"nonce": terms.nonce} if terms.nonce else {}))


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
