"""A server that nobody may ever reach, and the door through which everything tries to."""

import socket
import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.security.hostile import FRONT, Case
from tests.support.wire import Seen, Wire, Write
from vitrine.lib.errors import InvalidURLError, UpstreamUnavailableError
from vitrine.lib.http import AddressRefused, BreakerRule, Door, Request, RetryRule

PATIENT = BreakerRule(failures=10**9)  # a breaker that opened would answer in the guard's place


class Canary:
    """Listens on every address of this machine, IPv6 too where there is any; counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        family = socket.AF_INET6 if socket.has_dualstack_ipv6() else socket.AF_INET
        dual = family == socket.AF_INET6
        self._listening = socket.create_server(("", 0), family=family, dualstack_ipv6=dual, backlog=128)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._count, name="canary", daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                visitor, _ = self._listening.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


class Arena:
    """The canary, a public address that redirects (`FRONT`), a name server that says what a case says, and the door."""

    def __enter__(self) -> Self:
        self.canary = Canary()
        self._front = Wire()
        self._front.__enter__()
        self._front.on("/go", self._redirect)
        self._case = Case("", "")
        self._asked = 0
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.door = Door(
            host_map={FRONT: self._front.target},
            lookup=self._lookup,
            breaker=PATIENT,
            retry=RetryRule(attempts=3, first=0.0, longest=0.0),
            guarded_ports=frozenset({self.canary.port}),
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self.door.close()
        self._front.__exit__(kind, exc, tb)
        self.canary.close()

    async def _lookup(self, _host: str, _port: int) -> Sequence[str]:
        turn = min(self._asked, len(self._case.answers) - 1)
        self._asked += 1
        return self._case.answers[turn]

    async def _redirect(self, _: Seen, write: Write) -> None:
        to = self._case.location.encode()
        await write(
            b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"
            % (self._case.status, to)
        )

    def attempt(self, case: Case) -> str:
        """What became of it, by the name of its error. Raises AssertionError when the canary was reached, and whatever
        the door should not have raised.
        """
        self._case, self._asked = case, 0
        before = self.canary.visits
        try:
            outcome = f"answered {self.door.fetch(Request(url=case.url, guarded=case.guarded)).status}"
        except (InvalidURLError, UpstreamUnavailableError) as error:
            outcome = type(error).__name__
        self._front.seen.clear()
        assert self.canary.visits == before, f"the canary was reached by {case}"
        self.outcomes[case.kind, outcome] += 1
        return outcome

    def refused(self) -> int:
        """How many ended at the guard itself, and not for want of a URL."""
        return sum(count for (_, outcome), count in self.outcomes.items() if outcome == AddressRefused.__name__)
