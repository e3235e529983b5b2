"""Importing, end to end in one process: request → job → fetch → decide → write, against the sandbox over HTTP."""

from collections import Counter

import pytest
from pytest_django import Settings

from sandbox import cast
from tests.support.pipeline import Importer, run_again
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.catalog import actions as catalog
from vitrine.catalog.models import ContentSource, Project, ProjectTerm, SourceItem
from vitrine.lib.errors import (
    ImportDuplicateError,
    ImportInProgressError,
    InvalidURLError,
    RateLimitError,
    UnknownPlatformError,
    ValidationFailedError,
)
from vitrine.portfolio.models import PointsEntry
from vitrine.quota.models import ApiCall, Bucket
from vitrine.sync.actions import look, request_import

pytestmark = pytest.mark.django_db(transaction=True)

CHANNEL = "https://www.youtube.com/@hallowaybench"


def slugs(user: User) -> list[str]:
    return list(Project.objects.filter(user=user).order_by("id").values_list("slug", flat=True))


# --- a channel --------------------------------------------------------------------------------------------------
def test_a_channel_of_184_becomes_184_projects_for_nine_units(alice: User, importing: Importer, world: Sandbox) -> None:
    job = importing(alice, CHANNEL)
    assert (job.state, job.error_sentence) == ("completed", "")
    assert job.counts["imported"] == 184
    assert Project.objects.filter(user=alice).count() == 184
    assert world.usage()["pool"] == 1 + 2 * 4
    alice.refresh_from_db()
    assert alice.work_counts == {"video": 184}
    assert alice.points == 184 * 50


def test_our_ledger_agrees_with_what_upstream_charged(alice: User, importing: Importer, world: Sandbox) -> None:
    importing(alice, CHANNEL)
    pool = Bucket.objects.get(name="youtube.pool")
    assert (pool.used, pool.reserved) == (world.usage()["pool"], 0)
    charged = ApiCall.objects.filter(quota_cost__gt=0)
    assert sum(call.quota_cost for call in charged) == pool.used
    assert {(call.user_id, call.purpose) for call in charged} == {(alice.pk, "import")}


def test_importing_again_writes_nothing_twice(alice: User, importing: Importer) -> None:
    importing(alice, CHANNEL)
    before = set(Project.objects.values_list("id", "slug", "updated_at"))
    again = importing(alice, CHANNEL)
    assert (again.counts["imported"], again.counts["already"]) == (0, 184)
    assert set(Project.objects.values_list("id", "slug", "updated_at")) == before
    assert PointsEntry.objects.count() == 184


def test_ten_are_the_newest_ten_and_the_rest_catches_up(alice: User, importing: Importer, world: Sandbox) -> None:
    first = importing(alice, CHANNEL, count=10)
    assert (first.counts["imported"], first.total) == (10, 10)
    assert world.usage()["pool"] == 1 + 2
    ten = list(Project.objects.order_by("-published_at").values_list("external_id", flat=True))
    rest = importing(alice, CHANNEL)
    assert (rest.counts["imported"], rest.counts["already"]) == (174, 10)
    assert list(Project.objects.order_by("-published_at").values_list("external_id", flat=True))[:10] == ten


def test_labels_are_put_on_once_and_no_name_is_stored_twice(alice: User, importing: Importer) -> None:
    importing(alice, CHANNEL)
    rows = ProjectTerm.objects.values_list("project_id", "term__kind", "term__slug")
    assert len(rows) > 184
    assert max(Counter(rows).values()) == 1


def test_an_empty_channel_is_a_finding_and_no_error(alice: User, importing: Importer) -> None:
    job = importing(alice, "https://www.youtube.com/@emptychannel")
    assert (job.state, job.counts.get("imported", 0)) == ("completed", 0)
    assert ContentSource.objects.get(user=alice).display_name == "Nothing Yet"


