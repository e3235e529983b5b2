"""One request on its way: through retries and redirects, on the door's loop."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import structlog
from multidict import CIMultiDictProxy
from yarl import URL

from ..errors import InvalidURLError, UpstreamUnavailableError, VitrineError
from . import guard
from .breaker import Breaker, Breakers
from .decode import Body, too_large
from .errors import (
    AddressRefused,
    BreakerOpen,
    CutShort,
    TimedOut,
    TooManyRedirects,
    Unreachable,
    Unreadable,
    WireError,
)
from .redaction import SECRET_HEADERS, redact
from .retry import RetryRule, may_repeat, retry_after, worth_repeating
from .types import Request, Response

log = structlog.get_logger("vitrine.http")
_lines = logging.getLogger("vitrine.http")  # asked whether anybody reads debug lines before one is made

REDIRECTS = frozenset({301, 302, 303, 307, 308})
WITHOUT_BODY = frozenset({204, 304})
KEEPS_METHOD = frozenset({307, 308})  # RFC 9110, 15.4.8 and 15.4.9

HostMap = Mapping[str, tuple[str, int]]


@dataclass(slots=True)
class Tools:
    """What every exchange of a door shares."""

    plain: aiohttp.ClientSession
    guarded: aiohttp.ClientSession
    host_map: HostMap
    breakers: Breakers
    retry: RetryRule
    clock: Callable[[], datetime]
    guarded_ports: frozenset[int] = guard.WEB_PORTS


@dataclass(slots=True)
class Hop:
    """What is sent next: the request's own address first, then wherever it was redirected to."""

    url: URL
    method: str
    headers: dict[str, str]
    body: bytes | None
    guarded: bool
    followed: int = 0


