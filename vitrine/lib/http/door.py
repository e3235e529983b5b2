"""The synchronous face: a session on a loop of its own in a daemon thread, made when first needed, new after a fork."""

import asyncio
import atexit
import os
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from queue import Empty, SimpleQueue

import aiohttp

from ... import __version__
from .. import clock, stopping
from . import guard
from .breaker import BreakerRule, Breakers, BreakerState
from .exchange import Exchange, HostMap, Tools
from .resolve import Lookup, Resolver, guarded_socket, system_lookup
from .retry import RetryRule
from .types import Request, Response

CONNECTIONS = 256
CONNECTIONS_PER_HOST = 100
LOOKUPS = 16  # at once: a name server that hangs holds a thread each
HEADERS = {"User-Agent": f"Vitrine/{__version__}", "Accept-Encoding": "gzip, deflate"}

Outcome = Response | Exception
Deliver = Callable[[Outcome], None]


class Pending:
    """An answer on its way."""

    def __init__(self, running: "_Running", request: Request) -> None:
        self._future: Future[Response] = Future()
        self._running = running
        self._task: asyncio.Task[None] | None = None
        if not running.call(self._start, request):
            self._future.cancel()

    def result(self) -> Response:
        """Wait for it. Raises what the door raises (`vitrine.lib.http.errors`), and Stopped, at once, when the work
        this thread is doing is told to stop; the request is abandoned then.
        """
        token = stopping.current()
        if token is None:
            return self._future.result()
        with token.waking(self.cancel):
            try:
                return self._future.result()
            except CancelledError:
                token.check()
                raise

    def cancel(self) -> None:
        """Abandon it, from any thread."""
        self._future.cancel()
        self._running.call(self._cancel_task)

    def _start(self, request: Request) -> None:
        self._task = self._running.launch(request, self._deliver)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _deliver(self, outcome: Outcome) -> None:
        if not self._future.set_running_or_notify_cancel():
            return
        if isinstance(outcome, Response):
            self._future.set_result(outcome)
        else:
            self._future.set_exception(outcome)


class _Running:
    """The loop thread and what lives on it."""

    def __init__(self, door: "Door") -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(LOOKUPS, thread_name_prefix="vitrine-lookup"))
        self._gate = threading.Lock()
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._tools: Tools
        self._thread = threading.Thread(target=self._serve, args=(door,), name="vitrine-http", daemon=True)
        self._thread.start()
        self._ready.wait()

    def call(self, function: Callable[..., object], *args: object) -> bool:
        """Run it on the loop; False when this thread has ended, and nothing will come of it."""
        with self._gate:
            if not self._closed:
                self._loop.call_soon_threadsafe(function, *args)
            return not self._closed

    def launch(self, request: Request, deliver: Deliver) -> asyncio.Task[None]:
        """On the loop only."""
        task = self._loop.create_task(self._carry(request, deliver))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _carry(self, request: Request, deliver: Deliver) -> None:
        try:
            outcome: Outcome = await Exchange(self._tools, request).run()
        except asyncio.CancelledError:
            deliver(CancelledError())
            raise
        except Exception as exc:  # noqa: BLE001 - carried to whoever waits, not swallowed
            outcome = exc
        deliver(outcome)

    def _serve(self, door: "Door") -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open(door))
        self._ready.set()
        self._loop.run_forever()
        with self._gate:
            self._closed = True
        self._loop.run_until_complete(self._shut())
        self._loop.close()

    async def _open(self, door: "Door") -> None:
        self._tools = door.tools(
            plain=_session(
                aiohttp.TCPConnector(
                    limit=CONNECTIONS,
                    limit_per_host=CONNECTIONS_PER_HOST,
                    resolver=Resolver(door.lookup, guarded=False),
                )
            ),
            guarded=_session(
                aiohttp.TCPConnector(
                    limit=CONNECTIONS,
                    limit_per_host=CONNECTIONS_PER_HOST,
                    use_dns_cache=False,
                    resolver=Resolver(door.lookup, guarded=True),
                    socket_factory=guarded_socket,
                )
            ),
        )

    async def _shut(self) -> None:
        """Nothing new is let in by now; what waits is told."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._tools.plain.close()
        await self._tools.guarded.close()

    def stop(self) -> None:
        if self.call(self._loop.stop):
            self._thread.join(timeout=2)


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        headers=HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # `decode` does it, within bounds
        skip_auto_headers=("Content-Type",),
        max_line_size=64 * 1024,
        max_field_size=64 * 1024,
        read_bufsize=256 * 1024,
    )


class Door:
    """Every request of this process goes through one of these; see `door()`.

    Tests pass in their own rules, clock, lookup and ports; the product configures the one of the process.
    """

    def __init__(
        self,
        *,
        host_map: HostMap | None = None,
        breaker: BreakerRule | None = None,
        retry: RetryRule | None = None,
        clock: Callable[[], datetime] = clock.now,
        lookup: Lookup = system_lookup,
        guarded_ports: frozenset[int] = guard.WEB_PORTS,
    ) -> None:
        self.lookup = lookup
        self._clock = clock
        self._guarded_ports = guarded_ports
        self._host_map = checked(host_map or {})
        self._retry = retry or RetryRule()
        self._breaker_rule = breaker or BreakerRule()
        self.forget()
        _doors.add(self)

    def forget(self) -> None:
        """Begin anew in a forked child: the loop thread stayed with the parent."""
        if running := getattr(self, "_running", None):
            _left_behind.append(running)  # kept, so that nothing here closes the parent's sockets
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._breakers = Breakers(self._breaker_rule, self._clock)

    def start(self, request: Request) -> Pending:
        """Send it now; the answer is waited for with `result()`. Raises Stopped when the present work is to stop."""
        stopping.checkpoint()
        return Pending(self._run(), request)

    def fetch(self, request: Request) -> Response:
        """Send it and wait. A status of 4xx or 5xx is an answer; what cannot be answered raises."""
        return self.start(request).result()

    def fetch_many(self, requests: Sequence[Request], *, at_once: int = 100) -> Iterator[tuple[int, Outcome]]:
        """(index, answer or error) in the order they come, at most `at_once` under way.

        No more than `at_once` answers pile up before a slow consumer. Leaving the loop abandons the rest.
        """
        stopping.checkpoint()
        return _Many(self._run(), requests, at_once).outcomes()

    def breakers(self) -> list[BreakerState]:
        return self._breakers.states()

    def close(self) -> None:
        """End the thread and its connections; a later request starts a new one."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.stop()

    def configure(self, host_map: HostMap) -> None:
        """As the module's `configure`."""
        self._host_map = checked(host_map)
        self.close()

    def tools(self, *, plain: aiohttp.ClientSession, guarded: aiohttp.ClientSession) -> Tools:
        return Tools(
            plain=plain,
            guarded=guarded,
            host_map=self._host_map,
            breakers=self._breakers,
            retry=self._retry,
            clock=self._clock,
            guarded_ports=self._guarded_ports,
        )

    def _run(self) -> _Running:
        if self._running is None:
            with self._lock:
                if self._running is None:
                    self._running = _Running(self)
        return self._running


