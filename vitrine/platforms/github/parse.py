"""Wire shape → what travels. Pure: no network, no clock.

Shapes after GitHub's OpenAPI description, less what version 2026-03-10 removed. Numbers, texts and moments that are not
what they should be count as not told; a repository without its number or name cannot be read at all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.lib.http import Response
from vitrine.platforms.types import Author, Availability, Json, Picture, Ref, RemoteItem, Summary

from .errors import unreadable
from .kind import Signs, kind_of
from .urls import PLATFORM, REPOSITORY, USER
from .values import entries, mapping, moment, number, web_address, words

TYPE: Final = "github_repo"
NO_WEEKS: Final[tuple[int, ...]] = (0,) * 52
NO_LANGUAGES: Final[Mapping[str, int]] = {}
NO_STRUCTURE: Final[tuple[Json, ...]] = ()
STILL_COUNTING: Final = 202
STRUCTURE: Final = 200  # the most names of the top level that are kept
_NOTHING_TO_COUNT: Final = 204
_LAST_PAGE: Final = re.compile(r'<([^<>]*)>;\s*rel="last"')
_NEXT_PAGE: Final = re.compile(r'<[^<>]*>;\s*rel="next"')
_ENTRY_TYPES: Final = frozenset({"file", "dir", "symlink", "submodule"})
_UNNAMED_LICENCE: Final = {"", "NOASSERTION"}


@dataclass(frozen=True, slots=True)
class Commits:
    """How many there are on the default branch, and the newest of them."""

    count: int
    last_at: str = ""
    last_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What takes a request of its own, beside the repository itself. None: not asked, or not told."""

    languages: Mapping[str, int] | None = None
    blocks: tuple[Json, ...] | None = None
    structure: tuple[Json, ...] | None = None
    commits: Commits | None = None
    weeks: tuple[int, ...] | None = None

    @property
    def unknown(self) -> frozenset[str]:
        """Names for `RemoteItem.unknown`; a single fact is named `facts.…`."""
        told_by = {
            "blocks": self.blocks,
            "facts.languages": self.languages,
            "facts.structure": self.structure,
            "facts.kind": self.structure,
            "facts.kind_because": self.structure,
            "facts.commits": self.commits,
            "facts.last_commit_at": self.commits,
            "facts.last_commit": self.commits,
            "facts.weeks": self.weeks,
        }
        return frozenset(name for name, value in told_by.items() if value is None)


NO_DETAILS: Final = Details()


@dataclass(frozen=True, slots=True)
class Account:
    """A person or an organisation."""

    ref: Ref
    login: str
    name: str
    bio: str
    avatar: str
    repositories: int | None
    is_organisation: bool


# -- a repository ------------------------------------------------------------------------------------------------------


def full_name(repo: Json) -> str:
    """`Owner/Name` in its true spelling. Raises UpstreamUnavailableError without one."""
    name = words(repo.get("full_name"))
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", name, re.ASCII):
        raise unreadable("a repository", f"full_name is {name[:80]!r}")
    return name


def repository_ref(repo: Json) -> Ref:
    """By number, which outlives every renaming."""
    name = full_name(repo)
    own = number(repo.get("id"))
    if own is None:
        raise unreadable(name, "it has no id")
    return Ref(PLATFORM, REPOSITORY, str(own), f"https://github.com/{name}")


def repository(repo: Json, details: Details = NO_DETAILS) -> RemoteItem:
    """A repository with whatever details are at hand. Without any it is what a list tells of it.

    Its date is that of the last push, so that it stands on a page where its maker last worked on it; the day it was
    made is among the facts.
    """
    ref = repository_ref(repo)
    name = full_name(repo)
    topics = _topics(repo.get("topics"))
    return RemoteItem(
        ref=ref,
        type=TYPE,
        title=name.partition("/")[2],
        description=words(repo.get("description")),
        published_at=moment(repo.get("pushed_at"), name) or moment(repo.get("created_at"), name),
        updated_at=moment(repo.get("pushed_at"), name),
        pictures=(_social_picture(name),),
        author=_author(repo.get("owner")),
        counters=_counters(repo),
        availability=Availability.PRIVATE if repo.get("private") is True else Availability.AVAILABLE,
        tags=topics,
        blocks=details.blocks or (),
        facts=_facts(repo, name, topics) | _detailed_facts(name, topics, details),
        unknown=details.unknown,
    )


