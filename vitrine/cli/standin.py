"""The sandbox as a child of `vitrine up`: a process of its own that plays the outside world on loopback."""

import os
import select
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from vitrine.cli.children import Supervisor
from vitrine.lib.errors import VitrineError

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 30.0  # seconds
READY = "listening on http://"


class StandIn:
    """Starts at once; `wait` before Django is set up, which maps the platforms' hosts to its address."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._address = ""
        self._reads, self._writes = os.pipe()
        supervisor.add("sandbox", self._main, now=True)
        os.close(self._writes)

    @staticmethod
    def wanted() -> bool:
        """It is on, and nobody said where another one runs."""
        return bool(settings.SANDBOX_ON and not settings.ENV.text("SANDBOX_ADDRESS"))

    def wait(self) -> None:
        """Until it listens; tells settings, children and other shells where."""
        line = self._first_line()
        if READY not in line:
            raise VitrineError("The sandbox did not start. Try once more, or set SANDBOX=off and a platform's key.")
        self._address = line.rpartition(READY)[2].strip()
        settings.SANDBOX_ADDRESS = self._address
        self._file.write_text(self._address, encoding="ascii")

    def forget(self) -> None:
        self._file.unlink(missing_ok=True)

    def _first_line(self) -> str:
        told = b""
        while not told.endswith(b"\n") and select.select([self._reads], [], [], LONGEST_START)[0]:
            if not (more := os.read(self._reads, 4096)):
                break
            told += more
        return told.decode()

    @property
    def _file(self) -> Path:
        return Path(settings.HOME) / "run" / "sandbox"

    def _main(self) -> int:
        """In the fork: become the sandbox, again at the same address when it had one."""
        port = self._address.rpartition(":")[2] or "0"
        os.dup2(self._writes if not self._address else os.open(os.devnull, os.O_WRONLY), 1)
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "sandbox", "--port", port, "--born", self._born()])  # noqa: S606 - no shell is wanted

    def _born(self) -> str:
        """The day this home first met the sandbox, so that its dates stay what they were."""
        path = Path(settings.HOME) / "sandbox_born"
        if not path.exists():
            path.write_text(f"{datetime.now(UTC):%Y-%m-%d}", encoding="ascii")
        return path.read_text(encoding="ascii").strip()