@dataclass(slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Exchange:
    tools: Tools
    request: Request
    sent: int = 0
    failures: int = 0
    started: float = field(default_factory=time.monotonic)

    async def run(self) -> Response:
        """Raises the errors of this package, and nothing else but defects."""
        hop = first_hop(self.request)
        try:
            async with asyncio.timeout(self.request.total_timeout):
                return await self._through(hop)
        except TimeoutError as exc:
            timed_out = TimedOut(log=f"no end within {self.request.total_timeout:g} s: {self._name(hop)}")
            timed_out.attempts = self.sent
            raise timed_out from exc
        except WireError as exc:
            exc.attempts = self.sent
            raise

    async def _through(self, hop: Hop) -> Response:
        while True:
            answer = await self._insist(hop)
            following = next_hop(hop, answer, self.request)
            if following is None:
                return self._response(hop, answer)
            hop = following

    def _response(self, hop: Hop, answer: Answer) -> Response:
        return Response(
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            url=str(hop.url),
            attempts=self.sent,
            elapsed=time.monotonic() - self.started,
        )

    async def _insist(self, hop: Hop) -> Answer:
        """Send it, and again while that makes sense."""
        outcome: Answer | UpstreamUnavailableError | None = None
        while True:
            try:
                outcome = await self._once(hop)
            except BreakerOpen:
                if outcome is None:
                    raise
                return _unwrap(outcome)  # what the other side really said tells more than that we gave up
            except (TimedOut, Unreachable, CutShort) as exc:
                outcome = exc
            pause = self._pause_before_retry(outcome)
            if pause is None:
                return _unwrap(outcome)
            self._tell_retry(hop, outcome, pause)
            await asyncio.sleep(pause)

    def _pause_before_retry(self, outcome: Answer | UpstreamUnavailableError) -> float | None:
        if isinstance(outcome, Answer) and not worth_repeating(outcome.status):
            return None
        self.failures += 1
        if self.failures >= self.tools.retry.attempts or not self._may_repeat(outcome):
            return None
        left = self.request.total_timeout - (time.monotonic() - self.started)
        floor = retry_after(outcome.headers, self.tools.clock()) if isinstance(outcome, Answer) else None
        if floor is not None and floor >= left:
            return None
        pause = self.tools.retry.pause(self.failures, floor=floor or 0.0)
        return pause if pause < left else floor

    def _may_repeat(self, outcome: Answer | UpstreamUnavailableError) -> bool:
        hopeless = isinstance(outcome, Unreachable) and isinstance(outcome.__cause__, ssl.SSLError)
        return not hopeless and may_repeat(self.request.method.upper(), self.request.repeatable)

    def _tell_retry(self, hop: Hop, outcome: Answer | UpstreamUnavailableError, pause: float) -> None:
        why = f"status {outcome.status}" if isinstance(outcome, Answer) else outcome.log
        log.warning(
            "request failed",
            request=self._name(hop),
            why=why,
            next=f"attempt {self.failures + 1} of {self.tools.retry.attempts} in {pause:.1f} s",
        )

    async def _once(self, hop: Hop) -> Answer:
        """One sending, through guard and breaker."""
        host = hop.url.raw_host or ""
        target = self.tools.host_map.get(host)
        if hop.guarded:
            guard.check(hop.url, guard.WEB_PORTS if target else self.tools.guarded_ports)
        breaker = self.tools.breakers.at(host, self.request.purpose)
        probe = breaker.enter()
        began = time.monotonic()
        try:
            answer = await self._send(hop, target)
        except BaseException as exc:
            self._tell_breaker(breaker, exc, probe=probe)
            self._tell(hop, repr(type(exc).__name__), began)
            raise
        if answer.status >= 500:  # noqa: PLR2004 - the class of server errors
            breaker.failed(probe=probe)
        else:
            breaker.succeeded(probe=probe)
        self._tell(hop, answer.status, began)
        return answer

    def _tell_breaker(self, breaker: Breaker, exc: BaseException, *, probe: bool) -> None:
        timed_out = isinstance(exc, TimedOut) or (isinstance(exc, asyncio.CancelledError) and self._out_of_time())
        unreachable = isinstance(exc, Unreachable) and (probe or exc.detail.get("refused"))
        if timed_out or unreachable:
            breaker.failed(probe=probe)
        elif isinstance(exc, (Unreadable, CutShort)):
            breaker.succeeded(probe=probe)
        else:
            breaker.left(probe=probe)

    def _out_of_time(self) -> bool:
        return time.monotonic() - self.started >= self.request.total_timeout - 0.01

    async def _send(self, hop: Hop, target: tuple[str, int] | None) -> Answer:
        self.sent += 1
        session = self.tools.guarded if hop.guarded and not target else self.tools.plain
        url, headers = (hop.url, hop.headers) if target is None else _mapped(hop, target)
        request = self.request
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=request.connect_timeout, sock_read=request.read_timeout
        )
        try:
            async with session.request(
                hop.method, url, headers=headers, data=hop.body, timeout=timeout, allow_redirects=False
            ) as reply:
                return await _receive(reply, request.max_bytes, bodiless=hop.method == "HEAD")
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            raise _translated(exc, self._name(hop)) from exc

    def _name(self, hop: Hop) -> str:
        return f"{hop.method} {redact(str(hop.url))}"

    def _tell(self, hop: Hop, outcome: object, began: float) -> None:
        if _lines.isEnabledFor(logging.DEBUG):
            took = round((time.monotonic() - began) * 1000, 1)
            log.debug("request", request=self._name(hop), outcome=outcome, ms=took, purpose=self.request.purpose)


def _unwrap(outcome: Answer | UpstreamUnavailableError) -> Answer:
    if isinstance(outcome, Answer):
        return outcome
    raise outcome


async def _receive(reply: aiohttp.ClientResponse, limit: int, *, bodiless: bool) -> Answer:
    headers = _flat(reply.headers)
    if not bodiless:
        declared = reply.content_length
        if declared is not None and declared > limit and reply.status not in WITHOUT_BODY:
            raise too_large(limit)
        body = Body(headers.get("content-encoding", ""), limit)
        try:
            while chunk := await reply.content.readany():
                body.feed(chunk)
        except (aiohttp.ClientPayloadError, ConnectionError) as exc:
            raise CutShort(log=f"body of {redact(str(reply.url))} broke off: {exc}") from exc
        return Answer(reply.status, headers, body.whole())
    return Answer(reply.status, headers, b"")