def repository_summary(repo: Json) -> Summary:
    item = repository(repo)
    return Summary(
        ref=item.ref,
        title=item.title,
        description=item.description,
        picture=item.pictures[0],
        author=item.author,
        newest_at=item.updated_at,
        facts=item.facts,
    )


def _counters(repo: Json) -> dict[str, int]:
    """`watchers_count` is a second name for stars; who really watches is in `subscribers_count`, which lists lack."""
    fields = {
        "stars": "stargazers_count",
        "forks": "forks_count",
        "watchers": "subscribers_count",
        "issues": "open_issues_count",  # open pull requests included
    }
    told = {name: number(repo.get(field)) for name, field in fields.items()}
    return {name: value for name, value in told.items() if value is not None}


def _facts(repo: Json, name: str, topics: tuple[str, ...]) -> Json:
    return {
        "full_name": name,
        "created_at": words(repo.get("created_at")),
        "primary_language": words(repo.get("language")) or None,
        "licence": _licence(repo.get("license")),
        "archived": repo.get("archived") is True,
        "fork": repo.get("fork") is True,
        "template": repo.get("is_template") is True,
        "homepage": web_address(repo.get("homepage")),
        "default_branch": default_branch(repo),
        "topics": list(topics),
    }


def _detailed_facts(name: str, topics: tuple[str, ...], details: Details) -> Json:
    facts: Json = {}
    if details.languages is not None:
        facts["languages"] = dict(details.languages)
    if details.structure is not None:
        facts |= {"structure": list(details.structure)} | _kind(name, topics, details.structure, details.languages)
    if (commits := details.commits) is not None:
        facts |= {"commits": commits.count, "last_commit_at": commits.last_at, "last_commit": commits.last_id}
    if details.weeks is not None:
        facts["weeks"] = list(details.weeks)
    return facts


def _kind(
    name: str, topics: tuple[str, ...], structure: Iterable[Json], languages: Mapping[str, int] | None
) -> dict[str, str]:
    owner, _, own_name = name.partition("/")
    folders = [entry["name"] for entry in structure if entry["type"] == "dir"]
    files = [entry["name"] for entry in structure if entry["type"] != "dir"]
    signs = Signs(owner=owner, name=own_name, files=files, folders=folders, topics=topics, languages=languages or {})
    kind = kind_of(signs)
    return {"kind": kind.name, "kind_because": kind.because}


def default_branch(repo: Json) -> str:
    return words(repo.get("default_branch")) or "HEAD"


def _topics(value: object) -> tuple[str, ...]:
    return tuple(topic for each in value if (topic := words(each))) if isinstance(value, list) else ()


def _licence(value: object) -> str | None:
    """Its short name (`MIT`), or its long one where it has no short one."""
    if not isinstance(value, dict):
        return None
    short = words(value.get("spdx_id"))
    return (words(value.get("name")) if short in _UNNAMED_LICENCE else short) or None


def _author(value: object) -> Author | None:
    if not isinstance(value, dict) or not (login := words(value.get("login"))):
        return None
    own = number(value.get("id"))
    picture = web_address(value.get("avatar_url")) or ""
    return Author("" if own is None else str(own), login, f"https://github.com/{quote(login)}", picture)


def _social_picture(name: str) -> Picture:
    """The card that GitHub draws of every repository: REST does not tell of one that its owner chose."""
    return Picture(f"https://opengraph.githubassets.com/1/{name}", 1200, 600)


