"""`vitrine up`: the whole embedded product in a handful of processes, forked from one that has loaded everything."""

import argparse
import fcntl
import importlib
import socket
from functools import partial
from typing import IO

from django.conf import settings

from vitrine.cli import roles, start
from vitrine.cli.children import Supervisor
from vitrine.cli.standin import StandIn
from vitrine.lib.errors import VitrineError

HELP = {"up": "start everything: pages, workers, scheduler, and the sandbox where no platform is configured"}
LOADED = (
    "celery.apps.worker",
    "celery.beat",
    "celery.concurrency.thread",
    "kombu.transport.virtual",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, help="default: PORT; 0 takes a free one")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="begin with an empty database")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0 after SIGTERM or ctrl-C; 1 when a setting is wrong, the port or the data folder taken."""
    listening = start.listen(arguments.host, settings.PORT if arguments.port is None else arguments.port)
    _tell_address(listening)
    with _alone():
        supervisor = Supervisor()
        standin = StandIn(supervisor) if StandIn.wanted() else None
        load()
        if standin:
            standin.wait()
        if not start.ready(migrates=True):
            return 1
        _prepare(with_demo=arguments.demo)
        supervisor.add("web", partial(roles.web, listening))
        for lane in settings.WORKERS:
            supervisor.add(lane, partial(roles.worker, lane, with_beat=lane == "background"))
        _welcome(listening)
        code = supervisor.run()
        if standin:
            standin.forget()
        return code


def _tell_address(listening: socket.socket) -> None:
    """Links name the port that was taken, unless somebody said what people type."""
    port = listening.getsockname()[1]
    if port != settings.PORT and not settings.ENV.text("BASE_URL"):
        settings.PORT = port
        settings.BASE_URL = f"http://127.0.0.1:{port}"
        settings.CSRF_TRUSTED_ORIGINS = [settings.BASE_URL]


def _alone() -> IO[str]:
    """The lock of this data folder; it goes with the process."""
    folder = settings.HOME / "run"
    folder.mkdir(exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise VitrineError(f"Vitrine runs already on {settings.HOME}. Stop it first, or set VITRINE_HOME.") from error
    return lock


def load() -> None:
    """What the children need, loaded once while the sandbox starts; they share its memory."""
    for name in LOADED:
        importlib.import_module(name)


def _prepare(*, with_demo: bool) -> None:
    """Migrations where there are new ones, the demo, and an end to what a killed predecessor left held."""
    from celery import current_app
    from django.core.management import call_command
    from django.db import connections
    from django.utils.module_loading import import_string

    from vitrine.cli import demo
    from vitrine.work.actions import take_over

    if not start.is_migrated():
        call_command("migrate", verbosity=0, interactive=False)
    if settings.EMBEDDED:
        take_over()
    if settings.SANDBOX_ON and with_demo:
        demo.furnish()
    import_string(settings.ASGI_APPLICATION)
    current_app.loader.import_default_modules()
    connections.close_all()


def _welcome(listening: socket.socket) -> None:
    from vitrine.cli import demo
    from vitrine.platforms import registry

    print(f"Vitrine is at http://127.0.0.1:{listening.getsockname()[1]}")
    if settings.SANDBOX_ON:
        labels = " and ".join(about.label for about in registry.all_about())
        print(f"No platform is configured: the sandbox stands in for {labels} (see .env.example).")
        if word := demo.password():
            print(f"Sign in as {demo.EMAIL} with the password {word}")
    print("Stop with ctrl-C.", flush=True)
