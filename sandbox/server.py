"""One process, many hosts: the Host header says which service answers."""

import argparse
import asyncio
import signal
from collections.abc import Sequence
from datetime import UTC, datetime

from aiohttp import web

from sandbox.clock import parse
from sandbox.control import PREFIX, Control
from sandbox.faults import Faults, HungUp, strike
from sandbox.github.app import GitHub
from sandbox.log import RequestLog
from sandbox.oauth.app import SignIn
from sandbox.service import Ground, Placed, Service, note
from sandbox.youtube.app import YouTube

LONGEST_BODY = 64 * 1024 * 1024


def services(ground: Ground) -> list[Service]:
    """All there is, in one place."""
    sign_in = SignIn(ground)
    return [sign_in, YouTube(ground, sign_in.google), GitHub(ground, sign_in.github)]


class Server:
    """Dispatches by host, lets faults have their way, writes the log."""

    def __init__(self, ground: Ground) -> None:
        known = services(ground)
        self._hosts = {host: service for service in known for host in service.hosts}
        self._places = {
            (host, path): service
            for service in known
            if isinstance(service, Placed)
            for host, paths in service.places.items()
            for path in paths
        }
        self._faults = Faults(ground.seed)
        self._log = RequestLog()
        self._control = Control(ground, known, self._faults, self._log)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self._control.handle(request)
        host = (request.host or "").partition(":")[0].lower()
        service = self._places.get((host, request.path)) or self._hosts.get(host)
        if service is None:
            return web.Response(status=421, text=f"The sandbox plays no {host or 'nameless host'}.\n")
        try:
            answer = await self._answer(request, host, service)
        except HungUp as hung_up:
            self._log.add(request, host, hung_up.status)
            return web.Response()
        self._log.add(request, host, answer.status)
        return answer

    async def _answer(self, request: web.Request, host: str, service: Service) -> web.StreamResponse:
        form = (await request.read()).decode(errors="replace") if self._faults.reads_forms else ""
        fault = self._faults.take(request, host, form)
        if fault is None:
            return await service.handle(request)
        note(request).fault = fault.kind.value
        return await strike(fault, request, host, service.handle)


async def serve(ground: Ground, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT. Prints one line when ready."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    app = web.Application(client_max_size=LONGEST_BODY)
    app.router.add_route("*", "/{path:.*}", Server(ground).handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    # Read by whoever started this process and waits for it.
    print(f"sandbox listening on http://{host}:{runner.addresses[0][1]}", flush=True)  # noqa: T201 - whoever starts it reads this line
    await stop.wait()
    await runner.cleanup()


def main(arguments: Sequence[str] | None = None) -> None:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    parser = argparse.ArgumentParser(prog="sandbox", description="A stand-in internet for the demo and the tests.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--born", type=parse, default=today, help="the moment the world's dates count back from")
    chosen = parser.parse_args(arguments)
    asyncio.run(serve(Ground(seed=chosen.seed, born=chosen.born), chosen.host, chosen.port))
