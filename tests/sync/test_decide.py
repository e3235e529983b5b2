"""Decisions, purely: every kind of availability has its own outcome, and the same three always give the same answer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.platforms.types import Author, Availability, Picture, Ref, RemoteItem
from vitrine.sync.decide import (
    FOR_OWN_EYES,
    SENTENCES,
    Decision,
    Import,
    Known,
    Remove,
    Skip,
    Unchanged,
    Update,
    Wish,
    decide,
    fingerprint,
)

REF = Ref("youtube", "video", "dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
ITEM = RemoteItem(ref=REF, type="video", title="A stool", pictures=(Picture("https://i.ytimg.com/vi/x/1.jpg"),))
HELD = Known(project_id=7, fingerprint=fingerprint(ITEM), availability="available")


def with_(availability: Availability) -> RemoteItem:
    return replace(ITEM, availability=availability)


@pytest.mark.parametrize(
    ("availability", "new", "held"),
    [
        (Availability.AVAILABLE, Import, Unchanged),
        (Availability.LIVE, Import, Update),
        (Availability.AGE_RESTRICTED, Import, Update),
        (Availability.UNLISTED, Skip, Remove),
        (Availability.UPCOMING, Skip, Remove),
        (Availability.MEMBERS_ONLY, Skip, Remove),
        (Availability.PRIVATE, Skip, Remove),
        (Availability.DELETED, Skip, Remove),
        (Availability.MISSING, Skip, Remove),
    ],
)
def test_every_availability_has_its_own_outcome(
    availability: Availability, new: type[Decision], held: type[Decision]
) -> None:
    assert type(decide(with_(availability), Known(), Wish())) is new
    assert type(decide(with_(availability), HELD, Wish())) is held


def test_every_outcome_but_the_plain_one_has_its_own_reason_and_sentence() -> None:
    rest = [one for one in Availability if one is not Availability.AVAILABLE]
    decisions = [decide(with_(one), Known(), Wish()) for one in rest]
    assert [one.reason for one in decisions] == [one.value for one in rest]
    assert len({one.sentence for one in decisions}) == len(rest)
    assert set(SENTENCES) == set(rest)


def test_what_the_owner_deleted_comes_back_only_when_pasted() -> None:
    hidden = Known(hidden=True)
    kept_away = decide(ITEM, hidden, Wish())
    assert (type(kept_away), kept_away.reason) == (Skip, "hidden")
    assert type(decide(ITEM, hidden, Wish(named=True))) is Import


def test_an_unlisted_video_comes_in_when_named_itself() -> None:
    assert type(decide(with_(Availability.UNLISTED), Known(), Wish(named=True))) is Import


@pytest.mark.parametrize("availability", [Availability.PRIVATE, Availability.UNLISTED, Availability.UPCOMING])
def test_ones_own_unseen_work_comes_in_when_picked_and_stays(availability: Availability) -> None:
    item = replace(with_(availability), author=Author("UCmine", "Mine"))
    me = Wish(account="UCmine")
    assert type(decide(item, Known(), me)) is Skip, "no list brings it in"
    picked = decide(item, Known(), replace(me, named=True))
    assert (type(picked), picked.sentence) == (Import, FOR_OWN_EYES)
    held = Known(project_id=7, fingerprint=picked.fingerprint, availability=availability, private=True)
    assert type(decide(item, held, me)) is Unchanged
    assert type(decide(item, replace(held, private=False), me)) is Remove, "it was for everybody, and was taken back"
    if availability is not Availability.UNLISTED:
        assert type(decide(item, Known(), Wish(named=True, account="UCother"))) is Skip
        assert type(decide(item, Known(), Wish(named=True))) is Skip


def test_counters_alone_change_nothing_and_words_do() -> None:
    assert type(decide(replace(ITEM, counters={"views": 9}), HELD, Wish())) is Unchanged
    assert type(decide(replace(ITEM, title="A chair"), HELD, Wish())) is Update


def test_a_partial_answer_does_not_undo_a_full_one_that_is_as_new() -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    full = replace(HELD, updated_at=moment)
    in_part = replace(ITEM, description="only what the list tells", updated_at=moment, unknown=frozenset({"blocks"}))
    assert type(decide(in_part, full, Wish())) is Unchanged
    later = replace(in_part, updated_at=datetime(2026, 11, 2, tzinfo=UTC))
    assert type(decide(later, full, Wish())) is Update


@given(
    availability=st.sampled_from(Availability),
    title=st.text(max_size=20),
    counters=st.dictionaries(st.sampled_from(["views", "likes"]), st.integers(0, 10**9)),
    named=st.booleans(),
    hidden=st.booleans(),
)
def test_deciding_again_after_writing_changes_nothing(
    availability: Availability, title: str, counters: dict[str, int], *, named: bool, hidden: bool
) -> None:
    """Whatever is decided, the state it leads to is one in which the same item asks for nothing new."""
    item = replace(ITEM, availability=availability, title=title, counters=counters)
    first = decide(item, Known(hidden=hidden), Wish(named=named))
    if isinstance(first, Import):
        after = Known(1, first.fingerprint, item.availability.value)
        assert type(decide(item, after, Wish(named=named))) is Unchanged
    else:
        assert isinstance(first, Skip)
        assert decide(item, Known(hidden=hidden), Wish(named=named)) == first