@pytest.mark.parametrize(("playlist", "count"), [(cast.EMPTY_PLAYLIST, 0), (cast.DOZEN_PLAYLIST, 12)])
def test_playlists_small_and_empty(alice: User, importing: Importer, playlist: str, count: int) -> None:
    job = importing(alice, f"https://www.youtube.com/playlist?list={playlist}")
    assert (job.state, job.counts.get("done", 0)) == ("completed", count)


# --- each thing that can be the matter with a video -------------------------------------------------------------
def test_a_channel_of_special_cases_gives_each_its_own_reason(alice: User, importing: Importer) -> None:
    job = importing(alice, "https://www.youtube.com/@specimens")
    assert job.state == "completed"
    ledger = {item.external_id: (item.state, item.reason) for item in SourceItem.objects.all()}
    assert ledger[cast.UPCOMING_VIDEO] == ("skipped", "upcoming")
    assert ledger[cast.LIVE_VIDEO] == ("imported", "live")
    assert ledger[cast.AGE_RESTRICTED_VIDEO] == ("imported", "age_restricted")
    assert ledger[cast.HOSTILE_VIDEO] == ("imported", "")
    assert job.counts["done"] == len(ledger)


@pytest.mark.parametrize("video", [cast.PRIVATE_VIDEO, cast.DELETED_VIDEO, cast.UNKNOWN_VIDEO])
def test_a_video_that_is_not_there_says_so_and_leaves_a_line(alice: User, importing: Importer, video: str) -> None:
    job = importing(alice, f"https://youtu.be/{video}")
    assert (job.state, job.error_code, job.error_verdict) == ("failed", "CONTENT_NOT_FOUND", "permanent")
    item = SourceItem.objects.get(external_id=video)
    assert item.sentence == job.error_sentence
    assert not Project.objects.exists()


def test_a_live_video_becomes_an_update_when_it_ends(alice: User, importing: Importer, world: Sandbox) -> None:
    importing(alice, "https://www.youtube.com/@specimens")
    world.world("edit_video", id=cast.LIVE_VIDEO, live="none", seconds=3600)
    importing(alice, "https://www.youtube.com/@specimens")
    assert Project.objects.get(external_id=cast.LIVE_VIDEO).availability == "available"


def test_a_video_gone_private_is_marked_and_stays(alice: User, importing: Importer, world: Sandbox) -> None:
    importing(alice, CHANNEL, count=10)
    newest = Project.objects.order_by("-published_at").first()
    assert newest
    world.world("edit_video", id=newest.external_id, privacy="private", lingers=True)
    importing(alice, CHANNEL, count=10)
    newest.refresh_from_db()
    assert newest.availability == "private"
    assert SourceItem.objects.get(external_id=newest.external_id).state == "removed"


# --- one work, once ---------------------------------------------------------------------------------------------
def test_one_video_once_however_it_is_written(alice: User, importing: Importer) -> None:
    job = importing(alice, f"https://youtu.be/{cast.PLAIN_VIDEO}")
    project = Project.objects.get(user=alice)
    assert job.result["project_id"] == project.pk
    assert project.external_url == f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}"
    with pytest.raises(ImportDuplicateError) as refused:
        request_import(alice, f"https://www.youtube.com/shorts/{cast.PLAIN_VIDEO}")
    assert refused.value.detail["id"] == project.pk


def test_the_same_video_on_two_pages_is_two_projects(alice: User, charlie: User, importing: Importer) -> None:
    importing(alice, f"https://youtu.be/{cast.PLAIN_VIDEO}")
    importing(charlie, f"https://youtu.be/{cast.PLAIN_VIDEO}")
    assert Project.objects.count() == 2


def test_an_import_under_way_answers_with_its_job(alice: User, world: Sandbox) -> None:
    first = request_import(alice, CHANNEL)
    with pytest.raises(ImportInProgressError) as refused:
        request_import(alice, "youtube.com/@HallowayBench/videos")
    assert refused.value.detail["job_id"] == str(first.job.pk)


