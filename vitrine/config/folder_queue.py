"""A queue in a folder, for the embedded size: kombu's filesystem transport, safe against kill -9.

kombu writes a message into the file that others already see, and rewrites its table of queues in place (kombu 5.7,
`kombu/transport/filesystem.py`): a reader can meet an empty message, and a process killed in the middle leaves a table
that nobody can read any more, and drops all that is sent from then on. Here a message appears whole, by rename, what
cannot be read is dropped (a message is only a hint, the row is the truth), and there is no table.
"""

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import kombu.transport
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

SCHEME = "folder"
LONGEST_DRAIN = 0.3  # seconds


def options(folder: Path, poll: float) -> dict[str, object]:
    """Celery's `broker_transport_options` for a queue in `folder`, looked into every `poll` seconds."""
    for part in ("messages", "taken", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "taken"),
        "control_folder": str(folder / "control"),
        "polling_interval": poll,
    }


class Channel(filesystem.Channel):
    """The same folders and names, other ways of writing and taking."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]  # its parents disagree
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"  # sorted by age, over reboots too
        part = Path(self.data_folder_out) / f"{name}.part"
        part.write_text(dumps(payload), encoding="utf-8")
        part.replace(part.with_suffix(""))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002 - kombu's signature
        folder = self.data_folder_in
        ending = f"{queue}.msg"
        names = os.listdir(folder)  # noqa: PTH208 - ten times a second: names, not objects
        for name in sorted(name for name in names if name.partition(".")[2] == ending):
            if (message := self._take(Path(folder, name))) is not None:
                return message
        raise Empty

    def _take(self, path: Path) -> dict[str, Any] | None:
        """The message, if this process is the one that moved it away; None for another's, or an unreadable one."""
        mine = Path(self.processed_folder) / path.name
        with suppress(OSError, ValueError):
            path.replace(mine)
            try:
                return dict(loads(mine.read_text(encoding="utf-8")))
            finally:
                mine.unlink()
        return None

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        """No table of queues: see `_lookup`."""

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:  # noqa: ARG002 - kombu's signature
        """Here a routing key is the name of its queue (`vitrine.config.celery`)."""
        return [routing_key]


class Transport(filesystem.Transport):
    """Comes up for air often: a worker looks only between two drains whether it should stop (Celery's is 2 s)."""

    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **more: Any) -> Any:
        return super().drain_events(connection, timeout=min(timeout or LONGEST_DRAIN, LONGEST_DRAIN), **more)


kombu.transport.TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
