"""Projects: lists without loss or repeat, one whole, and what their owner does with them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.api.conftest import Make
from tests.api.program import Program
from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, Term

NEVER = 99_999


# --- lists ------------------------------------------------------------------------------------------------------
def _pages(program: Program, query: str) -> list[list[dict[str, Any]]]:
    pages, cursor = [], ""
    while True:
        said = program.get(f"/projects/?{query}&cursor={cursor}")
        assert said.status == 200
        pages.append(said.body["items"])
        cursor = said.body["next"]
        if cursor is None:
            return pages


@pytest.mark.parametrize("limit", [3, 50, 100])
@pytest.mark.parametrize("sort", ["newest", "views"])
def test_all_of_184_come_once_each_in_order(  # noqa: PLR0917 - a table's columns
    sort: str, limit: int, nobodys: Program, alice: User, make: Make, settings: Settings
) -> None:
    """Many share a moment or a number of views, as works of one day and new works do."""
    settings.LIMITS = {}
    days = [datetime(2026, 11, 1 + number % 9, tzinfo=UTC) for number in range(184)]
    for number, day in enumerate(days):
        make(alice, number, published_at=day, views=number % 5)
    pages = _pages(nobodys, f"user=alice&sort={sort}&limit={limit}")
    items = [item for page in pages for item in page]
    assert len(items) == len({item["id"] for item in items}) == 184
    assert all(len(page) == limit for page in pages[:-1])
    key = "published_at" if sort == "newest" else "view_count"
    assert [(item[key], item["id"]) for item in items] == sorted(
        ((item[key], item["id"]) for item in items), reverse=True
    )


def test_what_comes_in_meanwhile_moves_nothing(nobodys: Program, alice: User, make: Make) -> None:
    made = [make(alice, number) for number in range(5)]
    first = nobodys.get("/projects/?limit=2").body
    make(alice, 50, published_at=datetime(2026, 11, 19, tzinfo=UTC))
    rest = nobodys.get(f"/projects/?limit=10&cursor={first['next']}").body
    assert [item["id"] for item in (*first["items"], *rest["items"])] == [project.pk for project in made]


@pytest.mark.parametrize(
    "cursor", ["x", "n1", "v1-1", "n-1-1", "n99999999999999999999-1", "n1-1'--", "n1-1 ", "n1-\u0661"]
)
def test_a_cursor_that_is_none_of_ours(cursor: str, nobodys: Program) -> None:
    said = nobodys.get(f"/projects/?cursor={cursor}")
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert said.body["error"] == "This link into the list is broken. The list starts at its top."


def test_a_cursor_of_one_order_is_none_of_another(nobodys: Program, alice: User, make: Make) -> None:
    for number in range(3):
        make(alice, number)
    cursor = nobodys.get("/projects/?limit=2").body["next"]
    assert nobodys.get(f"/projects/?limit=2&sort=views&cursor={cursor}").outcome == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("sort=oldest", "sort"),
        ("source=0", "source"),
        ("source=9223372036854775808", "source"),
        ("tool=%00", "tool"),
        (f"q={'x' * 101}", "q"),
    ],
)
def test_what_cannot_be_asked_is_named(query: str, where: str, nobodys: Program) -> None:
    said = nobodys.get(f"/projects/?{query}")
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert [field["where"] for field in said.body["detail"]["fields"]] == [where]


def test_filters_narrow_and_combine(nobodys: Program, alice: User, charlie: User, make: Make) -> None:
    source = ContentSource.objects.create(user=alice, platform="youtube", kind="channel", identifier="UC1")
    plain = make(alice, 0)
    sourced = make(alice, 1, source=source, title="Sawing in the rain")
    repository = make(alice, 2, platform="github", type="github_repo")
    theirs = make(charlie, 3)
    for kind, slug in (("tool", "blender"), ("category", "woodworking"), ("topic", "chairs")):
        term = Term.objects.create(kind=kind, slug=slug, name=slug.title())
        ProjectTerm.objects.create(project=sourced, term=term)

    def found(query: str) -> set[int]:
        return {item["id"] for item in nobodys.get(f"/projects/?{query}").body["items"]}

    assert found("") == {plain.pk, sourced.pk, repository.pk, theirs.pk}
    assert found("user=CHARLIE") == {theirs.pk}
    assert found("user=nobody-here") == set()
    assert found("type=github_repo") == found("platform=github") == {repository.pk}
    assert found(f"source={source.pk}") == {sourced.pk}
    assert found("tool=blender") == found("category=woodworking") == found("topic=chairs") == {sourced.pk}
    assert found("topic=blender") == set()
    assert found("q=in+the+RAIN") == {sourced.pk}
    assert found("user=alice&type=video&tool=blender&q=saw") == {sourced.pk}
    assert found("user=charlie&tool=blender") == set()


def test_a_list_takes_four_statements_however_long(
    nobodys: Program, alice: User, make: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    term = Term.objects.create(kind="tool", slug="blender", name="Blender")
    for number in range(30):
        ProjectTerm.objects.create(project=make(alice, number), term=term)
    with django_assert_num_queries(4):  # ids, works with owners, labels, terms
        assert len(nobodys.get("/projects/?limit=30").body["items"]) == 30


def test_lists_leave_the_content_out(nobodys: Program, alice: User, make: Make) -> None:
    make(alice)
    assert "content" not in nobodys.get("/projects/").body["items"][0]


# --- what others may not see ------------------------------------------------------------------------------------
def test_private_works_are_there_for_their_owner_alone(
    program: Program, strangers: Program, nobodys: Program, alice: User, make: Make
) -> None:
    private = make(alice, is_private=True)
    assert [item["id"] for item in program.get("/projects/?user=alice").body["items"]] == [private.pk]
    assert program.get(f"/projects/{private.pk}/").body["is_private"] is True
    for other in (strangers, nobodys):
        assert other.get("/projects/?user=alice").body["items"] == []
        assert other.get("/projects/").body["items"] == []
        assert other.get(f"/projects/{private.pk}/").outcome == (404, "NOT_FOUND")


def test_works_of_a_private_page_are_private(
    program: Program, strangers: Program, nobodys: Program, alice: User, make: Make
) -> None:
    project = make(alice)
    User.objects.filter(pk=alice.pk).update(is_public=False)
    assert program.get(f"/projects/{project.pk}/").status == 200
    for other in (strangers, nobodys):
        assert other.get("/projects/").body["items"] == []
        assert other.get(f"/projects/{project.pk}/").outcome == (404, "NOT_FOUND")


@pytest.mark.parametrize("number", [0, NEVER, 2**63, 10**30])
def test_a_work_that_is_not_there(number: int, nobodys: Program) -> None:
    assert nobodys.get(f"/projects/{number}/").outcome == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [("PATCH", "", {"title": "Mine now"}), ("DELETE", "", None), ("POST", "revert/", {"field": "title"})],
)
def test_others_works_cannot_be_touched_or_told_from_none(  # noqa: PLR0917 - a table's columns
    method: str, path: str, data: Any, strangers: Program, alice: User, make: Make
) -> None:
    project = make(alice)
    theirs, nowhere = (strangers.send(method, f"/projects/{pk}/{path}", data) for pk in (project.pk, NEVER))
    assert theirs.outcome == nowhere.outcome == (404, "NOT_FOUND")
    assert theirs.body["error"] == nowhere.body["error"]
    assert Project.objects.get().title == "Work 0"


# --- one, whole -------------------------------------------------------------------------------------------------
def test_a_project_is_as_the_contract_has_it(nobodys: Program, alice: User, make: Make, settings: Settings) -> None:
    settings.BASE_URL = "https://vitrine.example"
    project = make(alice, duration=754, upstream_likes=3, availability="deleted", views=12304)
    ProjectBody.objects.filter(project=project).update(
        description="My words",
        blocks=[
            {"type": "cover", "image": "https://i.ytimg.com/vi/0/hqdefault.jpg", "width": 480, "height": 360},
            {
                "type": "video",
                "provider": "youtube",
                "id": "0",
                "embed_url": "https://www.youtube-nocookie.com/embed/0",
            },
            {"type": "text", "text": "Their words"},
        ],
    )
    said = nobodys.get(f"/projects/{project.pk}/").body
    assert said["url"] == "https://vitrine.example/alice/work-0/"
    assert said["featured_image_url"].startswith("https://vitrine.example/picture/p")
    assert said["image_srcset"].split(", ")[0].endswith("/320 320w")
    assert said["image_srcset"].startswith("https://vitrine.example/picture/p")
    assert (said["view_count"], said["like_count"], said["duration"]) == (12304, 3, 754)
    assert said["user"] == {"username": "alice", "name": "alice", "avatar_url": None}
    assert said["sync"] == {"state": "deleted", "reason": "It was deleted upstream.", "last_synced_at": None}
    cover, video, text = said["content"]["blocks"]
    assert cover["image"] == said["featured_image_url"]
    assert video["id"] == "0"
    assert text == {"type": "text", "text": "My words"}


def test_a_number_that_upstream_does_not_tell_is_null(nobodys: Program, alice: User, make: Make) -> None:
    told = {
        "counted": make(alice, 0, views=0),
        "by the feed": make(alice, 1, stats_as_of=None),
        "a repository": make(alice, 2, card={"stars": 4, "untold": ["views"]}),
    }
    views = {name: nobodys.get(f"/projects/{project.pk}/").body["view_count"] for name, project in told.items()}
    assert views == {"counted": 0, "by the feed": None, "a repository": None}


def test_a_readme_comes_as_safe_html_beside_its_source(nobodys: Program, alice: User, make: Make) -> None:
    project = make(alice)
    block = {"type": "readme", "format": "markdown", "markdown": "# Kerf", "name": "README.md", "note": ""}
    ProjectBody.objects.filter(project=project).update(description="", blocks=[block], html="<h1>Kerf</h1>")
    assert nobodys.get(f"/projects/{project.pk}/").body["content"]["blocks"] == [{**block, "html": "<h1>Kerf</h1>"}]


# --- the owner --------------------------------------------------------------------------------------------------
def test_an_owner_edits_and_takes_it_back(program: Program, alice: User, make: Make) -> None:
    path = f"/projects/{make(alice).pk}/"
    said = program.patch(path, {"title": " My own words ", "description": "Mine\u0000!", "is_showcase": True})
    assert said.status == 200
    assert (said.body["title"], said.body["description"]) == ("My own words", "Mine!")
    assert said.body["edited_fields"] == ["description", "title"]
    assert said.body["is_showcase"] is True
    assert program.get(path).body == said.body
    for field, original in (("title", "Work 0"), ("description", "As it was")):
        back = program.post(f"{path}revert/", {"field": field})
        assert back.body[field] == original
    assert back.body["edited_fields"] == []


def test_the_address_of_a_work_cannot_be_edited(program: Program, alice: User, make: Make) -> None:
    path = f"/projects/{make(alice).pk}/"
    said = program.patch(path, {"title": "New", "external_url": "https://evil.example/"})
    assert said.outcome == (422, "VALIDATION_ERROR")
    assert "external_url" in said.body["error"]
    assert said.body["detail"] == {"fields": [{"where": "external_url", "what": "It cannot be set here"}]}
    assert Project.objects.get().title == "Work 0"


@pytest.mark.parametrize(
    "data",
    [
        {"title": ""},
        {"title": "   "},
        {"title": None},
        {"title": "x" * 301},
        {"title": ["x"]},
        {"description": None},
        {"description": "x" * 20_001},
        {"is_private": None},
        {"is_private": "perhaps"},
        {"user": "charlie"},
        {"views": 10},
    ],
)
def test_edits_that_do_not_fit_change_nothing(data: dict[str, Any], program: Program, alice: User, make: Make) -> None:
    path = f"/projects/{make(alice).pk}/"
    before = program.get(path).body
    assert program.patch(path, data).outcome == (422, "VALIDATION_ERROR")
    assert program.get(path).body == before


def test_going_private_takes_it_from_everybody_else_at_once(
    program: Program, nobodys: Program, alice: User, make: Make
) -> None:
    path = f"/projects/{make(alice).pk}/"
    assert nobodys.get(path).status == 200
    program.patch(path, {"is_private": True})
    assert nobodys.get(path).status == 404
    alice.refresh_from_db()
    assert alice.work_counts == {}


@pytest.mark.parametrize("field", ["is_private", "external_url", ""])
def test_only_what_has_an_original_goes_back(field: str, program: Program, alice: User, make: Make) -> None:
    said = program.post(f"/projects/{make(alice).pk}/revert/", {"field": field})
    assert said.outcome == (422, "VALIDATION_ERROR")


def test_a_deleted_work_is_gone(program: Program, alice: User, make: Make) -> None:
    path = f"/projects/{make(alice).pk}/"
    assert program.delete(path).body == {"success": True}
    assert program.get(path).outcome == (404, "NOT_FOUND")
    assert program.delete(path).outcome == (404, "NOT_FOUND")
