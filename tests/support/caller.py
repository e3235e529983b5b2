"""A plain Caller over the real door: no ledger, no database; it counts what a platform asks for.

`door` may be given a host map to the sandbox or to a Wire, and short timeouts go in as `timeouts`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vitrine.lib.errors import QuotaExceededError
from vitrine.lib.http import Door, Response
from vitrine.platforms.types import Ask, Listing, Pending


@dataclass
class PlainCaller:
    """`left` limits the units of a bucket, as a ledger would; `asked` counts calls by endpoint, `units` by bucket."""

    door: Door
    api_key: str = ""
    token: str = ""
    timeouts: Mapping[str, Any] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)

    def send(self, ask: Ask) -> Pending:
        self._reserve(ask)
        self.asked[ask.endpoint] += 1
        return self.door.start(replace(ask.request, **self.timeouts))

    def get(self, ask: Ask) -> Response:
        return self.send(ask).result()

    def _reserve(self, ask: Ask) -> None:
        bucket, units = ask.cost.bucket, ask.cost.units
        if bucket in self.left:
            if self.left[bucket] < units:
                raise QuotaExceededError(log=f"{bucket} has {self.left[bucket]} left")
            self.left[bucket] -= units
        if units:
            self.units[bucket] += units


def store_each(pages: Iterable[Listing], stored: list[Listing]) -> None:
    """Consume as an importer does: a page is stored before the next is asked for, and stays when that one fails."""
    for page in pages:
        stored.append(page)  # noqa: PERF402 - what is there when an error comes is the point
