"""The service: every host of GitHub's, with its gates (User-Agent, token, version, limits, conditional requests)."""

import asyncio
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from aiohttp import web

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

# Tokens of the cast say who holds them: `sandbox-hallowaybench` is Wren Halloway's. Any other is somebody unknown.
TOKEN = "sandbox-"  # noqa: S105 - a prefix, no secret
BAD = "bad"

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

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
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
        window = self.limits.window(who, authorised=authorised)
        with self.limits.passing(who) as free:
            try:
                await asyncio.sleep(self.latency)
                answer = self._gated(request, window, authorised=authorised, who=who, free=free)
            except Refusal as refusal:
                answer = refusal.answer
        unchanged = answer.tagged and _unchanged(request, answer)
        if not answer.free and not (unchanged and authorised):
            noted.units = 1
            window.used = min(window.used + 1, window.limit)
        return _response(request, answer, window, unchanged=unchanged)

    def _gated(self, request: web.Request, window: Window, *, authorised: bool, who: str, free: bool) -> Answer:
        if not request.headers.get("User-Agent"):
            raise no_user_agent()
        if authorised and who.removeprefix("token ").startswith(BAD):
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
        return self.rest.answer(_ask(request, version, authorised=authorised, who=who))

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


def _ask(request: web.Request, version: str, *, authorised: bool, who: str) -> Ask:
    holder = who.removeprefix("token ")
    return Ask(
        path=request.path,
        query=dict(request.query),
        accept=request.headers.get("Accept", ""),
        version=version,
        authorised=authorised,
        who=holder.removeprefix(TOKEN).lower() if authorised and holder.startswith(TOKEN) else "",
    )


def _unchanged(request: web.Request, answer: Answer) -> bool:
    """If-None-Match counts first (RFC 9110, 13.2.2); weak and strong tags compare alike."""
    if tags := request.headers.get("If-None-Match"):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or answer.etag.removeprefix("W/") in known
    since = request.headers.get("If-Modified-Since")
    return bool(since and answer.modified and format_datetime(answer.modified, usegmt=True) == since)


def _response(request: web.Request, answer: Answer, window: Window, *, unchanged: bool) -> web.Response:
    headers = _ALWAYS | window.headers() | dict(answer.headers)
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
