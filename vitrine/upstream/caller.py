"""The caller a platform is handed: credentials, quota, conditional requests and a row a call, around the one door."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from types import TracebackType
from typing import Protocol, Self

from django.core.cache import cache
from django.db import connection

from vitrine.lib import clock, stopping
from vitrine.lib.errors import QuotaExceededError, VitrineError
from vitrine.lib.http import Pending as Sent
from vitrine.lib.http import Request, Response, door
from vitrine.lib.secret import Secret
from vitrine.platforms.types import About, Ask, Pending
from vitrine.quota import actions as quota
from vitrine.quota.types import Allowance, Call, Reservation

REMEMBER = 30 * 24 * 3600  # seconds an ETag and its body are kept; upstream data may not be kept longer unrefreshed
FLUSH_AT = 40
USUAL = {field.name: field.default for field in fields(Request) if field.name.endswith("_timeout")}


class InsideTransactionError(RuntimeError):
    """A defect of ours: the network was asked for while a transaction was open."""


class OwnToken(Protocol):
    """A person's access token, for as long as one caller uses it."""

    @property
    def value(self) -> Secret:
        """The present one."""
        ...

    @property
    def account_id(self) -> str:
        """Whose it is at the platform."""
        ...

    def is_refused_by(self, response: Response) -> bool:
        """Whether this answer says that the token is no longer good."""
        ...

    def renew(self, refused: str) -> Secret:
        """Another one. Raises ReconnectRequiredError when there is none."""
        ...

    def end(self) -> VitrineError:
        """Note that even a new one was refused; what comes back is raised."""
        ...


class MeteredCaller:
    """One person's (or nobody's) way to one platform, for one purpose. A context manager: leaving writes the ledger."""

    def __init__(
        self,
        about: About,
        *,
        api_key: str,
        own: OwnToken | None,
        user_id: int | None,
        purpose: str,
        allowances: Mapping[str, Allowance],
        timeouts: Mapping[str, float],
    ) -> None:
        self._about = about
        self.api_key = api_key
        self._own = own
        self._user_id = user_id
        self._purpose = purpose
        self._allowances = allowances
        self._timeouts = timeouts
        self._calls: list[Call] = []
        self._open: set[_Metered] = set()

    @property
    def token(self) -> str:
        return self._own.value if self._own else ""

    @property
    def account_id(self) -> str:
        """Whose token it is at the platform; empty without one."""
        return self._own.account_id if self._own else ""

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
        """As `platforms.types.Caller`. A token that the platform refuses is renewed, and the question asked once more;
        refused again, the grant has ended: ReconnectRequiredError.
        """
        return self._send(ask, again=False)

    def _send(self, ask: Ask, *, again: bool) -> "_Metered":
        _no_transaction()
        stopping.checkpoint()  # before anything is reserved
        reservation = self._reserve(ask)
        remembered = cache.get(self._key(ask)) if ask.conditional else None
        request = replace(ask.request, **self._patience(ask.request))  # type: ignore[arg-type]  # Request's own fields
        if remembered:
            request = replace(request, headers={**request.headers, "If-None-Match": remembered.headers["etag"]})
        metered = _Metered(self, ask, door().start(request), reservation, remembered, again=again)
        if reservation:
            self._open.add(metered)
        return metered

    def get(self, ask: Ask) -> Response:
        return self.send(ask).result()

    def _once_more(self, ask: Ask, response: Response, *, again: bool) -> "_Metered | None":
        """The same question with a new token, where this answer refuses the one it was asked with."""
        used = _bearer(ask.request)
        if self._own is None or not used or not self._own.is_refused_by(response):
            return None
        if again:
            raise self._own.end()
        fresh = self._own.value if self._own.value != used else self._own.renew(used)
        return self._send(_signed(ask, fresh), again=True)

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
        """Answers differ by whose they are, and outlive a token; what identifies goes into a hash only."""
        request = ask.request
        whose = (self._user_id, self.account_id) if self.account_id else (self.token or self.api_key)
        headers = sorted((name, said) for name, said in request.headers.items() if name.lower() != "authorization")
        said = json.dumps((whose, request.url, sorted(request.params.items()), headers))
        return f"answer:{hashlib.sha256(said.encode()).hexdigest()}"

    def _done(self, ask: Ask, reservation: Reservation | None, response: Response | None, attempts: int) -> None:
        """Settle, remember and note one call of so many attempts; `response` is None when no answer came."""
        cost = ask.cost.units * attempts
        if reservation:
            quota.settle(reservation, cost)
        if response and ask.conditional and response.status == 200 and "etag" in response.headers:  # noqa: PLR2004 - what may be asked for again
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
        self,
        caller: MeteredCaller,
        ask: Ask,
        sent: Sent,
        reservation: Reservation | None,
        remembered: Response | None,
        *,
        again: bool,
    ) -> None:
        self._again = again
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
        once_more = self._caller._once_more(self._ask, response, again=self._again)  # noqa: SLF001 - two halves of one thing
        return once_more.result() if once_more else response

    def settle(self, response: Response | None, *, attempts: int = 1) -> None:
        """Once; without an answer it counts as sent."""
        reservation, self._reservation = self._reservation, None
        self._caller._open.discard(self)  # noqa: SLF001 - two halves of one thing
        self._caller._done(self._ask, reservation, response, attempts)  # noqa: SLF001 - two halves of one thing


def _bearer(request: Request) -> str:
    """The token a request is signed with; empty without one."""
    found = (value for name, value in request.headers.items() if name.lower() == "authorization")
    kind, _, token = next(found, "").partition(" ")
    return token if kind == "Bearer" else ""


def _signed(ask: Ask, token: Secret) -> Ask:
    headers = {name: value for name, value in ask.request.headers.items() if name.lower() != "authorization"}
    return replace(ask, request=replace(ask.request, headers={**headers, "Authorization": f"Bearer {token}"}))


def _no_transaction() -> None:
    """No network inside a transaction (a test's own wrapping one aside): it would hold the database while we wait."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InsideTransactionError
