"""What becomes of an account's sources and works when the account is disconnected, and when it comes back."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vitrine.catalog.actions.sources import recount
from vitrine.catalog.models import ContentSource, Project, SourceItem
from vitrine.catalog.types import ItemState, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What a person has of one account: sources, and projects with how many of those they edited."""

    sources: int
    projects: int
    edited: int


def sources_of(user_id: int, platform: str, account_id: str) -> QuerySet[ContentSource]:
    """The account's own lists: a channel, an account of repositories."""
    return ContentSource.objects.filter(user_id=user_id, platform=platform, identifier=account_id)


def works_of(user_id: int, platform: str, account_id: str) -> QuerySet[Project]:
    """The projects that stand on the account alone: of its own lists, or made by it and pasted one by one; what a
    further list of the person's holds too is not among them.
    """
    own = sources_of(user_id, platform, account_id)
    elsewhere = SourceItem.objects.filter(project=OuterRef("pk"), state=ItemState.IMPORTED)
    elsewhere = elsewhere.exclude(source__in=own).exclude(source__kind="pasted")
    made_by_it = Q(source__in=own) | Q(body__facts__author__id=account_id)
    mine = Project.objects.filter(made_by_it, user_id=user_id, platform=platform)
    return mine.filter(~Exists(elsewhere))


def count_works(user_id: int, platform: str, account_id: str) -> Works:
    """Before anything is done. Two statements."""
    counted = works_of(user_id, platform, account_id).aggregate(
        projects=Count("id", distinct=True), edited=Count("id", distinct=True, filter=~Q(edited_fields=[]))
    )
    return Works(sources=sources_of(user_id, platform, account_id).count(), **counted)


def stop_sources(user_id: int, platform: str, account_id: str, sentence: str) -> list[int]:
    """Nothing more comes from the account's lists until it is connected again. Gives their ids."""
    own = sources_of(user_id, platform, account_id)
    own.update(state=SourceState.RECONNECT, sentence=sentence[:500])
    return list(own.values_list("id", flat=True))


def resume_sources(user_id: int, platform: str, account_id: str) -> int:
    """The account is back: its lists go on where they stopped, those that were switched off stay off."""
    own = sources_of(user_id, platform, account_id).filter(state=SourceState.RECONNECT)
    return own.update(state=SourceState.OK, sentence="")


def remove_works_of(user_id: int, platform: str, account_id: str) -> Works:
    """Delete the account's projects and its lists with their ledgers: connected again, everything may come anew."""
    gone = count_works(user_id, platform, account_id)
    with transaction.atomic():
        works = list(works_of(user_id, platform, account_id).values_list("id", "external_id"))
        # What was pasted one by one leaves the ledger too: it is not hidden, its owner took the account away.
        names = [name for _, name in works]
        SourceItem.objects.filter(source__user_id=user_id, source__platform=platform, external_id__in=names).delete()
        Project.objects.filter(id__in=[pk for pk, _ in works]).delete()
        sources_of(user_id, platform, account_id).delete()
    recount(user_id)
    return gone
