"""From remote items to rows: what is known is read, what to do is decided purely, and a page is written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from django.db import DataError, IntegrityError

from vitrine.catalog import actions as catalog
from vitrine.catalog.actions.apply import distinct_slug
from vitrine.catalog.models import ContentSource
from vitrine.catalog.queries import Holding, Holdings, holdings, source_ids
from vitrine.catalog.types import Draft, Entry, ItemState
from vitrine.lib import clock
from vitrine.lib.errors import VitrineError
from vitrine.platforms.types import Broken, Ref, RemoteItem
from vitrine.portfolio.actions import award_points
from vitrine.sync import drafting
from vitrine.sync.decide import (
    Decision,
    Import,
    Known,
    Remove,
    Skip,
    Unchanged,
    Wish,
    decide,
    is_own_unseen,
    wants_detail,
)
from vitrine.sync.types import Tally
from vitrine.work.actions import Running

log = structlog.get_logger("vitrine.sync")

TRIES = 3
POINTS_A_PROJECT = 50


class Writer:
    """Writes the items of one source for one job, and keeps the tally."""

    def __init__(self, running: Running, source: ContentSource, wish: Wish) -> None:
        self._running = running
        self._source = source
        self._wish = wish
        self._sources = source_ids(source.user_id, source.platform)
        self._book = catalog.TermBook()
        self.tally = Tally.of(running.job.counts)

    def write(
        self, items: Sequence[RemoteItem], broken: Sequence[Broken] = (), **remember: Any
    ) -> Mapping[str, tuple[int, str]]:
        """Store a page. Gives (project id, slug) by external id for everything that is now on the page. `remember` goes
        into the job's payload with the last that is written of it.

        Somebody else writing the same works at the same time makes us read anew; an item that the database itself
        refuses is set apart with its reason, and the others are stored.
        """
        for _ in range(TRIES):
            try:
                return self._write_once(items, broken, remember)
            except IntegrityError:
                continue
            except DataError as error:
                log.exception("item_refused_by_database", source=self._source.pk, items=len(items))
                return self._one_by_one(items, broken, remember, error)
        return self._one_by_one(items, broken, remember, None)

    def wanting_detail(self, items: Sequence[RemoteItem]) -> list[Ref]:
        """Those of a list that are to be asked for by themselves. Two statements for any number."""
        held = self._holdings(items)
        return [item.ref for item in items if wants_detail(item, _known(item, held), self._wish)]

    def _one_by_one(
        self,
        items: Sequence[RemoteItem],
        broken: Sequence[Broken],
        remember: Mapping[str, Any],
        error: Exception | None,
    ) -> Mapping[str, tuple[int, str]]:
        if len(items) <= 1:
            wrong = VitrineError("This one could not be stored. We were told, and look into it.", log=str(error))
            set_apart = [*broken, *(Broken(item.ref.id, item.title[:300], wrong) for item in items)]
            return self._write_once([], set_apart, remember)
        stored: dict[str, tuple[int, str]] = {}
        for item in items[:-1]:
            stored.update(self.write([item]))
        return {**stored, **self.write(items[-1:], broken, **remember)}

    def _write_once(
        self, items: Sequence[RemoteItem], broken: Sequence[Broken], remember: Mapping[str, Any]
    ) -> Mapping[str, tuple[int, str]]:
        held = self._holdings(items)
        entries = [*self._entries(items, held), *(_failed(one) for one in broken)]
        tally = self._counted(entries)
        self._running.remember(**remember)
        if not entries:
            return {}

        def with_it(created: Sequence[int]) -> None:
            self._running.report(counts=tally.as_dict(), progress=tally.done)
            self._running.fence()
            award_points(POINTS_A_PROJECT, "project_create", user_id=self._source.user_id, subjects=created)

        applied = catalog.apply(self._source, entries, at=clock.now(), book=self._book, with_it=with_it)
        self.tally = tally
        return applied.projects

    def _holdings(self, items: Sequence[RemoteItem]) -> Holdings:
        return holdings(
            self._source.user_id,
            self._source.platform,
            sources=self._sources,
            external_ids=[item.ref.id for item in items],
            urls=[item.ref.url for item in items],
            slugs=[drafting.slug_wish(item) for item in items],
        )

    def _entries(self, items: Sequence[RemoteItem], held: Holdings) -> list[Entry]:
        taken = set(held.slugs)
        entries = []
        for item in {item.ref.id: item for item in items}.values():
            holding = held.by_id.get(item.ref.id)
            decision = decide(item, _known(item, held), self._wish)
            slug = holding.slug if holding else distinct_slug(drafting.slug_wish(item), item.ref.id, taken)
            taken.add(slug)
            noted = (self._source.pk, item.ref.id) in held.noted
            entries.append(_entry(decision, holding, self._draft(decision, slug), noted=noted))
        return entries

    def _draft(self, decision: Decision, slug: str) -> Draft | None:
        if isinstance(decision, Skip | Remove):
            return None
        if isinstance(decision, Unchanged):
            return drafting.counters_only(decision.item, slug=slug)
        payload = self._running.payload
        return drafting.draft(
            decision.item,
            slug=slug,
            fingerprint=decision.fingerprint,
            is_private=bool(payload.get("is_private")) or is_own_unseen(decision.item, self._wish),
            is_showcase=bool(payload.get("is_showcase")),
        )

    def _counted(self, entries: Sequence[Entry]) -> Tally:
        """The tally as it will be when these are stored."""
        tally = replace(self.tally)
        for entry in entries:
            name = {"new": "imported", "update": "updated", "counters": "already"}.get(entry.write)
            name = name or ("failed" if entry.state is ItemState.FAILED else "skipped")
            setattr(tally, name, getattr(tally, name) + 1)
        tally.total = max(self._running.job.total, tally.done)
        return tally


def _known(item: RemoteItem, held: Holdings) -> Known:
    holding, hidden = held.by_id.get(item.ref.id), item.ref.id in held.hidden
    if holding is None:
        return Known(hidden=hidden)
    return Known(
        project_id=holding.id,
        fingerprint=holding.fingerprint,
        availability=holding.availability,
        updated_at=holding.upstream_updated_at,
        url=holding.external_url,
        private=holding.is_private,
        hidden=hidden,
    )


def _entry(decision: Decision, holding: Holding | None, draft: Draft | None, *, noted: bool) -> Entry:
    item = decision.item
    if isinstance(decision, Skip):
        state, write = (ItemState.HIDDEN if decision.reason == "hidden" else ItemState.SKIPPED), ""
    elif isinstance(decision, Remove):
        state, write = ItemState.REMOVED, "gone"
    else:
        state = ItemState.IMPORTED
        write = "new" if isinstance(decision, Import) else "counters" if isinstance(decision, Unchanged) else "update"
    return Entry(
        external_id=item.ref.id,
        title=drafting.title(item),
        url=item.ref.url,
        state=state,
        reason=decision.reason,
        sentence=decision.sentence,
        published_at=item.published_at,
        write=write,
        draft=draft,
        project_id=holding.id if holding else None,
        noted=noted and write == "counters",
    )


def _failed(one: Broken) -> Entry:
    return Entry(
        external_id=one.external_id,
        title=one.title,
        url="",
        state=ItemState.FAILED,
        reason=one.error.code.lower(),
        sentence=one.error.sentence,
    )