def test_privacy_and_showcase_are_as_asked(alice: User, importing: Importer) -> None:
    importing(alice, f"https://youtu.be/{cast.PLAIN_VIDEO}", is_private=True, is_showcase=True)
    project = Project.objects.get()
    assert (project.is_private, project.is_showcase) == (True, True)
    alice.refresh_from_db()
    assert alice.work_counts == {}


# --- what the owner did is respected ----------------------------------------------------------------------------
def test_what_the_owner_wrote_survives_a_new_import(alice: User, importing: Importer, world: Sandbox) -> None:
    importing(alice, CHANNEL, count=10)
    project = Project.objects.order_by("-published_at").first()
    assert project
    catalog.edit_project(project, {"title": "My own words", "description": "And mine here."})
    world.world("edit_video", id=project.external_id, title="Theirs", description="Theirs too", tags=["Blender"])
    again = importing(alice, CHANNEL, count=10)
    assert again.counts["updated"] == 1
    project = Project.objects.select_related("body").get(pk=project.pk)
    assert (project.title, project.body.description) == ("My own words", "And mine here.")
    assert project.body.upstream["title"] == "Theirs"
    catalog.revert_field(project, "title")
    project.refresh_from_db()
    assert (project.title, project.edited_fields) == ("Theirs", ["description"])


def test_what_the_owner_deleted_stays_away_until_pasted(alice: User, importing: Importer) -> None:
    """Whichever list it stands in, and each list's ledger says so."""
    uploads = f"https://www.youtube.com/playlist?list={cast.HALLOWAY_BENCH.uploads_id}"
    importing(alice, CHANNEL, count=10)
    importing(alice, uploads, count=10)
    project = Project.objects.order_by("-published_at").first()
    assert project
    catalog.delete_project(project)
    lines = SourceItem.objects.filter(external_id=project.external_id)
    assert [(one.state, one.sentence, one.project) for one in lines] == [("hidden", "You deleted it here.", None)] * 2
    for address in (CHANNEL, uploads):
        again = importing(alice, address, count=10)
        assert (again.counts["imported"], again.counts["already"], again.counts["skipped"]) == (0, 9, 1)
    assert not Project.objects.filter(external_id=project.external_id).exists()
    importing(alice, project.external_url)
    assert Project.objects.filter(external_id=project.external_id).exists()
    importing(alice, CHANNEL, count=10)
    assert sorted(one.state for one in lines.all()) == ["hidden", "imported", "imported"]


def test_the_ledger_is_put_right_when_a_work_came_in_by_another_way(alice: User, importing: Importer) -> None:
    importing(alice, CHANNEL, count=10)
    line = SourceItem.objects.order_by("id").first()
    assert line
    SourceItem.objects.filter(pk=line.pk).update(state="failed", reason="upstream_unavailable", sentence="It broke.")
    importing(alice, CHANNEL, count=10)
    line.refresh_from_db()
    assert (line.state, line.reason, line.sentence) == ("imported", "", "")


# --- repositories -----------------------------------------------------------------------------------------------
def test_repositories_of_an_account_come_in_full(alice: User, importing: Importer) -> None:
    job = importing(alice, "https://github.com/hallowaybench")
    assert (job.state, job.error_sentence) == ("completed", "")
    assert job.counts["imported"] == 23
    kerf = Project.objects.select_related("body").get(user=alice, slug="kerf")
    assert len(kerf.card["weeks"]) == 52
    assert "<h" in kerf.body.html
    again = importing(alice, "https://github.com/hallowaybench")
    assert (again.counts["imported"], again.counts["already"]) == (0, 23)


def test_a_repository_in_another_spelling_is_recognised(alice: User, importing: Importer) -> None:
    importing(alice, "https://github.com/hallowaybench/kerf")
    with pytest.raises(ImportDuplicateError):
        request_import(alice, "git@github.com:HallowayBench/Kerf.git")


