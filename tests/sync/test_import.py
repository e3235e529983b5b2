"""Importing, end to end in one process: request → job → fetch → decide → write, against the sandbox over HTTP."""

import pytest

from sandbox import cast
from tests.support.pipeline import Importer
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.catalog.models import Project
from vitrine.lib.errors import ImportDuplicateError
from vitrine.sync.actions import request_import

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_channel_of_184_becomes_184_projects_for_nine_units(alice: User, importing: Importer, world: Sandbox) -> None:
    job = importing(alice, "https://www.youtube.com/@hallowaybench")
    assert (job.state, job.error_sentence) == ("completed", "")
    assert job.counts["imported"] == 184
    assert Project.objects.filter(user=alice).count() == 184
    assert world.usage()["pool"] == 1 + 2 * 4
    alice.refresh_from_db()
    assert alice.work_counts == {"video": 184}
    assert alice.points == 184 * 50


def test_repositories_of_an_account_come_in_full(alice: User, importing: Importer, world: Sandbox) -> None:
    job = importing(alice, "https://github.com/hallowaybench")
    assert (job.state, job.error_sentence) == ("completed", "")
    assert job.counts["imported"] == 23
    kerf = Project.objects.select_related("body").get(user=alice, slug="kerf")
    assert len(kerf.card["weeks"]) == 52
    assert "<h" in kerf.body.html
    again = importing(alice, "https://github.com/hallowaybench")
    assert (again.counts["imported"], again.counts["already"]) == (0, 23)


def test_one_video_once(alice: User, importing: Importer, world: Sandbox) -> None:
    job = importing(alice, f"https://youtu.be/{cast.PLAIN_VIDEO}")
    project = Project.objects.get(user=alice)
    assert job.result["project_id"] == project.pk
    assert project.external_url == f"https://www.youtube.com/watch?v={cast.PLAIN_VIDEO}"
    with pytest.raises(ImportDuplicateError) as refused:
        request_import(alice, f"https://www.youtube.com/shorts/{cast.PLAIN_VIDEO}")
    assert refused.value.detail["project_id"] == project.pk