class _Many:
    """The answers of many requests, handed over in batches: one wake-up for all that came in a turn of the loop."""

    def __init__(self, running: _Running, requests: Sequence[Request], at_once: int) -> None:
        self._running = running
        self._requests = requests
        self._at_once = at_once
        self._next = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._batch: list[tuple[int, Outcome]] = []
        self._came: SimpleQueue[list[tuple[int, Outcome]]] = SimpleQueue()

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        token = stopping.current()
        if token is None:
            yield from self._until_all_came()
            return
        with token.waking(lambda: self._came.put([])):
            yield from self._until_all_came(token.check)

    def _until_all_came(self, check: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Outcome]]:
        missing = len(self._requests)
        self._start_more(self._at_once)
        try:
            while missing:
                batch = self._take()
                check()
                missing -= len(batch)
                self._start_more(len(batch))
                for item in batch:
                    check()
                    yield item
        finally:
            if missing:
                self._running.call(self._abandon)

    def _take(self) -> list[tuple[int, Outcome]]:
        batch = self._came.get()
        try:
            while True:
                batch += self._came.get_nowait()
        except Empty:
            return batch

    def _start_more(self, count: int) -> None:
        first, self._next = self._next, min(self._next + count, len(self._requests))
        if first < self._next:
            self._running.call(self._launch, first, self._next)

    def _launch(self, first: int, end: int) -> None:
        for index in range(first, end):
            task = self._running.launch(self._requests[index], partial(self._deliver, index))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _deliver(self, index: int, outcome: Outcome) -> None:
        if not self._batch:
            asyncio.get_running_loop().call_soon(self._flush)
        self._batch.append((index, outcome))

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        self._came.put(batch)

    def _abandon(self) -> None:
        for task in self._tasks:
            task.cancel()


def checked(host_map: HostMap) -> HostMap:
    """Lower-case names to loopback addresses. Raises ValueError for any other target."""
    for host, (address, port) in host_map.items():
        try:
            loopback = ip_address(address).is_loopback
        except ValueError:
            loopback = False
        if not loopback or not 0 < port < 65536:  # noqa: PLR2004 - ports
            raise ValueError(f"{host} may be mapped to a loopback address and a port only, not to {address}:{port}")
    return {host.lower(): target for host, target in host_map.items()}


_left_behind: list[_Running] = []
_doors: "weakref.WeakSet[Door]" = weakref.WeakSet()
_door = Door()


def door() -> Door:
    """This process's door."""
    return _door


def configure(host_map: Mapping[str, tuple[str, int]]) -> None:
    """Send every request for the named hosts to a loopback address and port instead, past the address guard, as plain
    HTTP under the host's own name. Replaces what was configured before. Raises ValueError for any other target.
    """
    _door.configure(host_map)


def breakers() -> list[BreakerState]:
    """The breakers of this process's door, by host and purpose."""
    return _door.breakers()


def _after_fork() -> None:
    for each in list(_doors):
        each.forget()


def _at_exit() -> None:
    for each in list(_doors):
        each.close()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)
