"""Child processes that are forked, kept alive and taken along: the supervisor of the embedded size.

Each child has a process group of its own, so that ctrl-C reaches the supervisor alone and it stops them in order; and
each dies with the supervisor, even by kill -9 (Linux: PR_SET_PDEATHSIG, prctl(2); elsewhere a thread that looks).
"""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger("vitrine.up")

Main = Callable[[], int]

PR_SET_PDEATHSIG = 1
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PATIENCE = 8.0  # seconds from SIGTERM to SIGKILL
STEADY = 30.0  # seconds after which a child counts as well again
LONGEST_PAUSE = 10.0


@dataclass(slots=True)
class Child:
    """`main` runs in the fork and answers its exit code. `pauses` counts deaths in quick succession."""

    name: str
    main: Main
    pid: int = 0
    born: float = 0.0
    due: float = 0.0
    pauses: int = field(default=0)


class Supervisor:
    """Forks children, restarts those that die (after a pause that doubles up to `longest_pause` seconds), stops all.

    Run it in the main thread of a process without others: a fork copies one thread only.
    """

    def __init__(self, *, longest_pause: float = LONGEST_PAUSE) -> None:
        self._longest_pause = longest_pause
        self._children: list[Child] = []
        self._stopping = False

    def add(self, name: str, main: Main, *, now: bool = False) -> None:
        """Fork it when `run` begins, or now."""
        child = Child(name, main)
        self._children.append(child)
        if now:
            self._fork(child)

    def run(self) -> int:
        """Until SIGTERM, SIGINT or SIGHUP. A second one kills at once."""
        gc.collect()
        gc.freeze()  # the collector leaves what is shared alone, so that it stays shared
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        self._reap()
        self._revive()
        while not self._stopping:
            self._wait(self._next_due())
            self._revive()
        return self._stop()

    def _next_due(self) -> float | None:
        """Seconds to the next restart; None when all are alive."""
        pauses = [child.due - time.monotonic() for child in self._children if not child.pid]
        return max(min(pauses), 0.0) if pauses else None

    def _wait(self, seconds: float | None) -> None:
        if seconds is None:
            got: int | None = signal.sigwait(WATCHED)
        else:
            info = signal.sigtimedwait(WATCHED, seconds)
            got = info.si_signo if info else None
        if got == signal.SIGCHLD:
            self._reap()
        elif got is not None:
            self._stopping = True

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                for child in self._children:
                    if child.pid == ended[0]:
                        self._mourn(child, os.waitstatus_to_exitcode(ended[1]))

    def _mourn(self, child: Child, code: int) -> None:
        now = time.monotonic()
        child.pid = 0
        child.pauses = 0 if now - child.born > STEADY else child.pauses + 1
        pause = min(0.1 * 2**child.pauses, self._longest_pause)
        child.due = now + pause
        if not self._stopping:
            log.warning(
                "a part ended by itself; starting it again", part=child.name, code=code, seconds=round(pause, 1)
            )

    def _revive(self) -> None:
        for child in self._children:
            if not self._stopping and not child.pid and child.due <= time.monotonic():
                self._fork(child)

    def _fork(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        child.born = time.monotonic()
        child.pid = os.fork()
        if not child.pid:
            _live(child.main, parent)
        with suppress(OSError):  # whichever of the two comes first
            os.setpgid(child.pid, child.pid)

    def _stop(self) -> int:
        """SIGTERM to all, SIGKILL to those that take too long, and to what they left behind."""
        groups = [child.pid for child in self._children if child.pid]
        self._signal(groups, signal.SIGTERM)
        last = time.monotonic() + PATIENCE
        self._reap()
        while any(child.pid for child in self._children) and (left := last - time.monotonic()) > 0:
            info = signal.sigtimedwait(WATCHED, left)
            if info and info.si_signo != signal.SIGCHLD:
                break
            self._reap()
        self._signal(groups, signal.SIGKILL)
        self._reap()
        return 0

    @staticmethod
    def _signal(groups: list[int], number: signal.Signals) -> None:
        for group in groups:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)


def _live(main: Main, parent: int) -> None:
    """The child's whole life. Never returns into the supervisor's frames."""
    code = 1
    try:
        os.setpgid(0, 0)
        for number in WATCHED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        die_with(parent)
        code = main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # the end of the process: whatever it is, it is told, and must not go further up
        log.exception("a part broke")
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def die_with(parent: int) -> None:
    """This process ends by SIGKILL when `parent` ends. Rows are the truth, so nothing is lost by it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=[parent], daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
