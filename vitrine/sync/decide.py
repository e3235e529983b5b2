"""What to do with a remote item: a function of what is known, seen and wanted. No database, no network."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vitrine.platforms.types import Availability, RemoteItem

SENTENCES: Mapping[str, str] = {
    Availability.UPCOMING: "It is announced but not out yet. Bring the list up to date when it is.",
    Availability.MEMBERS_ONLY: "Only members of the channel can watch it, so it is not shown here.",
    Availability.PRIVATE: "It is private upstream. Make it public there, or connect the account, and it can come in.",
    Availability.DELETED: "It was deleted upstream.",
    Availability.MISSING: "Upstream does not answer for it any more: deleted, private or never there.",
    Availability.UNLISTED: "It is unlisted upstream. Paste its own address to show it here.",
    Availability.LIVE: "It is live right now; its length and numbers settle when it ends.",
    Availability.AGE_RESTRICTED: "It is age-restricted: visitors watch it on the platform itself.",
}
"""The reason a person reads in the ledger, by what upstream lets the world see."""

IN_PART = "~"  # begins the fingerprint of an answer that could not tell everything

UNSEEN = frozenset({Availability.PRIVATE, Availability.UNLISTED, Availability.UPCOMING})
SHOWN = frozenset({Availability.AVAILABLE, Availability.LIVE, Availability.AGE_RESTRICTED})
NAMED = "It is unlisted upstream, and here because you gave its own address."
FOR_OWN_EYES = "Upstream the world does not see it, so here only you do, until you say otherwise."
HIDDEN_BY_OWNER = "You deleted it here, so no sync brings it back. Paste its address to have it again."


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold of an item: the project (if there is one) with its fingerprint, upstream's availability, date of
    change and address, whether only its owner sees it here, and whether its owner deleted it here."""

    project_id: int | None = None
    fingerprint: str = ""
    availability: str = ""
    updated_at: datetime | None = None
    url: str = ""
    private: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """`named`: the person pasted or picked this very work, so that hidden and unlisted ones come in. `account` is who
    they are at the platform, where we ask in their name: their own private works come in when named.
    """

    named: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with `item`, and the reason a person reads (both empty when there is nothing to say)."""

    item: RemoteItem
    fingerprint: str
    reason: str = ""
    sentence: str = ""


class Import(Decision):
    """Make a project of it."""


class Update(Decision):
    """Upstream says something new; write it where the owner did not."""


class Unchanged(Decision):
    """Only the counters may have moved."""


class Skip(Decision):
    """No project; the ledger keeps the reason."""


class Remove(Decision):
    """It was here and is gone upstream: the project stays, marked, with what the owner wrote."""


def decide(item: RemoteItem, known: Known, wish: Wish) -> Decision:
    """What becomes of `item`. Pure: the same three give the same answer."""
    mark = fingerprint(item)
    reason = "" if item.availability is Availability.AVAILABLE else item.availability.value
    sentence = _sentence(item, known, wish)
    if not _may_show(item, known, wish):
        kind = Remove if known.project_id else Skip
        return kind(item, mark, reason, sentence)
    if known.project_id is None:
        if known.hidden and not wish.named:
            return Skip(item, mark, "hidden", HIDDEN_BY_OWNER)
        return Import(item, mark, reason, sentence)
    same = known.fingerprint == mark or _says_nothing_newer(item, known)
    if same and known.availability == item.availability:
        return Unchanged(item, mark, reason, sentence)
    return Update(item, mark, reason, sentence)


def wants_detail(item: RemoteItem, known: Known, wish: Wish) -> bool:
    """Whether a work that a list told in part is worth asking for by itself: it comes in, and we do not hold it in full
    as it is now."""
    comes_in = not isinstance(decide(item, known, wish), Skip | Remove)
    return bool(item.unknown) and comes_in and not _says_nothing_newer(item, known)


def _says_nothing_newer(item: RemoteItem, known: Known) -> bool:
    """A partial answer about a work that we hold in full, and that has not changed upstream since."""
    in_part = bool(item.unknown) and not known.fingerprint.startswith(IN_PART)
    as_new = item.updated_at is not None and item.updated_at == known.updated_at
    return in_part and as_new and known.url in ("", item.ref.url)  # a rename is news, too


def _sentence(item: RemoteItem, known: Known, wish: Wish) -> str:
    if is_own_unseen(item, wish) and _may_show(item, known, wish):
        return FOR_OWN_EYES
    if item.availability is Availability.UNLISTED and wish.named:
        return NAMED
    return SENTENCES.get(item.availability, "")


def _may_show(item: RemoteItem, known: Known, wish: Wish) -> bool:
    if item.availability in SHOWN or (item.availability is Availability.UNLISTED and wish.named):
        return True
    # The owner's own, once picked, stays: it came in as a project that only they see.
    picked = wish.named or (known.project_id is not None and known.private)
    return picked and is_own_unseen(item, wish)


def is_own_unseen(item: RemoteItem, wish: Wish) -> bool:
    """Whether it is the person's own work and not for the world upstream: here, too, nobody else sees it at first."""
    own = bool(wish.account) and item.author is not None and item.author.id == wish.account
    return own and item.availability in UNSEEN


def fingerprint(item: RemoteItem) -> str:
    """32 characters over everything but the counters, which move all the time; begins with `~` for a partial answer."""
    said: tuple[Any, ...] = (
        item.type,
        item.title,
        item.description,
        str(item.published_at),
        str(item.updated_at),
        item.duration,
        [picture.url for picture in item.pictures],
        item.form,
        item.language,
        item.tags,
        item.blocks,
        item.facts,
        sorted(item.unknown),
    )
    digest = hashlib.blake2b(json.dumps(said, default=str, sort_keys=True).encode(), digest_size=15).hexdigest()
    return f"{IN_PART if item.unknown else '='}{digest}"
