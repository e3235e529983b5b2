"""The import itself: fetch → decide → enrich → apply → report, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import transaction

from vitrine.accounts.actions import adopt_face
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import ContentSource
from vitrine.catalog.types import SourceState
from vitrine.lib import clock
from vitrine.lib.errors import ContentNotFoundError, Verdict, VitrineError
from vitrine.platforms import registry
from vitrine.platforms.types import Broken, InDetail, Listing, Platform, RemoteItem, Summary
from vitrine.portfolio.actions import recount_points
from vitrine.sync.decide import Known, Wish, decide
from vitrine.sync.types import Count, ref_from_json
from vitrine.sync.writing import Writer
from vitrine.upstream.actions import reading
from vitrine.upstream.caller import MeteredCaller
from vitrine.work.actions import Running

log = structlog.get_logger("vitrine.sync")

DETAIL_BATCH = 6  # works fetched one by one are written this many at a time, so that a page fills as one watches
STATE_OF = {
    Verdict.WAITING: SourceState.WAITING,
    Verdict.RECONNECT: SourceState.RECONNECT,
    Verdict.TRANSIENT: SourceState.UPSTREAM_DOWN,
}


def run_import(running: Running) -> Mapping[str, Any]:
    """Run one import job to its end. Safe to run again after any crash: what was written is known, and counted once."""
    ref = ref_from_json(running.payload["ref"])
    platform = registry.get(ref.platform)
    owner = running.job.owner
    if owner is None:
        raise ContentNotFoundError("Whoever asked for this import is gone.")

    def work(caller: MeteredCaller) -> dict[str, Any]:
        if ref.kind in platform.about.lists:
            return _List(running, platform, caller).run()
        return _one_work(running, platform, caller)

    with _recounted(owner.pk):
        return reading(owner, ref.platform, "import", work)


@contextmanager
def _recounted(user_id: int) -> Iterator[None]:
    """Whatever happens inside, the page's counters speak of what was stored."""
    try:
        yield
    finally:
        catalog.recount(user_id)
        recount_points(user_id)


def _one_work(running: Running, platform: Platform, caller: MeteredCaller) -> dict[str, Any]:
    """A single work that a person named: fetched in full, written, or refused with the reason in the ledger."""
    ref = ref_from_json(running.payload["ref"])
    running.report(stage="fetch", total=1, force=True)
    source = catalog.pasted_source(running.job.owner_id or 0, ref.platform)
    wish = Wish(named=True, account=caller.account_id)
    writer = Writer(running, source, wish)
    try:
        item = platform.fetch(caller, ref)
    except ContentNotFoundError as error:
        writer.write([], [Broken(ref.id, ref.url, error)])
        raise
    running.report(stage="write", message=item.title)
    projects = writer.write([item])
    if item.ref.id not in projects:
        decision = decide(item, Known(), wish)
        raise ContentNotFoundError(decision.sentence, detail={"reason": decision.reason, "title": item.title})
    project_id, slug = projects[item.ref.id]
    return {
        "project_id": project_id,
        "project_slug": slug,
        "url": item.ref.url,
        "title": item.title,
        "already": not writer.tally.imported,
    }


class _List:
    """The works of a channel, playlist or account. Each page is stored, with the cursor behind it, before the next."""

    def __init__(self, running: Running, platform: Platform, caller: MeteredCaller) -> None:
        self._running = running
        self._platform = platform
        self._caller = caller
        self._ref = ref_from_json(running.payload["ref"])
        self._count: Count = running.payload["count"]
        self._source = ContentSource.objects.filter(pk=running.payload.get("source_id", 0)).first()
        self._slim = False  # details cannot be had for now; works come in with what the list tells

    def run(self) -> dict[str, Any]:
        try:
            if not self._running.payload.get("listed"):
                self._read()
        except VitrineError as error:
            if self._source:
                catalog.report_source(self._source, STATE_OF.get(error.verdict, SourceState.OK), error.sentence)
            raise
        if self._source is None:
            raise ContentNotFoundError
        note = self._running.payload.get("note", "")
        catalog.report_source(self._source, SourceState.OK, note, clock.now())
        return {
            "source_id": self._source.pk,
            "title": self._source.display_name,
            "url": self._source.url,
            "note": note,
        }

    def _read(self) -> None:
        self._running.report(stage="list", message="Reading the list", force=True)
        writer: Writer | None = None
        for page in self._pages():
            if page.summary:
                writer = self._begin(page.summary)
            assert writer, "the first page carries the summary"  # noqa: S101 - what every platform's listing promises
            self._store(page, writer)
            self._caller.flush()
        with transaction.atomic():  # whatever happens from here on, the list is not read again
            self._running.remember(listed=True)
            self._running.fence()

    def _pages(self) -> Iterator[Listing]:
        limit = None if self._count == "all" else self._count
        return self._platform.listing(
            self._caller, self._ref, limit=limit, cursor=self._running.payload.get("cursor", "")
        )

    def _begin(self, summary: Summary) -> Writer:
        """Now its name and size are known."""
        self._source = catalog.ensure_source(
            self._running.job.owner_id or 0,
            summary.ref.platform,
            summary.ref.kind,
            summary.ref.id,
            url=summary.ref.url,
            name=summary.title,
            metadata={"count": summary.count, **summary.facts},
        )
        if summary.picture:
            adopt_face(self._source.user_id, summary.picture.url)
        asked = summary.count if self._count == "all" else min(self._count, summary.count or self._count)
        self._running.remember(source_id=self._source.pk, note=summary.note, title=summary.title)
        self._running.report(stage="write", message=summary.title, total=asked or 0, force=True)
        return Writer(self._running, self._source, Wish(account=self._caller.account_id))

    def _store(self, page: Listing, writer: Writer) -> None:
        """Write a page: at once, or a few works at a time where each is fetched by itself. Those of them that were
        written before a worker was killed are not written, and not counted, again."""
        stored: list[str] = self._running.payload.get("stored", [])
        left = [item for item in page.items if item.ref.id not in stored]
        while isinstance(self._platform, InDetail) and len(left) > DETAIL_BATCH:
            batch, left = left[:DETAIL_BATCH], left[DETAIL_BATCH:]
            stored = [*stored, *(item.ref.id for item in batch)]
            writer.write(self._in_full(batch, writer), stored=stored)
        writer.write(self._in_full(left, writer), page.broken, stored=[], cursor=page.cursor)

    def _in_full(self, items: Sequence[RemoteItem], writer: Writer) -> Sequence[RemoteItem]:
        """What a list tells only in part is fetched by itself, unless we hold it already or may not ask now."""
        if not isinstance(self._platform, InDetail) or self._slim:
            return items
        wanted = writer.wanting_detail(items)
        self._running.checkpoint()
        fetched = dict(zip(wanted, self._platform.fetch_many(self._caller, wanted), strict=True))
        return [self._chosen(item, fetched.get(item.ref, item)) for item in items]

    def _chosen(self, item: RemoteItem, found: RemoteItem | VitrineError) -> RemoteItem:
        """The work in full, or what the list told of it where that could not be had."""
        if isinstance(found, RemoteItem):
            return found
        log.warning("detail_not_had", item=item.ref.id, why=found.log, next="written with what the list tells")
        if found.verdict is Verdict.WAITING and not self._slim:
            self._slim = True
            self._running.remember(note=f"{found.sentence} Until then some works show only what the list tells.")
        return item
