"""Where a keyset page ended, as it travels in an address. Pure.

`n1763395200000000-812`: newest first, after project 812 published at that microsecond.
`v12304-812`: most viewed first, after project 812 with so many views.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from vitrine.lib.errors import ValidationFailedError

Order = Literal["n", "v"]
_FORM = re.compile(r"([nv])(\d{1,18})-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp()) * 10**6


class Cursor(NamedTuple):
    order: Order
    key: int
    id: int

    def __str__(self) -> str:
        return f"{self.order}{self.key}-{self.id}"

    @property
    def moment(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.key)


def by_time(published_at: datetime, project_id: int) -> Cursor:
    return Cursor("n", max(0, (published_at - _EPOCH) // timedelta(microseconds=1)), project_id)


def by_views(views: int, project_id: int) -> Cursor:
    return Cursor("v", views, project_id)


def read(text: str, sort: str) -> Cursor | None:
    """The cursor that `text` names; None for an empty one. Raises ValidationFailedError when it is none of ours, or
    belongs to another order than `sort`."""
    if not text:
        return None
    found = _FORM.fullmatch(text)
    if found is None or (found[1] == "n") != (sort == "newest"):
        raise ValidationFailedError("This link into the list is broken. The list starts at its top.")
    cursor = Cursor(found[1], int(found[2]), int(found[3]))  # type: ignore[arg-type]  # the pattern's own alternatives
    if cursor.order == "n" and cursor.key > _LAST:
        raise ValidationFailedError("This link into the list is broken. The list starts at its top.")
    return cursor
