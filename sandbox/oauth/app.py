"""Both providers' sign-in as one service, and the levers of a test."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from sandbox.clock import iso
from sandbox.oauth.consent import Presets
from sandbox.oauth.github import GitHubLogin
from sandbox.oauth.google import Google
from sandbox.oauth.grants import Grant, Kind, Ledger
from sandbox.service import Ground

Door = Callable[[Any], Any]
_GITHUB = frozenset({"/login/oauth/authorize", "/login/oauth/access_token"})
_ON_GOOGLEAPIS = frozenset({"/oauth2/v1/certs", "/oauth2/v2/userinfo", "/oauth2/v3/certs", "/oauth2/v3/userinfo"})
_GOOGLE = _ON_GOOGLEAPIS | {
    "/o/oauth2/v2/auth", "/.well-known/openid-configuration", "/token", "/revoke", "/tokeninfo", "/v1/userinfo",
}  # fmt: skip
# A browser cannot say another host than the one it goes to, and some libraries neither: all of it is on loopback, too.
_ON_LOOPBACK = _GITHUB | _GOOGLE


class SignIn:
    """`places` are addresses on hosts that other services answer for."""

    hosts: tuple[str, ...] = ("accounts.google.com", "oauth2.googleapis.com", "openidconnect.googleapis.com")
    places: Mapping[str, frozenset[str]] = {
        "www.googleapis.com": _ON_GOOGLEAPIS,
        "github.com": _GITHUB,
        "127.0.0.1": _ON_LOOPBACK,
        "localhost": _ON_LOOPBACK,
    }

    def __init__(self, ground: Ground) -> None:
        self._presets = Presets()
        self.google = Google(ground.clock, self._presets)
        self.github = GitHubLogin(ground.clock, self._presets)
        self.controls: Mapping[tuple[str, str], Door] = {
            ("POST", "consent"): lambda data: {"waiting": self._presets.add(data)},
            ("DELETE", "consent"): self._forget,
            ("GET", "grants"): lambda _: self._grants(),
            ("POST", "revoke"): self._revoke,
            ("POST", "expire"): self._expire,
            ("POST", "client"): self._client,
        }

    def reset(self) -> None:
        self._presets.reset()
        self.google.reset()
        self.github.reset()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        side = self.github if request.path in _GITHUB else self.google
        return await side.handle(request)

    # Levers

    def _ledgers(self, data: Mapping[str, Any]) -> dict[str, Ledger]:
        """Both books, or that of `provider`. Raises ValueError."""
        known = {"google": self.google.ledger, "github": self.github.ledger}
        name = data.get("provider")
        if name is None:
            return known
        if name not in known:
            raise ValueError(f"no provider {name!r}; there are google and github")
        return {name: known[name]}

    def _forget(self, _: Any) -> dict[str, int]:
        self._presets.reset()
        return {"waiting": 0}

    def _grants(self) -> list[dict[str, Any]]:
        return [
            _row(provider, ledger, grant) for provider, ledger in self._ledgers({}).items() for grant in ledger.grants()
        ]

    def _revoke(self, data: Mapping[str, Any]) -> dict[str, int]:
        """`{account, provider?, client?}`: what the person does in the provider's own settings."""
        account, client = str(data["account"]), data.get("client")
        ended = [
            ledger.revoke(grant.client, grant.account)
            for ledger in self._ledgers(data).values()
            for grant in list(ledger.grants())
            if grant.account == account and client in {None, grant.client}
        ]
        return {"revoked": len(ended)}

    def _expire(self, data: Mapping[str, Any]) -> dict[str, int]:
        """`{account?, provider?, kind?}`: live tokens of a kind (`access`, or `refresh`) die now."""
        kind = Kind(data.get("kind", "access"))
        return {"expired": sum(one.expire(data.get("account"), kind) for one in self._ledgers(data).values())}

    def _client(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """`{id, redirects?, testing?, testers?}`: as its developer sets it in the provider's console."""
        client = {**self.google.clients, **self.github.clients}.get(str(data["id"]))
        if client is None:
            raise ValueError(f"no client {data['id']!r}")
        client.redirects = tuple(data.get("redirects", client.redirects))
        client.testing = bool(data.get("testing", client.testing))
        client.testers = tuple(data.get("testers", client.testers))
        return {"id": client.id, "redirects": list(client.redirects), "testing": client.testing}


def _row(provider: str, ledger: Ledger, grant: Grant) -> dict[str, Any]:
    live = ledger.live(grant.client, grant.account)
    return {
        "provider": provider,
        "client": grant.client,
        "account": grant.account,
        "scopes": list(grant.scopes),
        "created": iso(grant.created),
        "access_tokens": sum(token.kind is Kind.ACCESS for token in live),
        "refresh_tokens": sum(token.kind is Kind.REFRESH for token in live),
        "refreshes": grant.refreshes,
    }
