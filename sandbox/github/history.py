"""The commits of a repository: how many in which week, and each one by its place, without keeping any.

Weeks begin on Sunday 00:00 UTC (GitHub REST, "Get the last year of commit activity", 2026-11). A commit's id depends on
its place counted from the first, so that new commits leave the old ones alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from .world import Owner, Repo

WEEKS = 52
WEEK = timedelta(weeks=1)

SHAPES: dict[str, tuple[float, float]] = {
    # share of weeks with any commit, and how uneven the busy ones are
    "steady": (0.95, 0.35),
    "bursts": (0.45, 0.9),
    "waking": (0.7, 0.5),
    "fading": (0.7, 0.5),
    "rare": (0.2, 0.6),
}

MESSAGES = (
    "Fix off-by-one in the last row",
    "Say why the default is what it is",
    "Add a test for the empty case",
    "Read the configuration once",
    "Tidy up after the review",
    "Make the error say which file",
    "Bump the dependencies",
    "Drop support for what nobody runs any more",
    "Measure before and after; keep the faster one",
    "Update the pictures in the README",
    "Rename the thing to what everybody calls it",
    "Handle a file that ends in the middle",
    "Move the table to its own module",
    "Document the odd corner",
    "Take the lock for a shorter time",
    "Accept both spellings",
    "Close the file on the way out",
    "Merge branch 'next'",
)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; `place` counts from the first (0). `author` is a login, or empty for somebody without an account."""

    sha: str
    place: int
    date: datetime
    message: str
    author: str
    name: str
    email: str
    parent: str


class History:
    """The commits of one repository as seen at `now`."""

    def __init__(self, repo: Repo, *, seed: int, now: datetime) -> None:
        self.repo = repo
        self.seed = seed
        self.year = _year_start(now)
        self.weeks = tuple(self._weeks())
        self._recent = self._recent_dates()

    def __len__(self) -> int:
        return self.repo.commits

    def newest(self, skip: int, count: int) -> list[Commit]:
        """`count` commits, newest first, after the `skip` newest."""
        last = len(self) - 1 - skip
        return [self.commit(place) for place in range(last, max(last - count, -1), -1)]

    def commit(self, place: int) -> Commit:
        rng = Random(f"{self.seed}:{self.repo.id}:{place}")
        login, name, email = self._author(rng)
        return Commit(
            sha=self.sha(place),
            place=place,
            date=self.date(place),
            message=self._message(place, rng),
            author=login,
            name=name,
            email=email,
            parent=self.sha(place - 1) if place else "",
        )

    def sha(self, place: int) -> str:
        digest = hashlib.sha1(f"{self.seed}:{self.repo.id}:{place}".encode(), usedforsecurity=False).hexdigest()
        if place == len(self) - 1:
            return self.repo.head + digest[len(self.repo.head) :]
        return digest

    def find(self, sha: str) -> Commit | None:
        """The commit with this id or its beginning, among the 1,000 newest."""
        newest = range(len(self) - 1, max(len(self) - 1001, -1), -1)
        return next((self.commit(place) for place in newest if self.sha(place).startswith(sha)), None)

    def date(self, place: int) -> datetime:
        older = len(self) - len(self._recent)
        if place == len(self) - 1:
            return self.repo.pushed_at
        if place >= older:
            return self._recent[place - older]
        start, end = self.repo.created_at, min(self.year, self.repo.pushed_at)
        jitter = Random(f"{self.seed}:{self.repo.id}:{place}:when").random()
        return (start + (end - start) * ((place + jitter) / older)).replace(microsecond=0)

    def days(self) -> list[list[int]]:
        """Commits by week and day, Sunday first."""
        table = [[0] * 7 for _ in range(WEEKS)]
        for when in self._recent:
            since = when - self.year
            table[since // WEEK][since.days % 7] += 1
        return table

    def _weeks(self) -> Sequence[int]:
        """Commits a week, oldest first; nothing after the last push or before the first commit, never more than all."""
        last = (self.repo.pushed_at - self.year) // WEEK
        if self.repo.empty or last < 0:
            return [0] * WEEKS
        wanted = self._wanted() if isinstance(self.repo.shape, str) else list(self.repo.shape)
        first = max((self.repo.created_at - self.year) // WEEK, 0)
        weeks = [count if first <= week <= last else 0 for week, count in enumerate(wanted)]
        weeks[last] = max(weeks[last], 1)
        left = self.repo.commits
        for week in range(WEEKS - 1, -1, -1):
            weeks[week] = min(weeks[week], left)
            left -= weeks[week]
        if self.repo.created_at >= self.year:
            _spread(left, weeks, first, last)
        return weeks

    def _wanted(self) -> list[int]:
        rng = Random(f"{self.seed}:{self.repo.id}:weeks")
        busy, uneven = SHAPES[str(self.repo.shape)]
        age = max((self.repo.pushed_at - self.repo.created_at) / WEEK, 1.0)
        mean = max(self.repo.commits / age * 0.8, 0.4)
        tilt = {"waking": 1.0, "fading": -1.0}.get(str(self.repo.shape), 0.0)
        weeks = []
        for week in range(WEEKS):
            slope = max(1 + tilt * (week / WEEKS - 0.5) * 2, 0)
            many = rng.lognormvariate(0, uneven) * mean / busy * slope
            weeks.append(round(many) if rng.random() < busy else 0)
        return weeks

    def _recent_dates(self) -> list[datetime]:
        """When the commits of the year were made, oldest first."""
        dates: list[datetime] = []
        for week, count in enumerate(self.weeks):
            rng = Random(f"{self.seed}:{self.repo.id}:{week}:days")
            start = self.year + week * WEEK
            end = min(start + WEEK, self.repo.pushed_at)
            begin = max(start, self.repo.created_at)
            dates += sorted((begin + (end - begin) * rng.random()).replace(microsecond=0) for _ in range(count))
        return dates

    def _author(self, rng: Random) -> tuple[str, str, str]:
        owner = self.repo.owner
        crowd = self.repo.helpers or (() if owner.is_organization else (owner.login,))
        if not owner.is_organization and rng.random() < 0.9:
            return owner.login, owner.name, _noreply(owner)
        if crowd and rng.random() < 0.85:
            login = rng.choice(crowd)
            return login, login.replace("-", " ").title(), f"{login}@users.noreply.github.com"
        name = rng.choice(("Ilse Varga", "Tomas Brandt", "Ruth Adeyemi", "Kenji Mori", "Ana Lindqvist"))
        return "", name, f"{name.split()[0].lower()}@example.org"

    def _message(self, place: int, rng: Random) -> str:
        if place == 0:
            return "First light"
        if self.repo.releases and place == len(self) - 12:
            return f"Release {self.repo.releases[0].tag}"
        if place == len(self) - 1:
            return "Say in the README which boards were measured when"
        return rng.choice(MESSAGES)


def _spread(left: int, weeks: list[int], first: int, last: int) -> None:
    """Put what is left of a young repository's commits into its weeks: it has no earlier ones to have them in."""
    span = last - first + 1
    for week in range(first, last + 1):
        weeks[week] += left // span + (week - first < left % span)


def _noreply(owner: Owner) -> str:
    return f"{owner.id}+{owner.login}@users.noreply.github.com"


def _year_start(now: datetime) -> datetime:
    """Midnight of the Sunday that begins the oldest of the 52 weeks, the present one being the last."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    sunday = midnight - timedelta(days=(midnight.weekday() + 1) % 7)
    return sunday - (WEEKS - 1) * WEEK
