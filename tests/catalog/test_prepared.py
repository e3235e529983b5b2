"""Reads built once give what Django gives, whatever is asked in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q, QuerySet

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource
from vitrine.catalog.prepared import prepared

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COLUMNS = ("identifier", "enabled", "metadata", "last_synced_at", "user__slug")
Rows = QuerySet[Any, tuple[Any, ...]]
builds: list[str] = []


def asked(limit: int, *, kind: str | None = None, since: datetime | None = None, user: int | None = None) -> Rows:
    builds.append(f"{limit} {kind and 'kind'} {since and 'since'} {user and 'user'}")
    conditions = Q(kind=kind) if kind else Q()
    conditions &= Q(last_synced_at__gte=since) if since else Q()
    conditions &= Q(user_id=user) if user else Q()
    return ContentSource.objects.filter(conditions).order_by("identifier").values_list(*COLUMNS)[:limit]


read = prepared(asked)


@pytest.fixture(autouse=True)
def sources(alice: User, charlie: User) -> None:
    for place, user in enumerate((alice, charlie, alice, charlie)):
        ContentSource.objects.create(
            user=user,
            platform="youtube",
            kind="channel" if place % 2 else "playlist",
            identifier=f"{place}",
            enabled=place > 1,
            metadata={"place": [place, "ü"]},
            last_synced_at=NOON + timedelta(hours=place, microseconds=place) if place else None,
        )


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "channel"},
        {"kind": "playlist"},
        {"kind": "'; --"},
        {"since": NOON + timedelta(hours=2, microseconds=2)},
        {"since": NOON + timedelta(hours=2, microseconds=3)},
        {"kind": "channel", "since": NOON},
        {"since": NOON, "kind": "channel"},
    ],
)
def test_a_prepared_read_gives_what_django_gives(values: dict[str, Any]) -> None:
    for limit in (1, 9):
        assert read(limit, **values) == list(asked(limit, **values))


def test_values_come_as_the_fields_have_them(charlie: User) -> None:
    assert read(9, user=charlie.pk, since=NOON + timedelta(hours=2)) == [
        ("3", True, {"place": [3, "ü"]}, NOON + timedelta(hours=3, microseconds=3), "charlie")
    ]


def test_a_query_is_built_once_for_each_shape(alice: User, charlie: User) -> None:
    fresh = prepared(asked)
    builds.clear()
    for user in (alice, charlie, alice):
        fresh(9, user=user.pk)
        fresh(9, user=user.pk, kind="channel")
    assert builds == ["9 None None user", "9 kind None user"]


def test_a_value_that_the_query_does_not_compare_as_it_is_stops_the_first_call() -> None:
    @prepared
    def wrong(*, kind: str) -> Rows:
        return ContentSource.objects.filter(kind=kind.upper() + "!").values_list("id")

    with pytest.raises(AssertionError, match="changed or left out"):
        wrong(kind="channel")
