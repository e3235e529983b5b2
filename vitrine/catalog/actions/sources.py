"""Sources, and the counters that follow from what stands on them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Sum

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project
from vitrine.catalog.types import PASTED, SourceState


def ensure_source(
    user_id: int, platform: str, kind: str, identifier: str, *, url: str, name: str, metadata: Mapping[str, Any]
) -> ContentSource:
    """The person's source of this name, made or brought up to date."""
    told = {"url": url, "display_name": name[:200], "metadata": dict(metadata)}
    source, _ = ContentSource.objects.update_or_create(
        user_id=user_id,
        platform=platform,
        identifier=identifier,
        defaults=told,
        create_defaults={**told, "kind": kind},
    )
    return source


def pasted_source(user_id: int, platform: str) -> ContentSource:
    """Where works live that a person pasted one by one; never synced as a whole."""
    source, _ = ContentSource.objects.get_or_create(
        user_id=user_id,
        platform=platform,
        identifier=PASTED,
        defaults={"kind": PASTED, "display_name": "Pasted one by one", "enabled": False},
    )
    return source


def report_source(source: ContentSource, state: SourceState, sentence: str, at: datetime | None = None) -> None:
    """Say how the source does; `at` is set when it was read to the end."""
    source.state, source.sentence = state, sentence[:500]
    fields = ["state", "sentence"]
    if at:
        source.last_synced_at = at
        fields.append("last_synced_at")
    source.save(update_fields=fields)


def recount(user_id: int) -> None:
    """Set the counters of a person's page from the rows: public works by type, views, first and latest date."""
    rows = list(
        Project.objects.filter(user_id=user_id, is_private=False)
        .values_list("type")
        .annotate(Count("id"), Sum("views"), Min("published_at"), Max("published_at"))
    )
    User.objects.filter(pk=user_id).update(
        work_counts={kind: count for kind, count, *_ in rows},
        view_total=sum(views or 0 for _, _, views, _, _ in rows),
        first_work_at=min((first for *_, first, _ in rows), default=None),
        latest_work_at=max((latest for *_, latest in rows), default=None),
    )
