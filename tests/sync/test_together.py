"""Several importing the same works at one moment: nothing doubled, nobody harmed, the constraint named in the log."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from tests.support.pipeline import Importer
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import Project, SourceItem
from vitrine.catalog.types import Draft, Entry, ItemState
from vitrine.lib import clock
from vitrine.portfolio.models import PointsEntry
from vitrine.sync.actions import request_import, run_import
from vitrine.work import actions as work

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*things: Callable[[], object]) -> None:
    def run(thing: Callable[[], object]) -> None:
        try:
            thing()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(thing,)) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_lists_that_share_their_works_are_imported_at_once(alice: User, world: Sandbox) -> None:
    """A channel, and the same channel's uploads as a playlist: every video is in both."""
    channel = request_import(alice, "https://www.youtube.com/@plotline").job
    found = "https://www.youtube.com/playlist?list=UU" + "XG8150k4DWu3TVwygyfFpw"
    playlist = request_import(alice, found).job
    at_once(
        lambda: work.run(channel.pk, run_import),
        lambda: work.run(playlist.pk, run_import),
    )
    channel.refresh_from_db()
    playlist.refresh_from_db()
    assert (channel.state, playlist.state) == ("completed", "completed")
    assert Project.objects.count() == 88
    assert PointsEntry.objects.count() == 88
    assert SourceItem.objects.count() == 2 * 88
    assert channel.counts["imported"] + playlist.counts["imported"] == 88
    assert channel.counts["done"] == playlist.counts["done"] == 88


def test_the_same_job_run_by_two_workers_is_done_by_one(alice: User, world: Sandbox) -> None:
    job = request_import(alice, "https://www.youtube.com/@plotline").job
    at_once(*(lambda: work.run(job.pk, run_import) for _ in range(4)))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.counts["imported"]) == ("completed", 1, 88)
    assert Project.objects.count() == 88


def draft(number: int, *, slug: str) -> Entry:
    url = f"https://www.youtube.com/watch?v={number:011d}"
    return Entry(
        external_id=str(number),
        title="A work",
        url=url,
        state=ItemState.IMPORTED,
        write="new",
        draft=Draft(
            external_id=str(number), external_url=url, platform="youtube", type="video", title="A work", slug=slug
        ),
    )


def test_a_violated_constraint_is_logged_by_name_and_undoes_the_whole_page(
    alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    source = catalog.pasted_source(alice.pk, "youtube")
    page = [draft(1, slug="a-work"), draft(2, slug="a-work")]
    with pytest.raises(IntegrityError):
        catalog.apply(source, page, at=clock.now(), book=catalog.TermBook(), with_it=lambda _: None)
    assert Project.objects.count() == SourceItem.objects.count() == 0
    said = caplog.text
    assert "constraint_violated" in said
    assert "project_slug_a_user" in said or "catalog_project.slug" in said


def test_works_of_the_same_title_get_names_of_their_own_that_stay(
    alice: User, importing: Importer, world: Sandbox
) -> None:
    for _ in range(3):
        world.world("add_video", channel="@plotline", title="Same again")
    importing(alice, "https://www.youtube.com/@plotline", count=10)
    first = dict(Project.objects.filter(title="Same again").values_list("external_id", "slug"))
    assert len(set(first.values())) == 3
    importing(alice, "https://www.youtube.com/@plotline")
    assert dict(Project.objects.filter(title="Same again").values_list("external_id", "slug")) == first
