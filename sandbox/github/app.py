"""The service: every host of GitHub's, with its gates (User-Agent, token, version, limits, conditional requests)."""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from sandbox.oauth.cast import by_login
from sandbox.oauth.github import Caller, GitHubLogin
from sandbox.service import Ground, note

from . import media, wire
from .answers import (
    Answer,
    Refusal,
    bad_credentials,
    no_user_agent,
    rate_limited,
    slow_down,
    told,
    unsupported_version,
)
from .edits import OPERATIONS
from .limits import Limits, Window
from .rest import Ask, Rest, endpoint
from .world import World

# Personal tokens of the cast say who holds them: `sandbox-hallowaybench` is Wren Halloway's. Any other is somebody
# unknown, but for those that begin as an application's do: they are looked up.
TOKEN = "sandbox-"  # noqa: S105 - a prefix, no secret
GRANTED = "gho_"
BAD = "bad"
PERSONAL = ("repo", "user")

_APPLICATION = re.compile(r"/applications/([^/]+)/(grant|token)")

_ALWAYS = {
    "server": "github.com",
    "cache-control": "public, max-age=60, s-maxage=60",
    "vary": "Accept,Accept-Encoding, Accept, X-Requested-With",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "x-github-media-type": "github.v3; format=json",
    "x-github-request-id": "0A1B:2C3D:4E5F60:718293:6A0F0002",
}


