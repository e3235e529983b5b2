"""The door beside a bare aiohttp loop: 100 connections, JSON decoded, a loopback server that takes 20 ms an answer.

`python -m bench.door` writes both rates and their ratio.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time

import aiohttp

from bench.report import QUICK, write
from vitrine.lib.http import Door, Request

REQUESTS, AT_ONCE, RUNS, LATENCY = 400 if QUICK else 4_000, 100, 1 if QUICK else 5, 0.020
HOW = (
    "4,000 requests at 100 connections to a loopback server that takes 20 ms an answer, JSON decoded: the door's "
    "fetch_many beside a bare aiohttp loop; medians of 5 interleaved runs"
)
BODY = json.dumps({"items": [{"id": f"item{i}", "title": "A stool from one board"} for i in range(50)]}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


class Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._heard = b""

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            self._heard = self._heard.partition(b"\r\n\r\n")[2]
            asyncio.get_running_loop().call_later(LATENCY, self._transport.write, ANSWER)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def bare(url: str) -> float:
    """Requests a second."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        left = iter(range(REQUESTS))

        async def work() -> None:
            for _ in left:
                async with session.get(url) as reply:
                    json.loads(await reply.read())

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return REQUESTS / (time.perf_counter() - began)


def ours(door: Door, url: str) -> float:
    """Requests a second."""
    began = time.perf_counter()
    for _, outcome in door.fetch_many([Request(url=url)] * REQUESTS, at_once=AT_ONCE):
        if isinstance(outcome, Exception):
            raise outcome
        outcome.json()
    return REQUESTS / (time.perf_counter() - began)


def compare(port: int) -> dict[str, float]:
    """Median rates and their ratio."""
    url, door = f"http://127.0.0.1:{port}/", Door()
    runs = [(asyncio.run(bare(url)), ours(door, url)) for _ in range(RUNS)]
    door.close()
    theirs, mine = (statistics.median(rates) for rates in zip(*runs, strict=True))
    return {"bare_aiohttp_per_second": round(theirs), "door_per_second": round(mine), "ratio": round(mine / theirs, 3)}


def main() -> None:
    server = subprocess.Popen([sys.executable, "-m", "bench.door", "serve"], stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        figures = compare(int(server.stdout.readline()))
    finally:
        server.terminate()
        server.wait()
    write("door", HOW, figures)


if __name__ == "__main__":
    asyncio.run(serve()) if sys.argv[1:] == ["serve"] else main()