# --- asking -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InvalidURLError),
        ("   ", InvalidURLError),
        ("not an address at all", InvalidURLError),
        ("x" * 100_000, InvalidURLError),
        ("https://notyoutube.com/watch?v=dQw4w9WgXcQ", UnknownPlatformError),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", UnknownPlatformError),
        ("https://user:secret@youtube.com/watch?v=dQw4w9WgXcQ", InvalidURLError),
        ("https://www.youtube.com/playlist?list=WL", InvalidURLError),
    ],
)
def test_what_is_no_address_of_ours_is_refused_before_anything_happens(
    alice: User, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        request_import(alice, text)
    assert not alice.jobs.exists()


def test_an_odd_count_is_refused(alice: User) -> None:
    with pytest.raises(ValidationFailedError):
        request_import(alice, CHANNEL, count=11)


def test_the_hourly_limit_counts_rows_and_says_when_the_next_may_come(alice: User, settings: Settings) -> None:
    settings.LIMITS = {"youtube.list": 2}
    request_import(alice, "@slowkiln")
    request_import(alice, "@plotline")
    with pytest.raises(RateLimitError) as refused:
        request_import(alice, "@lowdarksky")
    oldest = alice.jobs.order_by("created_at").first()
    assert oldest
    assert refused.value.until
    assert (refused.value.until - oldest.created_at).total_seconds() == 3600


def test_looking_at_a_channel_says_what_each_choice_takes(world: Sandbox, alice: User) -> None:
    found = look(alice, "youtube.com/@hallowaybench")
    assert (found.summary.title, found.summary.count) == ("Halloway Bench", 184)
    assert [(one.count, one.units) for one in found.options] == [(10, 3), (50, 3), ("all", 9)]
    assert world.usage()["pool"] == 1


# --- without a key ----------------------------------------------------------------------------------------------
def test_without_a_key_the_feed_gives_fifteen_and_says_what_a_key_adds(
    alice: User, importing: Importer, world: Sandbox, keyless: None
) -> None:
    job = importing(alice, CHANNEL)
    assert (job.state, job.counts["imported"]) == ("completed", 15)
    assert "15" in job.result["note"]
    assert "YOUTUBE_API_KEY" in job.result["note"]
    assert world.usage()["pool"] == 0


def test_a_key_later_completes_what_the_feed_began(
    alice: User, importing: Importer, world: Sandbox, settings: Settings
) -> None:
    keys, settings.PLATFORM_KEYS = settings.PLATFORM_KEYS, {}
    importing(alice, CHANNEL)
    settings.PLATFORM_KEYS = keys
    job = importing(alice, CHANNEL)
    assert (job.counts["imported"], job.counts["updated"]) == (169, 15)
    assert not Project.objects.filter(duration=None).exists()


# --- going on after trouble -------------------------------------------------------------------------------------
def test_trouble_on_the_third_page_keeps_the_first_two_and_goes_on_from_there(
    alice: User, importing: Importer, world: Sandbox
) -> None:
    world.fault("status", host="www.googleapis.com", path="playlistItems", status=503, skip=2)
    job = importing(alice, CHANNEL)
    assert (job.state, job.error_code) == ("pending", "UPSTREAM_UNAVAILABLE")
    stored = Project.objects.count()
    assert stored == job.counts["done"] >= 50
    world.clear_faults()
    used = world.usage()["pool"]
    job = run_again(job)
    assert (job.state, job.counts["imported"], job.counts["already"]) == ("completed", 184, 0)
    assert world.usage()["pool"] - used <= 1 + 2 * 3


def test_a_quota_used_up_half_way_waits_for_the_reset_and_keeps_what_came(
    alice: User, importing: Importer, world: Sandbox
) -> None:
    world.quota("pool", 10_000 - 5)
    job = importing(alice, CHANNEL)
    assert (job.state, job.error_code, job.error_verdict) == ("pending", "QUOTA_EXCEEDED", "waiting")
    assert job.run_after > job.created_at
    assert Project.objects.count() == job.counts["done"] > 0
    assert ContentSource.objects.get().state == "waiting"
    assert Bucket.objects.get(name="youtube.pool").closed
    world.quota("pool", 0)
    Bucket.objects.all().delete()
    job = run_again(job)
    assert (job.state, job.counts["imported"]) == ("completed", 184)