class GitHub:
    """GitHub for one seed and birthday; the sandbox's clock runs the limits."""

    hosts: tuple[str, ...] = (
        "api.github.com",
        "github.com",
        "www.github.com",
        "raw.githubusercontent.com",
        "avatars.githubusercontent.com",
        "opengraph.githubassets.com",
        "repository-images.githubusercontent.com",
        "user-images.githubusercontent.com",
        "private-user-images.githubusercontent.com",
        "camo.githubusercontent.com",
        "img.shields.io",
    )

    operations = frozenset({*OPERATIONS, "github.limited_status", "github.latency"})

    def __init__(self, ground: Ground, login: GitHubLogin) -> None:
        self.ground = ground
        self._login = login
        self.limits = Limits(lambda: ground.clock.now().timestamp())
        self.reset()

    def reset(self) -> None:
        """A fresh world: full allowances, statistics not worked out, every name as written."""
        self.limits.reset()
        self.limited_status = 403
        self.latency = 0.0
        self.world = World(seed=self.ground.seed, born=self.ground.born)
        self.rest = Rest(self.world)
        self.media = media.Media(self.world)

    def usage(self) -> dict[str, int]:
        """Requests used this hour: without a token (of the one address that asked most), and with one."""
        return {
            "github.anonymous": self.limits.used(authorised=False),
            "github.token": self.limits.used(authorised=True),
        }

    def spend(self, bucket: str, used: int) -> None:
        """Say what every caller of a bucket has used; 60 and 5,000 are all there is."""
        self.limits.spend(used, authorised=bucket == "github.token")

    def edit(self, operation: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """One of `edits.OPERATIONS`, or how GitHub itself behaves: `github.limited_status {status}` (403 or 429) when
        the hour is used up, `github.latency {seconds}` for each answer of the API.
        """
        if operation == "github.limited_status":
            self.limited_status = int(data["status"])
            return {"status": self.limited_status}
        if operation == "github.latency":
            self.latency = float(data["seconds"])
            return {"seconds": self.latency}
        repo = OPERATIONS[operation](self.world, data, self.ground.clock.now().replace(microsecond=0))
        return {"full_name": repo.full_name, "id": repo.id}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Any request for one of `hosts`, told apart by the Host header."""
        host = (request.host or "").partition(":")[0].lower()
        if host == "api.github.com":
            return await self._api(request)
        return await self.media.handle(host, request)

    async def _api(self, request: web.Request) -> web.Response:
        authorised, who = _caller(request)
        noted = note(request)
        noted.endpoint = f"github.{endpoint(request.path)}"
        noted.bucket = "github.token" if authorised else "github.anonymous"
        caller = self._caller(who) if authorised else None
        window = self.limits.window(who, authorised=authorised)
        with self.limits.passing(who) as free:
            try:
                await asyncio.sleep(self.latency)
                if found := _APPLICATION.fullmatch(request.path):
                    return await self._application(request, found[1], found[2])
                answer = self._gated(request, window, caller, who=who, free=free)
            except Refusal as refusal:
                answer = refusal.answer
        unchanged = answer.tagged and _unchanged(request, answer)
        if not answer.free and not (unchanged and authorised):
            noted.units = 1
            window.used = min(window.used + 1, window.limit)
        return _response(request, answer, window, _scopes_told(caller, noted.endpoint), unchanged=unchanged)

    def _caller(self, who: str) -> Caller | None:
        """Whose token it is; None when it is none, or no longer."""
        token = who.removeprefix("token ")
        if token.startswith(GRANTED):
            return self._login.caller(token)
        login = token.removeprefix(TOKEN).lower() if token.startswith(TOKEN) else ""
        return None if token.startswith(BAD) else Caller(by_login(login), login, PERSONAL)

    async def _application(self, request: web.Request, client: str, what: str) -> web.Response:
        """An application withdraws its own tokens, with its own credentials."""
        note(request).endpoint = f"github.applications.{what}"
        if request.method != "DELETE":
            return web.json_response({"message": "Not Found"}, status=404)
        status, body = await self._login.application(request, client, what)
        return web.Response(status=204) if status == 204 else web.json_response(body, status=status)

    def _gated(self, request: web.Request, window: Window, caller: Caller | None, *, who: str, free: bool) -> Answer:
        authorised = who.startswith("token ")
        if not request.headers.get("User-Agent"):
            raise no_user_agent()
        if authorised and caller is None:
            raise bad_credentials()
        version = request.headers.get("X-GitHub-Api-Version", wire.DEFAULT_VERSION)
        if version not in wire.VERSIONS:
            raise unsupported_version(version, wire.VERSIONS)
        if request.path == "/rate_limit":
            return self._allowance(window, version)
        if not window.remaining:
            raise rate_limited(who, authorised=authorised, status=self.limited_status)
        if not free:
            raise slow_down()
        return self.rest.answer(_ask(request, version, caller))

    def _allowance(self, window: Window, version: str) -> Answer:
        """GET /rate_limit: costs nothing. 2026-03-10 has no `rate` any more."""
        core, reset = window.body(), window.reset
        others = {"search": 30 if window.limit > 60 else 10, "graphql": 5000 if window.limit > 60 else 0}
        resources = {"core": core} | {
            name: {"limit": limit, "used": 0, "remaining": limit, "reset": reset} for name, limit in others.items()
        }
        body = {"resources": resources} | ({"rate": core} if version == wire.DEFAULT_VERSION else {})
        answer = told(body)
        return Answer(body=answer.body, tagged=False, free=True)


def _caller(request: web.Request) -> tuple[bool, str]:
    """Whether there is a token, and who asks: `token …`, or the address."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "token"} and token.strip():
        return True, f"token {token.strip()}"
    return False, request.remote or "127.0.0.1"


def _ask(request: web.Request, version: str, caller: Caller | None) -> Ask:
    return Ask(
        path=request.path,
        query=dict(request.query),
        accept=request.headers.get("Accept", ""),
        version=version,
        caller=caller,
    )


# What would have let one in (GitHub Docs, "Scopes for OAuth apps"); nothing for what anybody may read.
_ACCEPTED = {"github.user.emails": "user, user:email"}


def _scopes_told(caller: Caller | None, endpoint: str) -> dict[str, str]:
    """The headers that say what a token may do, and what would have been enough."""
    if caller is None:
        return {}
    accepted = "repo" if endpoint.startswith("github.repos.") else _ACCEPTED.get(endpoint, "")
    told = {"x-oauth-scopes": ", ".join(caller.scopes), "x-accepted-oauth-scopes": accepted}
    return told | ({"x-oauth-client-id": caller.client} if caller.client else {})


def _unchanged(request: web.Request, answer: Answer) -> bool:
    """If-None-Match counts first (RFC 9110, 13.2.2); weak and strong tags compare alike."""
    if tags := request.headers.get("If-None-Match"):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or answer.etag.removeprefix("W/") in known
    since = request.headers.get("If-Modified-Since")
    return bool(since and answer.modified and format_datetime(answer.modified, usegmt=True) == since)


def _response(
    request: web.Request, answer: Answer, window: Window, told: dict[str, str], *, unchanged: bool
) -> web.Response:
    headers = _ALWAYS | window.headers() | told | dict(answer.headers)
    headers["x-github-api-version-selected"] = request.headers.get("X-GitHub-Api-Version", wire.DEFAULT_VERSION)
    if answer.tagged:
        headers["etag"] = answer.etag
    if answer.modified:
        headers["last-modified"] = format_datetime(answer.modified.astimezone(UTC), usegmt=True)
    if unchanged:
        return web.Response(status=304, headers=headers)
    if answer.body:
        headers["content-type"] = answer.type
    return web.Response(status=answer.status, body=answer.body, headers=headers)