# -- its details -------------------------------------------------------------------------------------------------------


def languages(response: Response, url: str) -> Mapping[str, int]:
    """Bytes by language, largest first."""
    told = {words(name): number(size) or 0 for name, size in mapping(response.json(), url).items()}
    return dict(sorted(told.items(), key=lambda pair: -pair[1]))


def structure(response: Response, url: str) -> tuple[Json, ...]:
    """Names and types (dir, file, symlink, submodule) at the top, folders first, as GitHub shows them."""
    told = [entry for entry in entries(response.json(), url) if isinstance(entry, dict) and words(entry.get("name"))]
    plain = [{"name": words(entry["name"]), "type": _entry_type(entry.get("type"))} for entry in told]
    return tuple(sorted(plain, key=lambda entry: (entry["type"] != "dir", entry["name"].lower()))[:STRUCTURE])


def _entry_type(value: object) -> str:
    return value if isinstance(value, str) and value in _ENTRY_TYPES else "file"


def commits(response: Response, url: str) -> Commits:
    """From a list of one commit a page: its last page's number is how many there are."""
    newest = entries(response.json(), url)[:1]
    if not newest:
        return Commits(0)
    commit = mapping(newest[0], url)
    written = mapping(mapping(commit.get("commit"), url).get("committer") or {}, url)
    at = moment(written.get("date"), url)
    return Commits(
        count=_last_page(response) or 1, last_at=at.isoformat() if at else "", last_id=words(commit.get("sha"))
    )


def weeks(response: Response, url: str) -> tuple[int, ...]:
    """Commits of everybody in each of the last 52 weeks, oldest first.

    Raises UpstreamUnavailableError while GitHub is still counting.
    """
    if response.status == STILL_COUNTING:
        raise UpstreamUnavailableError(log=f"GitHub is still counting the weeks of {url}")
    if response.status == _NOTHING_TO_COUNT:
        return NO_WEEKS
    told = [number(week) for week in entries(mapping(response.json(), url).get("all"), url)]
    counted = tuple(week for week in told if week is not None)
    if not counted or len(counted) != len(told):
        raise unreadable(url, "a week's commits are no number")
    return (NO_WEEKS + counted)[-len(NO_WEEKS) :]


def _last_page(response: Response) -> int | None:
    found = _LAST_PAGE.search(response.headers.get("link", ""))
    if not found:
        return None
    page = parse_qs(urlsplit(found[1]).query).get("page", [""])[0]
    return int(page) if re.fullmatch(r"[0-9]{1,9}", page) else None


def has_next_page(response: Response) -> bool:
    return _NEXT_PAGE.search(response.headers.get("link", "")) is not None


# -- people and organisations ------------------------------------------------------------------------------------------


def account(value: object, url: str) -> Account:
    """Raises UpstreamUnavailableError for one without number or name."""
    told = mapping(value, url)
    own, login = number(told.get("id")), words(told.get("login"))
    if own is None or not login:
        raise unreadable(url, "an account without id or login")
    return Account(
        ref=Ref(PLATFORM, USER, str(own), f"https://github.com/{quote(login)}"),
        login=login,
        name=words(told.get("name")) or login,
        bio=words(told.get("bio")) or words(told.get("description")),
        avatar=web_address(told.get("avatar_url")) or "",
        repositories=number(told.get("public_repos")),
        is_organisation=told.get("type") == "Organization",
    )


def account_summary(told: Account, *, note: str = "") -> Summary:
    return Summary(
        ref=told.ref,
        title=told.name,
        description=told.bio,
        picture=Picture(told.avatar) if told.avatar else None,
        author=Author(told.ref.id, told.login, told.ref.url, told.avatar),
        count=told.repositories,
        note=note,
        facts={"list": True, "login": told.login, "organisation": told.is_organisation},
    )
