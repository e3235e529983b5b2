"""Asking and being answered: signs the question, sends it through the caller, and judges the status."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from vitrine.lib.errors import ContentNotFoundError, IntegrationAuthError, RateLimitError, VitrineError
from vitrine.lib.http import Response
from vitrine.platforms.types import Ask, Caller, Pending

from .errors import refusal

_NO_COMMITS: Final = 409  # "Git Repository is empty."


@dataclass(frozen=True, slots=True)
class Absent:
    """GitHub's answer that there is no such part: no README, no commits yet."""


Answer = Response | Absent | VitrineError


class Exchange:
    """One conversation about one public page, `url`."""

    def __init__(self, caller: Caller, url: str) -> None:
        self.url = url
        self._caller = caller
        self._token = caller.token or caller.api_key

    def ask(self, ask: Ask) -> Response:
        """Ask and wait. Raises what the door raises, and the error that a refusal stands for."""
        return self.ahead(ask)()

    def ahead(self, ask: Ask) -> Callable[[], Response]:
        """Ask now; what comes back waits for the answer, and raises as `ask` does."""
        pending = self._send(ask)

        def answer() -> Response:
            response = pending.result()
            if error := refusal(response, url=self.url, token=self._token):
                raise error
            return response

        return answer

    def together(self, asks: Mapping[str, Ask]) -> Callable[[], dict[str, Answer]]:
        """Send all now; what comes back waits for all. A part that fails does not take the others with it, unless going
        on would only fail the same: waiting raises RateLimitError and IntegrationAuthError.
        """
        under_way = {name: self._send(ask) for name, ask in asks.items()}

        def answers() -> dict[str, Answer]:
            found = {name: self._answer(pending) for name, pending in under_way.items()}
            for answer in found.values():
                if isinstance(answer, RateLimitError | IntegrationAuthError):
                    raise answer
            return found

        return answers

    def part(self, ask: Ask) -> Answer:
        """Ask for one part and wait; an error comes back as the answer."""
        return self._answer(self._send(ask))

    def _answer(self, pending: Pending) -> Answer:
        try:
            response = pending.result()
        except VitrineError as error:
            return error
        if response.status == _NO_COMMITS:
            return Absent()
        refused = refusal(response, url=self.url, token=self._token)
        return Absent() if isinstance(refused, ContentNotFoundError) else refused or response

    def _send(self, ask: Ask) -> Pending:
        """The only place where the token appears."""
        if self._token:
            headers = {**ask.request.headers, "Authorization": f"Bearer {self._token}"}
            ask = replace(ask, request=replace(ask.request, headers=headers))
        return self._caller.send(ask)
