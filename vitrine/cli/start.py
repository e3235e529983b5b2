"""What every command does first."""

import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from vitrine.lib.errors import VitrineError

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

BACKLOG = 1024


def ready(*, migrates: bool = False, reaches_out: bool = True) -> bool:
    """Set Django up and run the system checks. False, with every error and its hint printed, when one fails.

    `reaches_out`: whether the command asks platforms. Raises VitrineError when it does, the sandbox should stand in and
    none runs: nothing may reach the real platforms then; and when the database is not there or not of this version,
    unless the command `migrates` it next.
    """
    import django
    from django.core import checks

    django.setup()
    if reaches_out and settings.SANDBOX_ON and not settings.SANDBOX_ADDRESS:
        raise VitrineError("The sandbox is on, but none runs. Start it with `make run`, or set SANDBOX=off.")
    found = checks.run_checks()
    tell(found)
    sound = not any(message.is_serious() for message in found)
    if sound and not migrates and not is_migrated():
        raise VitrineError(
            "The database is not of this version. Run `python manage.py migrate`; `make run` does so itself."
        )
    return sound


def is_migrated() -> bool:
    """Whether nothing is left to migrate. Raises VitrineError when the database does not answer."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise VitrineError(f"The database does not answer: {error}".strip()) from error
    connection.close()
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def tell(found: Sequence["CheckMessage"]) -> None:
    for message in found:
        if not message.is_silenced():
            print(message.msg, file=sys.stderr)
            if message.hint:
                print(f"  {message.hint}", file=sys.stderr)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises VitrineError with the sentence when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise VitrineError(
            f"Port {port} is taken by another program. Stop it, or choose another: PORT={port + 1} make run"
        ) from error
    listening.listen(BACKLOG)
    return listening
