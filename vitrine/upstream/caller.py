"""The caller a platform is handed: credentials, quota, conditional requests and a row a call, around the one door."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from types import TracebackType
from typing import Self

from django.core.cache import cache
from django.db import connection

from vitrine.lib import clock, stopping
from vitrine.lib.errors import QuotaExceededError
from vitrine.lib.http import Pending as Sent
from vitrine.lib.http import Request, Response, door
from vitrine.platforms.types import About, Ask, Pending
from vitrine.quota import actions as quota
from vitrine.quota.types import Allowance, Call, Reservation

REMEMBER = 30 * 24 * 3600  # seconds an ETag and its body are kept; upstream data may not be kept longer unrefreshed
FLUSH_AT = 40
USUAL = {field.name: field.default for field in fields(Request) if field.name.endswith("_timeout")}


class InsideTransactionError(RuntimeError):
    """A defect of ours: the network was asked for while a transaction was open."""


class MeteredCaller:
    """One person's (or nobody's) way to one platform, for one purpose. A context manager: leaving writes the ledger."""

    def __init__(
        self,
        about: About,
        *,
        api_key: str,
        token: str,
        user_id: int | None,
        purpose: str,
        allowances: Mapping[str, Allowance],
        timeouts: Mapping[str, float],
    ) -> None:
        self._about = about
        self.api_key = api_key
        self.token = token
        self._user_id = user_id
        self._purpose = purpose
        self._allowances = allowances
        self._timeouts = timeouts
        self._calls: list[Call] = []
        self._open: set[_Metered] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # A platform names the bucket that upstream declared empty; our own ledger's refusal does not.
        if isinstance(error, QuotaExceededError) and (mine := self._allowances.get(error.detail.get("bucket", ""))):
            quota.close(mine, clock.now())
        for sent in tuple(self._open):  # pages asked for ahead that nobody waited for: upstream has counted them
            sent.settle(None)
        self.flush()

    def send(self, ask: Ask) -> Pending:
        _no_transaction()
        stopping.checkpoint()  # before anything is reserved
        reservation = self._reserve(ask)
        remembered = cache.get(self._key(ask)) if ask.conditional else None
        request = replace(ask.request, **self._patience(ask.request))  # type: ignore[arg-type]  # Request's own fields
        if remembered:
            request = replace(request, headers={**request.headers, "If-None-Match": remembered.headers["etag"]})
        metered = _Metered(self, ask, door().start(request), reservation, remembered)
        if reservation:
            self._open.add(metered)
        return metered

    def get(self, ask: Ask) -> Response:
        return self.send(ask).result()

    def _patience(self, request: Request) -> dict[str, float]:
        """The operator's timeouts, but where a platform asked for less than the usual: that is what it can wait."""
        return {
            name: seconds if getattr(request, name) >= USUAL[name] else min(seconds, getattr(request, name))
            for name, seconds in self._timeouts.items()
        }

    def flush(self) -> None:
        """Write the rows of the calls made so far."""
        calls, self._calls = self._calls, []
        if calls:
            quota.record(calls)

    def _reserve(self, ask: Ask) -> Reservation | None:
        if not ask.cost.units:
            return None
        return quota.reserve(self._allowances[ask.cost.bucket], ask.cost.units, self._purpose, clock.now())

    def _key(self, ask: Ask) -> str:
        """Answers differ by credential; the credential itself goes into a hash only."""
        request = ask.request
        said = repr(
            (self.token or self.api_key, request.url, sorted(request.params.items()), sorted(request.headers.items()))
        )
        return f"answer:{hashlib.sha256(said.encode()).hexdigest()}"

    def _done(self, ask: Ask, reservation: Reservation | None, response: Response | None, attempts: int) -> None:
        """Settle, remember and note one call of so many attempts; `response` is None when no answer came."""
        cost = ask.cost.units * attempts
        if reservation:
            quota.settle(reservation, cost)
        if response and ask.conditional and response.status == 200 and "etag" in response.headers:  # noqa: PLR2004
            cache.set(self._key(ask), response, REMEMBER)
        self._calls.append(
            Call(
                platform=self._about.name,
                endpoint=ask.endpoint,
                status=response.status if response else 0,
                ms=round((response.elapsed if response else 0) * 1000),
                cost=cost,
                user_id=self._user_id,
                purpose=self._purpose,
                at=clock.now(),
            )
        )
        if len(self._calls) >= FLUSH_AT:
            self.flush()


class _Metered:
    """An answer on its way whose cost is settled when it comes, once."""

    def __init__(
        self, caller: MeteredCaller, ask: Ask, sent: Sent, reservation: Reservation | None, remembered: Response | None
    ) -> None:
        self._caller, self._ask, self._sent = caller, ask, sent
        self._reservation, self._remembered = reservation, remembered

    def result(self) -> Response:
        try:
            response = self._sent.result()
        except BaseException as error:  # a stop, too, must not leave units reserved
            self.settle(None, attempts=getattr(error, "attempts", 1))
            raise
        self.settle(response, attempts=response.attempts)
        if response.status == 304 and self._remembered:  # noqa: PLR2004 - "not modified": HTTP's own word
            return self._remembered
        return response

    def settle(self, response: Response | None, *, attempts: int = 1) -> None:
        """Once; without an answer it counts as sent."""
        reservation, self._reservation = self._reservation, None
        self._caller._open.discard(self)  # noqa: SLF001 - two halves of one thing
        self._caller._done(self._ask, reservation, response, attempts)  # noqa: SLF001 - two halves of one thing


def _no_transaction() -> None:
    """No network inside a transaction (a test's own wrapping one aside): it would hold the database while we wait."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InsideTransactionError
