"""`vitrine web`, `vitrine worker`, `vitrine beat`: the parts of the product, each a process. `vitrine up` forks them;
the scaled size starts them one by one, on as many machines as it likes.
"""

import argparse
import os
import signal
import socket
import sys
import threading
import warnings

from django.conf import settings

from vitrine.cli import start

HELP = {
    "web": "serve pages and API",
    "worker": "do background work of one kind (people or background)",
    "beat": "send what comes round by itself",
}
STOPPING = 5  # seconds that a stopping server waits for its visitors


def describe_web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, help="default: PORT")


def describe_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lane", help="which queues, by the name in the setting WORKERS: people or background")
    parser.add_argument("--beat", action="store_true", help="also send what comes round by itself")


def describe_beat(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(lane="")


def run(arguments: argparse.Namespace) -> int:
    if not start.ready():
        return 1
    if arguments.command == "web":
        return web(start.listen(arguments.host, arguments.port or settings.PORT))
    if arguments.command == "beat":
        return beat()
    if arguments.lane not in settings.WORKERS:
        print(f"There is no worker “{arguments.lane}”; there are {', '.join(settings.WORKERS)}.", file=sys.stderr)
        return 2
    return worker(arguments.lane, with_beat=arguments.beat)


def web(listening: socket.socket) -> int:
    """Serve until SIGTERM."""
    import uvicorn

    config = uvicorn.Config(
        "vitrine.config.asgi:application",
        log_config=None,
        access_log=False,
        proxy_headers=bool(settings.TRUSTED_PROXIES),  # otherwise anybody could say where they come from
        forwarded_allow_ips=settings.TRUSTED_PROXIES,  # the client is the rightmost that is none of these
        server_header=False,
        timeout_graceful_shutdown=STOPPING,
        http="vitrine.config.wire:Bounded",
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def worker(lane: str, *, with_beat: bool = False) -> int:
    """Consume a lane's queues in threads until SIGTERM; what runs then goes back to pending.

    Threads, because jobs stop by themselves (leases, `lib.stopping`) and mostly wait for the network: one process with
    four of them takes the memory of one.
    """
    from celery import current_app
    from celery.exceptions import SecurityWarning as RunsAsRoot

    # Celery warns of root because of pickle; ours are JSON.
    warnings.filterwarnings("ignore", category=RunsAsRoot)
    if with_beat:
        threading.Thread(target=beat, name="beat", daemon=True).start()
    os.environ["CELERY_SKIP_CHECKS"] = "1"  # they have just been done
    one = current_app.Worker(
        hostname=f"{lane}-{os.getpid()}@{socket.gethostname()}",
        queues=settings.WORKERS[lane].queues,
        concurrency=settings.WORKERS[lane].threads,
        pool="threads",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
        loglevel=settings.LOG_LEVEL,
    )
    one.start()
    return one.exitcode or 0


def beat() -> int:
    """Send what is due, until the process ends."""
    from celery import current_app
    from celery.beat import Service

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    Service(current_app, scheduler_cls=current_app.conf.beat_scheduler).start()
    return 0
