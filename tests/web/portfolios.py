"""Pages to look at: people with any number of works, without importing any."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from vitrine.accounts.models import User
from vitrine.catalog.models import ContentSource, Project, ProjectBody, ProjectTerm, Term

NEWEST = datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
CHAPTERS = [
    {"at": 0, "title": "Why no screws"},
    {"at": 102, "title": "Three blanks"},
    {"at": 278, "title": "The angle"},
]
WEEKS = [week % 9 for week in range(52)]


def person(slug: str, name: str = "", **fields: Any) -> User:
    return User.objects.create_user(slug, f"{slug}@example.org", name=name or slug.capitalize(), **fields)


def channel(owner: User, name: str = "Halloway Bench", platform: str = "youtube") -> ContentSource:
    return ContentSource.objects.create(
        user=owner,
        platform=platform,
        kind="channel" if platform == "youtube" else "account",
        identifier=f"{platform}-{name}",
        display_name=name,
        last_synced_at=NEWEST,
    )


def film(owner: User, number: int, source: ContentSource | None = None, **fields: Any) -> Project:
    """A video, not saved; the higher its number the older it is, and the more often it was seen."""
    when = NEWEST - timedelta(days=number)
    told: dict[str, Any] = {
        "platform": "youtube",
        "type": "video",
        "title": f"Film number {number}",
        "slug": f"film-{number}",
        "lead": "A seat hollowed by hand.",
        "image_url": f"https://i.ytimg.com/vi/film{number:07}/maxresdefault.jpg",
        "image_colour": "#637377",
        "duration": 1122,
        "form": "upload",
        "views": 1000 + number * 10,
        "published_at": when,
        "card": {"author": "Halloway Bench"},
    }
    return Project(
        user=owner,
        source=source,
        external_id=f"film{number:07}",
        external_url=f"https://www.youtube.com/watch?v=film{number:07}",
        created_at=when,
        updated_at=when,
        synced_at=NEWEST,
        **{**told, **fields},
    )


def repository(owner: User, name: str, source: ContentSource | None = None, **fields: Any) -> Project:
    told: dict[str, Any] = {
        "title": name,
        "slug": name,
        "lead": "Bend plywood by arithmetic.",
        "published_at": NEWEST - timedelta(days=900),
        "upstream_updated_at": NEWEST - timedelta(days=1),
        "card": {"stars": 1902, "forks": 143, "primary_language": "Python", "weeks": WEEKS},
    }
    return Project(
        user=owner,
        source=source,
        platform="github",
        type="github_repo",
        external_id=name,
        external_url=f"https://github.com/hallowaybench/{name}",
        created_at=NEWEST,
        updated_at=NEWEST,
        **{**told, **fields},
    )


def hang(owner: User, works: Sequence[Project]) -> list[Project]:
    """Save the works, with bodies, and bring the counters of the page up to date."""
    saved = Project.objects.bulk_create(works)
    ProjectBody.objects.bulk_create([body(one) for one in saved])
    owner.work_counts = {}
    for one in saved:
        if not one.is_private:
            owner.work_counts[one.type] = owner.work_counts.get(one.type, 0) + 1
    public = [one for one in saved if not one.is_private]
    owner.view_total = sum(one.views for one in public)
    owner.first_work_at = min((one.published_at for one in public), default=None)
    owner.latest_work_at = max((one.published_at for one in public), default=None)
    owner.save()
    return saved


def body(work: Project) -> ProjectBody:
    if work.type == "github_repo":
        facts = {
            "full_name": f"hallowaybench/{work.title}",
            "languages": {"Python": 7140, "Rust": 1780, "OpenSCAD": 760, "Shell": 150, "Make": 100, "Awk": 70},
            "licence": "MIT",
            "kind": "library",
            "commits": 1847,
            "last_commit": "4f1c9ae0123456789",
            "weeks": WEEKS,
            "structure": [{"name": "src", "type": "dir"}, {"name": "README.md", "type": "file"}],
        }
        html = "<h2>What it knows</h2><p>The <code>spacing</code> of cuts.</p><pre tabindex='0'><code>pip</code></pre>"
        return ProjectBody(project=work, description="Bend plywood by arithmetic.", html=html, facts=facts)
    text = "Three legs cannot wobble.\n\nAt 4:38 comes the question. https://example.org/jig\n\n0:00 Why\n1:42 Blanks"
    player = {"type": "video", "embed_url": f"https://www.youtube-nocookie.com/embed/{work.external_id}"}
    return ProjectBody(project=work, description=text, facts={"chapters": CHAPTERS}, blocks=[player])


def label(work: Project, kind: str, name: str) -> Term:
    term, _ = Term.objects.get_or_create(kind=kind, slug=name.lower().replace(" ", "-"), defaults={"name": name})
    ProjectTerm.objects.create(project=work, term=term)
    return term