def _flat(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in headers.items():
        key, said = name.lower(), _readable(value)
        flat[key] = f"{flat[key]}, {said}" if key in flat else said
    return flat


def _readable(value: str) -> str:
    """aiohttp smuggles odd bytes through as lone surrogates, which nothing can store."""
    return value if value.isascii() else value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _mapped(hop: Hop, target: tuple[str, int]) -> tuple[URL, dict[str, str]]:
    """The same request, to a loopback address over plain HTTP, under its own name."""
    address, port = target
    url = hop.url.with_scheme("http").with_user(None).with_host(address).with_port(port)
    return url, {**hop.headers, "Host": hop.url.raw_authority.rpartition("@")[2]}


def first_hop(request: Request) -> Hop:
    """Raises InvalidURLError."""
    try:
        url = URL(request.url)
        if request.params:
            url = url.extend_query(request.params)
        absolute = _is_absolute(url)
    except (ValueError, TypeError) as exc:
        raise InvalidURLError(log=f"no URL: {redact(request.url[:200])}: {exc}") from exc
    if not absolute:
        raise InvalidURLError(log=f"not an absolute http(s) URL: {redact(request.url[:200])}")
    return Hop(url.with_fragment(None), request.method.upper(), dict(request.headers), request.body, request.guarded)


def _is_absolute(url: URL) -> bool:
    """Raises ValueError for a host or port that only looks like one: yarl takes an address apart when first asked."""
    return url.scheme in {"http", "https"} and bool(url.raw_host) and url.port is not None


def next_hop(hop: Hop, answer: Answer, request: Request) -> Hop | None:
    """Where a redirect leads; None when the answer is the answer. Raises TooManyRedirects, AddressRefused."""
    location = answer.headers.get("location", "")
    if answer.status not in REDIRECTS or not location or request.redirects == 0:
        return None
    if hop.followed >= request.redirects:
        raise TooManyRedirects(log=f"more than {request.redirects} redirects from {redact(request.url)}")
    url = _joined(hop.url, location)
    stays = url.raw_host == hop.url.raw_host
    downgraded = hop.url.scheme == "https" and url.scheme == "http"
    guarded = hop.guarded or not stays
    if downgraded and guarded:
        raise AddressRefused(
            "This address sends us from a safe connection to an open one, and we do not follow.",
            log=f"guard: {redact(str(hop.url))} redirects to plain http",
        )
    method, body, headers = _carried(hop, answer.status)
    if not stays or downgraded:
        headers = {name: value for name, value in headers.items() if name.lower() not in SECRET_HEADERS}
    return Hop(url, method, headers, body, guarded, hop.followed + 1)


def _joined(base: URL, location: str) -> URL:
    try:
        url = base.join(URL(location)).with_fragment(None)
        absolute = _is_absolute(url)
    except ValueError as exc:
        raise Unreadable(log=f"{redact(str(base))} redirects to no URL: {exc}") from exc
    if not absolute:
        raise AddressRefused(log=f"guard: {redact(str(base))} redirects to {redact(str(url))[:200]}")
    return url


def _carried(hop: Hop, status: int) -> tuple[str, bytes | None, dict[str, str]]:
    """Method, body and headers of the next hop (RFC 9110, 15.4: 303 asks by GET; so do 301 and 302 after a POST)."""
    becomes_get = (status == 303 and hop.method != "HEAD") or (  # noqa: PLR2004 - See Other
        status not in KEEPS_METHOD and hop.method == "POST"
    )
    if not becomes_get:
        return hop.method, hop.body, hop.headers
    headers = {name: value for name, value in hop.headers.items() if not name.lower().startswith("content-")}
    return "GET", None, headers


def _translated(exc: Exception, name: str) -> VitrineError:
    """aiohttp's words into ours."""
    said = redact(str(exc)) or type(exc).__name__
    if isinstance(exc, TimeoutError):
        return TimedOut(log=f"{name}: {said}")
    if isinstance(exc, aiohttp.InvalidURL):
        return InvalidURLError(log=f"{name}: {said}")
    if isinstance(exc, (aiohttp.ClientConnectorDNSError, aiohttp.ClientSSLError)):
        return Unreachable(log=f"{name}: {said}")
    if isinstance(exc, aiohttp.ClientConnectorError):
        return Unreachable(log=f"{name}: {said}", detail={"refused": True})
    if isinstance(exc, (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, OSError)):
        return Unreachable(log=f"{name}: {said}")
    return Unreadable(log=f"{name}: {said}")
