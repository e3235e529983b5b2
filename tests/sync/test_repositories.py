"""Repositories on the way from GitHub to a project: what a page is made of, and what a partial answer leaves alone."""

import time
from threading import Thread

import pytest
from pytest_django import DjangoAssertNumQueries

from sandbox.github import cast
from tests.support.caller import PlainCaller
from tests.support.pipeline import Importer, run_again
from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.catalog import actions as catalog
from vitrine.catalog.actions.apply import TermBook, apply
from vitrine.catalog.models import Project, SourceItem
from vitrine.catalog.types import Entry, ItemState
from vitrine.lib import clock
from vitrine.lib.http import door
from vitrine.platforms.github.platform import platform as github
from vitrine.platforms.github.urls import user_ref
from vitrine.platforms.types import RemoteItem
from vitrine.sync import drafting
from vitrine.sync.actions import request_import, run_import
from vitrine.work import actions as work

pytestmark = pytest.mark.django_db(transaction=True)


def imported(user: User, importing: Importer, full_name: str) -> Project:
    job = importing(user, f"https://github.com/{full_name}")
    assert (job.state, job.error_sentence) == ("completed", "")
    return Project.objects.select_related("body", "source").get(user=user)


ACCOUNT = "https://github.com/hallowaybench"


def test_an_account_that_is_known_is_read_by_few_questions(
    alice: User, importing: Importer, world: Sandbox, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """None for each work, neither of the database nor of GitHub; nor for what its owner took away."""
    importing(alice, ACCOUNT)
    catalog.delete_project(Project.objects.get(user=alice, slug="kerf"))
    asked = len(world.log())
    with django_assert_max_num_queries(75):  # 23 works in batches of six
        again = importing(alice, ACCOUNT)
    assert (again.counts["already"], again.counts["skipped"]) == (22, 1)
    assert len(world.log()) - asked <= 2  # the account and its list


def test_a_worker_that_stops_amid_a_page_leaves_every_work_counted_once(
    alice: User, world: Sandbox, importing: Importer
) -> None:
    world.fault("stall", host="api.github.com", path="/readme$", seconds=0.3)
    job = request_import(alice, ACCOUNT).job
    worker = Thread(target=work.run, args=(job.pk, run_import))
    worker.start()
    while not Project.objects.filter(user=alice).exists():
        time.sleep(0.02)
    work.stop_running("shutdown")
    worker.join()
    job.refresh_from_db()
    assert job.state == "pending"
    assert 0 < job.counts["imported"] < 23
    world.clear_faults()
    done = run_again(job)
    assert done.state == "completed"
    assert (done.counts["imported"], done.counts["already"], done.progress, done.total) == (23, 0, 23, 23)


def test_a_work_that_cannot_be_stored_is_set_apart_with_its_reason(
    alice: User, world: Sandbox, importing: Importer
) -> None:
    """A repository takes the address of one that was deleted, and whose project is still there."""
    importing(alice, ACCOUNT)
    other = Project.objects.get(user=alice, slug="cutlist")
    world.world("github.delete", repo=cast.KERF.full_name)
    world.world("github.rename", repo="hallowaybench/cutlist", name="kerf")
    again = importing(alice, ACCOUNT)
    assert again.state == "completed"
    assert (again.counts["failed"], again.counts["already"], again.counts["done"]) == (1, 21, 22)
    line = SourceItem.objects.get(external_id=other.external_id)
    assert (line.state, line.reason) == ("failed", "internal")
    assert line.sentence.startswith("This one could not be stored.")


def as_the_list_tells(project: cast.Project) -> RemoteItem:
    (page,) = github.listing(PlainCaller(door(), api_key="sandbox-token"), user_ref(cast.HALLOWAYBENCH))
    return next(item for item in page.items if item.ref.id == str(project.id))


def test_a_readme_that_is_no_markdown_is_shown_as_it_stands(alice: User, importing: Importer) -> None:
    project = imported(alice, importing, cast.README_RST.full_name)
    assert project.body.html.startswith('<pre tabindex="0">')
    assert "====" in project.body.html


def test_a_readme_too_long_to_show_leaves_a_note(alice: User, importing: Importer) -> None:
    project = imported(alice, importing, cast.HUGE_README.full_name)
    assert project.body.html == ""
    assert "too long to show here" in project.body.blocks[0]["note"]


def test_what_a_list_does_not_tell_stays_as_it_was(alice: User, world: Sandbox, importing: Importer) -> None:
    project = imported(alice, importing, cast.KERF.full_name)
    facts, card, html = project.body.facts, project.card, project.body.html
    slim = as_the_list_tells(cast.KERF)
    draft = drafting.draft(slim, slug=project.slug, fingerprint="~")
    entry = Entry(
        external_id=slim.ref.id,
        title=slim.title,
        url=slim.ref.url,
        state=ItemState.IMPORTED,
        write="update",
        draft=draft,
        project_id=project.pk,
    )
    assert project.source is not None
    apply(project.source, [entry], at=clock.now(), book=TermBook(), with_it=lambda _: None)
    project = Project.objects.select_related("body").get(pk=project.pk)
    assert project.fingerprint == "~"
    told_by_both = {name for name in facts if name != "counters"}
    assert {name: project.body.facts[name] for name in told_by_both} == {name: facts[name] for name in told_by_both}
    assert (project.card, project.body.html) == (card, html)
