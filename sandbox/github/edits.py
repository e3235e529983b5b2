"""Edits of the world while somebody watches: what owners do to their repositories."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from .world import Repo, World

Data = Mapping[str, Any]

# What `github.edit` may set, and what it is read as.
_FIELDS: dict[str, Callable[[Any], Any]] = {
    "description": str,
    "homepage": str,
    "topics": tuple,
    "license": str,
    "languages": dict,
    "stars": int,
    "forks": int,
    "issues": int,
    "private": bool,
    "archived": bool,
    "disabled": bool,
    "blocked": str,
    "markdown": str,
}


def edit(world: World, data: Data, now: datetime) -> Repo:
    """Set fields of a repository; `markdown` is its README, which counts as a commit. Raises ValueError."""
    repo = _named(world, data)
    fields = {name: value for name, value in data.items() if name != "repo"}
    if unknown := set(fields) - set(_FIELDS):
        raise ValueError(f"no field {', '.join(sorted(unknown))}; there are {', '.join(_FIELDS)}")
    fresh = replace(repo, updated_at=now, **{name: _FIELDS[name](value) for name, value in fields.items()})
    world.put(repo, _pushed(fresh, 1, now) if "markdown" in fields else fresh)
    return fresh


def push(world: World, data: Data, now: datetime) -> Repo:
    """`commits` more (1 if not told), made now."""
    repo = _named(world, data)
    fresh = _pushed(repo, int(data.get("commits", 1)), now)
    world.put(repo, fresh)
    return fresh


def rename(world: World, data: Data, now: datetime) -> Repo:
    """Another name; the old one leads here until somebody takes it."""
    repo = _named(world, data)
    fresh = replace(repo, name=str(data["name"]), formerly=(*repo.formerly, repo.full_name), updated_at=now)
    world.put(repo, fresh)
    return fresh


def delete(world: World, data: Data, _now: datetime) -> Repo:
    repo = _named(world, data)
    world.put(repo, None)
    return repo


OPERATIONS: dict[str, Callable[[World, Data, datetime], Repo]] = {
    "github.edit": edit,
    "github.push": push,
    "github.rename": rename,
    "github.delete": delete,
}


def _pushed(repo: Repo, commits: int, now: datetime) -> Repo:
    """An empty repository that is pushed to gets its README. The head is whatever its place makes it."""
    readme = repo.readme or ("README.md" if repo.markdown else "")
    return replace(repo, commits=repo.commits + commits, pushed_at=now, updated_at=now, head="", readme=readme)


def _named(world: World, data: Data) -> Repo:
    found = world.repo(str(data["repo"]))
    if isinstance(found, Repo):
        return found
    raise ValueError(f"there is no repository {data['repo']!r}")
