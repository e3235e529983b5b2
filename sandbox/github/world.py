"""Who is on this GitHub, and what they keep there.

People and organisations are written down in `people/*.toml`, their READMEs in `readmes/OWNER/REPO.md`; the big
organisation is made up by `generate`. All dates are written as of `WRITTEN` and move with the day the
world was born, so that "pushed yesterday" stays true.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WRITTEN = date(2026, 11, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A person or an organisation. `id` never changes, `login` is compared without case."""

    id: int
    login: str
    name: str
    type: str = "User"
    bio: str = ""
    company: str = ""
    blog: str = ""
    location: str = ""
    twitter: str = ""
    email: str = ""
    followers: int = 0
    following: int = 0
    created_at: datetime
    updated_at: datetime

    @property
    def is_organization(self) -> bool:
        return self.type == "Organization"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    tag: str
    name: str
    published_at: datetime
    body: str = ""
    prerelease: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repo:
    """A repository as its owner left it. Languages in bytes, `size` in kB.

    `shape` is the year of commits: 52 numbers, oldest week first, or the name of a shape (`history.SHAPES`).
    `readme` is the path of the README in the repository, empty for none; `text` names where its text comes from
    (a file below `readmes/`, or a maker in `oddities`), empty for one made up from the description; `markdown` is set
    by an edit and wins.
    `blocked` is empty, `dmca` or `tos`. `formerly` lists the full names that lead here now.
    """

    id: int
    owner: Owner
    name: str
    description: str = ""
    homepage: str = ""
    topics: tuple[str, ...] = ()
    license: str = ""
    languages: Mapping[str, int] = field(default_factory=dict)
    stars: int = 0
    forks: int = 0
    watching: int = 0
    issues: int = 0
    created_at: datetime
    pushed_at: datetime
    updated_at: datetime
    commits: int = 0
    shape: str | tuple[int, ...] = "steady"
    kind: str = "library"
    branch: str = "main"
    head: str = ""
    private: bool = False
    archived: bool = False
    template: bool = False
    disabled: bool = False
    blocked: str = ""
    parent: str = ""
    readme: str = "README.md"
    text: str = ""
    markdown: str = ""
    size: int = 0
    releases: tuple[Release, ...] = ()
    formerly: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    submodules: Mapping[str, str] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()
    picture: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    @property
    def empty(self) -> bool:
        return self.commits == 0

    @property
    def language(self) -> str | None:
        return max(self.languages, key=lambda name: self.languages[name], default=None)


@dataclass(frozen=True, slots=True)
class Moved:
    """The name is no longer in use; the repository with this id had it."""

    id: int


class World:
    """All owners and repositories for one seed, as they are when the world is born. Read on first use, then kept."""

    def __init__(self, *, seed: int, born: datetime) -> None:
        self.seed = seed
        self.born = born
        self.shift = timedelta(days=(born.astimezone(UTC).date() - WRITTEN).days)

    def owner(self, login: str) -> Owner | None:
        return self._owners.get(login.lower())

    def owner_by_id(self, number: int) -> Owner | None:
        return next((owner for owner in self._owners.values() if owner.id == number), None)

    def repos(self, owner: Owner) -> tuple[Repo, ...]:
        return self._repos_of.get(owner.id, ())

    def repo(self, full_name: str) -> Repo | Moved | None:
        """The repository of this name in any case. A name in use wins over one that was given up."""
        key = full_name.lower()
        return self._by_name.get(key) or self._moved.get(key)

    def repo_by_id(self, number: int) -> Repo | None:
        return self._by_id.get(number)

    def __iter__(self) -> Iterator[Repo]:
        return iter(self._by_id.values())

    @cached_property
    def _pages(self) -> list[tuple[Owner, tuple[Repo, ...]]]:
        from . import generate

        written = [self._page(tomllib.loads(path.read_text("utf-8"))) for path in sorted(HERE.glob("people/*.toml"))]
        return [page for pages in written for page in pages] + [generate.organization(self)]

    def _page(self, text: Mapping[str, Any]) -> list[tuple[Owner, tuple[Repo, ...]]]:
        pages = []
        for entry in text["owner"]:
            rows = entry.pop("repo", [])
            owner = self._owner(entry)
            pages.append((owner, tuple(self._repo(owner, row) for row in rows)))
        return pages

    def _owner(self, row: dict[str, Any]) -> Owner:
        created, updated = self.moment(row.pop("created")), self.moment(row.pop("updated", WRITTEN))
        return Owner(**row, created_at=created, updated_at=min(updated, self.born))

    def _repo(self, owner: Owner, row: dict[str, Any]) -> Repo:
        created, pushed = self.moment(row.pop("created")), min(self.moment(row.pop("pushed")), self.born)
        updated = min(self.moment(row.pop("updated", WRITTEN)), self.born)
        releases = tuple(self._release(release) for release in row.pop("release", ()))
        shape = row.pop("shape", "steady")
        for name in ("topics", "formerly", "helpers"):
            row[name] = tuple(row.get(name, ()))
        row.setdefault("text", self._written_readme(owner, row["name"]))
        row.setdefault("size", sum(row.get("languages", {}).values()) // 400)
        return Repo(
            **row,
            owner=owner,
            created_at=created,
            pushed_at=pushed,
            updated_at=max(updated, pushed),
            releases=releases,
            shape=shape if isinstance(shape, str) else tuple(shape),
        )

    def _release(self, row: dict[str, Any]) -> Release:
        published = self.moment(row.pop("date"))
        return Release(**{"name": row["tag"]} | row, published_at=published)

    @staticmethod
    def _written_readme(owner: Owner, name: str) -> str:
        path = f"{owner.login}/{name}.md"
        return path if (HERE / "readmes" / path).is_file() else ""

    def moment(self, written: datetime | date) -> datetime:
        """A date as written down, moved to this world's day, in UTC."""
        if not isinstance(written, datetime):
            written = datetime.combine(written, time(9))
        return written.replace(tzinfo=UTC) + self.shift

    @cached_property
    def _owners(self) -> dict[str, Owner]:
        return {owner.login.lower(): owner for owner, _ in self._pages}

    @cached_property
    def _repos_of(self) -> dict[int, tuple[Repo, ...]]:
        return {owner.id: repos for owner, repos in self._pages}

    @cached_property
    def _by_id(self) -> dict[int, Repo]:
        return {repo.id: repo for _, repos in self._pages for repo in repos}

    @cached_property
    def _by_name(self) -> dict[str, Repo]:
        return {repo.full_name.lower(): repo for repo in self._by_id.values()}

    @cached_property
    def _moved(self) -> dict[str, Moved]:
        return {old.lower(): Moved(repo.id) for repo in self._by_id.values() for old in repo.formerly}

    def put(self, repo: Repo, fresh: Repo | None) -> None:
        """Let `fresh` stand where `repo` stood, or nothing."""
        self._by_name.pop(repo.full_name.lower())
        self._moved.update({old.lower(): Moved(repo.id) for old in (fresh.formerly if fresh else ())})
        kept = [fresh if one.id == repo.id else one for one in self._repos_of[repo.owner.id]]
        self._repos_of[repo.owner.id] = tuple(one for one in kept if one)
        if fresh:
            self._by_id[repo.id] = self._by_name[fresh.full_name.lower()] = fresh
        else:
            del self._by_id[repo.id]
