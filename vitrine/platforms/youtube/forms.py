"""Which videos are Shorts: told by what costs no units, and left open rather than guessed.

No field of the API says so (a Short is not "at most 60 s"). In the order of what it takes:

1. the answer itself: a stream, longer than three minutes, a wide picture, a picture for Shorts (`parse.form_of`);
2. the public feed, one request for the newest 15: its links read /shorts/ID for Shorts, /watch for the rest. Exact;
3. HEAD /shorts/ID for what is left, all of a page at once, while the next pages are on their way: 200 is a Short, a
   redirect to /watch is not. Exact. At most 300 a listing, and none after three failures, so that a channel of
   10,000 is not slowed down; beyond that `form` stays empty and `unknown` names it.

UUSH lists would be exact too, but cost a unit for every 50, and a channel's budget is fixed at 1 + 2 for every 50.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from vitrine.lib.errors import VitrineError
from vitrine.lib.http import Response

from ..types import Availability, Caller, Pending, RemoteItem
from . import api, feed
from .parse import LONGEST_SHORT

MOST_PROBES = 300
_MOST_FAILURES = 3
_SEEN_BY_ALL = frozenset({Availability.AVAILABLE, Availability.UNLISTED, Availability.AGE_RESTRICTED})


@dataclass(slots=True)
class Forms:
    """The questions of one listing. `newest` is the feed on its way, if one was asked for."""

    caller: Caller
    newest: Pending | None = None
    probes: int = MOST_PROBES
    _failures: int = 0
    _told: dict[str, str] | None = None

    def ask(self, items: Sequence[RemoteItem]) -> "Asked":
        """Settle what the feed tells, and send a question for each of the rest that may be a Short."""
        settled = [self._by_feed(item) if may_be_short(item) else item for item in items]
        return Asked(self, settled, self._send(settled))

    def _by_feed(self, item: RemoteItem) -> RemoteItem:
        form = self._newest_forms().get(item.ref.id, "")
        return with_form(item, form) if form else item

    def _newest_forms(self) -> Mapping[str, str]:
        if self._told is None:
            self._told = _forms_of(self.newest) if self.newest is not None else {}
        return self._told

    def _send(self, items: Sequence[RemoteItem]) -> dict[int, Pending]:
        sent: dict[int, Pending] = {}
        for index, item in enumerate(items):
            if may_be_short(item) and self.probes > 0 and self._failures < _MOST_FAILURES:
                try:
                    sent[index] = self.caller.send(api.shorts_probe(item.ref.id))
                except VitrineError:
                    self._failures += 1
                self.probes -= 1
        return sent

    def verdict(self, pending: Pending) -> str:
        """`short`, `upload`, or empty when the question failed: no listing fails over it."""
        form = form_told(pending)
        self._failures = 0 if form else self._failures + 1
        return form


@dataclass(slots=True)
class Asked:
    """The items of a page, and the questions about some of them that are under way."""

    forms: Forms
    items: list[RemoteItem]
    sent: dict[int, Pending] = field(default_factory=dict)

    def settled(self) -> tuple[RemoteItem, ...]:
        """Wait for the answers. What nobody could tell names `form` among its unknown."""
        for index, pending in self.sent.items():
            if form := self.forms.verdict(pending):
                self.items[index] = with_form(self.items[index], form)
        return tuple(_left_open(item) if may_be_short(item) else item for item in self.items)


def may_be_short(item: RemoteItem) -> bool:
    """Short enough, and nothing has told yet."""
    short_enough = item.duration is not None and item.duration <= LONGEST_SHORT
    return not item.form and short_enough and item.availability in _SEEN_BY_ALL


def with_form(item: RemoteItem, form: str) -> RemoteItem:
    return replace(item, form=form, unknown=item.unknown - {"form"})


def _left_open(item: RemoteItem) -> RemoteItem:
    return replace(item, unknown=item.unknown | {"form"})


def form_told(pending: Pending) -> str:
    """What /shorts/ID answers; empty when it does not."""
    try:
        return form_by(pending.result())
    except VitrineError:
        return ""


def form_by(response: Response) -> str:
    """What /shorts/ID answered. A redirect elsewhere (a consent page, a sign-in) tells nothing."""
    if response.status == 200:  # noqa: PLR2004 - a page of its own
        return "short"
    elsewhere = response.headers.get("location", "")
    return "upload" if 300 <= response.status < 400 and "/watch" in elsewhere and "consent." not in elsewhere else ""  # noqa: PLR2004 - a redirect


def _forms_of(newest: Pending) -> dict[str, str]:
    """Id → form of what the feed holds; nothing when it is out of order."""
    try:
        response = newest.result()
        items = feed.read(response.body).items if response.status == 200 else ()  # noqa: PLR2004 - a feed
    except VitrineError:
        return {}
    return {item.ref.id: item.form or "upload" for item in items}
