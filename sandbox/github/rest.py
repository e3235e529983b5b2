"""api.github.com: what each address answers. Gates (limits, tokens, versions) stand before it, in `app`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from sandbox.oauth.github import Caller

from . import render, wire
from .answers import DOCS, Answer, blocked, moved, not_found, refused, told
from .files import Entry, Tree
from .history import History
from .world import Moved, Owner, Repo, World

MAX_PAGE = 100
COMMITS = f"{DOCS}/rest/commits/commits#list-commits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request that has passed the gates. `caller` is whose token came with it."""

    path: str
    query: Mapping[str, str]
    accept: str
    version: str
    caller: Caller | None

    @property
    def authorised(self) -> bool:
        return self.caller is not None

    @property
    def who(self) -> str:
        """The login behind the token, empty for an unknown or no token."""
        return self.caller.login if self.caller else ""

    def may(self, scope: str) -> bool:
        return self.caller is not None and self.caller.may(scope)

    @property
    def media(self) -> str:
        """`json`, `raw`, `html` or `object`: `application/vnd.github.raw+json` and its older spellings."""
        found = re.search(r"application/vnd\.github\.(?:v3\.)?(raw|html|object)", self.accept)
        return found[1] if found else "json"

    def number(self, name: str, default: int, most: int) -> int:
        """A number of the query; what is none, or below 1, is the default, as GitHub has it."""
        text = self.query.get(name, "")
        return min(int(text), most) if text.isdecimal() and int(text) > 0 else default


class Rest:
    """The addresses of one world. Remembers which statistics were asked for, as GitHub does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._computed: set[tuple[int, str]] = set()
        self._tree = lru_cache(maxsize=32)(Tree)
        self.history = lru_cache(maxsize=256)(self._history)

    def answer(self, ask: Ask) -> Answer:
        """Raises Refusal for anything but success."""
        for pattern, _, make in _ROUTES:
            if found := pattern.fullmatch(ask.path):
                return make(self, ask, **found.groupdict())
        raise not_found()

    # -- repositories

    def named(self, ask: Ask, owner: str, name: str, rest: str) -> Answer:
        found = self.world.repo(f"{owner}/{name}")
        if isinstance(found, Moved) and self.world.repo_by_id(found.id):
            query = f"?{urlencode(ask.query)}" if ask.query else ""
            raise moved(f"{wire.API}/repositories/{found.id}{rest}{query}")
        return self._of(ask, found if isinstance(found, Repo) else None, rest)

    def numbered(self, ask: Ask, number: str, rest: str) -> Answer:
        return self._of(ask, self.world.repo_by_id(int(number)), rest)

    def _of(self, ask: Ask, repo: Repo | None, rest: str) -> Answer:
        if repo is None or not self.may_see(ask, repo):
            raise not_found("rest/repos/repos#get-a-repository")
        if repo.blocked:
            raise blocked(repo.blocked, wire.moment(repo.updated_at))
        for pattern, _, make in _PARTS:
            if found := pattern.fullmatch(rest):
                return make(self, ask, repo, **found.groupdict())
        raise not_found()

    @staticmethod
    def may_push(ask: Ask, repo: Repo) -> bool:
        return bool(ask.who) and ask.who == repo.owner.login.lower()

    def may_see(self, ask: Ask, repo: Repo) -> bool:
        return not repo.private or (self.may_push(ask, repo) and ask.may("repo"))

    def repository(self, ask: Ask, repo: Repo) -> Answer:
        parent = self.world.repo(repo.parent) if repo.parent else None
        body = wire.full_repository(
            repo,
            parent if isinstance(parent, Repo) else None,
            version=ask.version,
            push=self.may_push(ask, repo),
        )
        return told(body, modified=repo.updated_at)

    def languages(self, _ask: Ask, repo: Repo) -> Answer:
        ordered = sorted(repo.languages.items(), key=lambda pair: -pair[1])
        return told(dict(ordered), modified=repo.pushed_at)

    def topics(self, _ask: Ask, repo: Repo) -> Answer:
        return told({"names": list(repo.topics)}, modified=repo.updated_at)

    def readme(self, ask: Ask, repo: Repo, folder: str = "") -> Answer:
        self._known_ref(ask, repo)
        item = self._tree(repo).readme
        if item is None or (folder.strip("/") and item.folder != folder.strip("/")):
            raise not_found("rest/repos/contents#get-a-repository-readme")
        return self._file(ask, repo, item)

    def license(self, ask: Ask, repo: Repo) -> Answer:
        item = self._tree(repo).entry("LICENSE") if repo.license else None
        if item is None:
            raise not_found("rest/licenses/licenses#get-the-license-for-a-repository")
        if ask.media != "json":
            return self._file(ask, repo, item)
        body = wire.content(repo, item, ref=repo.branch) | {"license": wire.license_simple(repo)}
        return told(body, modified=repo.pushed_at)

    def contents(self, ask: Ask, repo: Repo, path: str = "") -> Answer:
        ref = self._known_ref(ask, repo)
        if repo.empty:
            raise refused(404, "This repository is empty.", f"{DOCS}/v3/repos/contents/#get-contents")
        tree = self._tree(repo)
        item = tree.entry(path)
        if item is None:
            raise not_found("rest/repos/contents#get-repository-content")
        if item.type != "dir":
            return self._file(ask, repo, item)
        listing = wire.folder(repo, tree, item.path, ref=ref, version=ask.version)
        if ask.media == "object":
            return told(wire.entry(repo, item, ref=ref) | {"entries": listing}, modified=repo.pushed_at)
        return told(listing, modified=repo.pushed_at)

    def _file(self, ask: Ask, repo: Repo, item: Entry) -> Answer:
        ref = ask.query.get("ref", repo.branch)
        if ask.media == "raw" and item.type != "submodule":
            return Answer(
                body=item.make(), type="application/vnd.github.raw+json; charset=utf-8", modified=repo.pushed_at
            )
        if ask.media == "html" and item.type == "file":
            text = render.page(item.path, item.make())
            return Answer(body=text, type="application/vnd.github.html+json; charset=utf-8", modified=repo.pushed_at)
        return told(wire.content(repo, item, ref=ref), modified=repo.pushed_at)

    def _known_ref(self, ask: Ask, repo: Repo) -> str:
        ref = ask.query.get("ref") or repo.branch
        short = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
        known = {"HEAD", repo.branch, *(release.tag for release in repo.releases)}
        if short not in known and not (len(ref) >= 7 and self.history(repo).find(ref)):
            raise refused(404, f"No commit found for the ref {ref}", f"{DOCS}/v3/repos/contents/")
        return ref

    # -- commits

    def _history(self, repo: Repo) -> History:
        return History(repo, seed=self.world.seed, now=max(self.world.born, repo.pushed_at))

    def commits(self, ask: Ask, repo: Repo) -> Answer:
        if repo.empty:
            raise refused(409, "Git Repository is empty.", COMMITS)
        history = self.history(repo)
        per_page, page = ask.number("per_page", 30, MAX_PAGE), ask.number("page", 1, 10**9)
        first, total = _between(history, ask.query.get("since", ""), ask.query.get("until", ""))
        skip = (page - 1) * per_page
        chosen = history.newest(first + skip, min(per_page, max(total - skip, 0)))
        body = [wire.commit(repo, one, self.world.owner(one.author)) for one in chosen]
        link = _links(ask, f"/repositories/{repo.id}/commits", page, per_page, total)
        return told(body, modified=repo.pushed_at, headers={"link": link})

    def commit(self, _ask: Ask, repo: Repo, ref: str) -> Answer:
        if repo.empty:
            raise refused(409, "Git Repository is empty.", COMMITS)
        history = self.history(repo)
        found = history.newest(0, 1)[0] if ref in {"HEAD", repo.branch} else history.find(ref)
        if found is None:
            raise refused(422, f"No commit found for SHA: {ref}", f"{DOCS}/rest/commits/commits#get-a-commit")
        return told(wire.commit(repo, found, self.world.owner(found.author)), modified=found.date)

    def participation(self, _ask: Ask, repo: Repo) -> Answer:
        """Commits a week for 52 weeks, oldest first, of all and of the owner."""
        if self._computing(repo, "participation"):
            return Answer(status=202, tagged=False)
        weeks = list(self.history(repo).weeks)
        owner = [0 if repo.owner.is_organization else round(count * 0.9) for count in weeks]
        return told({"all": weeks, "owner": owner}, modified=repo.pushed_at)

    def commit_activity(self, _ask: Ask, repo: Repo) -> Answer:
        if self._computing(repo, "commit_activity"):
            return Answer(status=202, tagged=False)
        history = self.history(repo)
        start = int(history.year.timestamp())
        body = [
            {"days": days, "total": sum(days), "week": start + week * 7 * 86_400}
            for week, days in enumerate(history.days())
        ]
        return told(body, modified=repo.pushed_at)

    def _computing(self, repo: Repo, name: str) -> bool:
        """Statistics are worked out when first asked for: 202 then, 200 the next time."""
        fresh = (repo.id, name) not in self._computed
        self._computed.add((repo.id, name))
        return fresh

    # -- releases

    def latest_release(self, _ask: Ask, repo: Repo) -> Answer:
        found = next((one for one in repo.releases if not one.prerelease), None)
        if found is None:
            raise not_found("rest/releases/releases#get-the-latest-release")
        return told(wire.release(repo, found), modified=found.published_at)

    def releases(self, ask: Ask, repo: Repo) -> Answer:
        rows = [wire.release(repo, one) for one in repo.releases]
        return self._page(ask, f"/repositories/{repo.id}/releases", rows, repo.pushed_at)

    # -- people and organisations

    def user(self, _ask: Ask, login: str) -> Answer:
        return self._user(self.world.owner(login))

    def user_by_id(self, _ask: Ask, number: str) -> Answer:
        return self._user(self.world.owner_by_id(int(number)))

    def _user(self, owner: Owner | None) -> Answer:
        if owner is None:
            raise not_found("rest/users/users#get-a-user")
        return told(wire.public_user(owner, public_repos=self._count(owner)), modified=owner.updated_at)

    def _count(self, owner: Owner) -> int:
        return sum(not repo.private for repo in self.world.repos(owner))

    def organization(self, _ask: Ask, login: str) -> Answer:
        owner = self.world.owner(login)
        if owner is None or not owner.is_organization:
            raise not_found("rest/orgs/orgs#get-an-organization")
        return told(wire.organization(owner, public_repos=self._count(owner)), modified=owner.updated_at)

    def myself(self, ask: Ask) -> Answer:
        """GET /user: who holds the token. Tokens outside the cast belong to somebody without work of their own."""
        if not ask.authorised:
            raise refused(401, "Requires authentication", f"{DOCS}/rest/users/users#get-the-authenticated-user")
        owner = self.world.owner(ask.who or "nobody-yet")
        if owner is None:
            raise not_found()
        repos = self.world.repos(owner)
        hidden = sum(repo.private for repo in repos)
        if not ask.may("read:user"):
            return told(wire.public_user(owner, public_repos=len(repos) - hidden))
        return told(wire.private_user(owner, public_repos=len(repos) - hidden, private_repos=hidden))

    def my_repos(self, ask: Ask) -> Answer:
        if not ask.authorised:
            raise refused(401, "Requires authentication", f"{DOCS}/rest/repos/repos#list-repositories")
        owner = self.world.owner(ask.who or "nobody-yet")
        if owner is None:
            raise not_found()
        if "type" in ask.query and {"visibility", "affiliation"} & set(ask.query):
            message = "If you specify visibility or affiliation, you cannot specify type."
            raise refused(422, message, f"{DOCS}/rest/repos/repos#list-repositories-for-the-authenticated-user")
        kind = ask.query.get("visibility", ask.query.get("type", ""))
        if "owner" not in ask.query.get("affiliation", "owner").split(","):
            kind = "member"
        repos = _of_type([repo for repo in self.world.repos(owner) if self.may_see(ask, repo)], kind)
        return self._repos(ask, repos, "/user/repos", "full_name")

    def my_emails(self, ask: Ask) -> Answer:
        """GET /user/emails; without the scope it is not there."""
        if not ask.authorised:
            raise refused(401, "Requires authentication", f"{DOCS}/rest/users/emails")
        account = ask.caller.account if ask.caller else None
        if not ask.may("user:email"):
            raise not_found("rest/users/emails#list-email-addresses-for-the-authenticated-user")
        emails = account.emails if account else ()
        return told([wire.email(one, primary=place == 0) for place, one in enumerate(emails)])

    def unknown(self, _ask: Ask) -> Answer:
        raise not_found()

    def user_repos(self, ask: Ask, login: str) -> Answer:
        return self._public(ask, self.world.owner(login), "full_name")

    def user_repos_by_id(self, ask: Ask, number: str) -> Answer:
        return self._public(ask, self.world.owner_by_id(int(number)), "full_name")

    def organization_repos(self, ask: Ask, login: str) -> Answer:
        owner = self.world.owner(login)
        return self._public(ask, owner if owner and owner.is_organization else None, "created")

    def organization_repos_by_id(self, ask: Ask, number: str) -> Answer:
        return self._public(ask, self.world.owner_by_id(int(number)), "created")

    def _public(self, ask: Ask, owner: Owner | None, default_sort: str) -> Answer:
        """Somebody's list: private ones are in /user/repos alone, even when it is one's own (REST, "List repositories
        for a user").
        """
        if owner is None:
            raise not_found("rest/repos/repos#list-repositories-for-a-user")
        repos = [repo for repo in self.world.repos(owner) if not repo.private]
        place = "organizations" if ask.path.startswith("/org") else "user"
        return self._repos(ask, _of_type(repos, ask.query.get("type", "")), f"/{place}/{owner.id}/repos", default_sort)

    def _repos(self, ask: Ask, found: list[Repo], place: str, default_sort: str) -> Answer:
        repos = _sorted(found, ask.query.get("sort", default_sort), ask.query.get("direction", ""))
        rows = [wire.repository(repo, version=ask.version, push=self.may_push(ask, repo)) for repo in repos]
        return self._page(ask, place, rows, max((repo.updated_at for repo in repos), default=None))

    def _page(self, ask: Ask, place: str, rows: Sequence[Any], modified: datetime | None) -> Answer:
        per_page, page = ask.number("per_page", 30, MAX_PAGE), ask.number("page", 1, 10**9)
        chosen = rows[(page - 1) * per_page : page * per_page]
        link = _links(ask, place, page, per_page, len(rows))
        return told(chosen, modified=modified, headers={"link": link})


def _of_type(repos: list[Repo], kind: str) -> list[Repo]:
    match kind:
        case "sources":
            return [repo for repo in repos if not repo.parent]
        case "forks":
            return [repo for repo in repos if repo.parent]
        case "private":
            return [repo for repo in repos if repo.private]
        case "public":
            return [repo for repo in repos if not repo.private]
        case "member":
            return []
        case _:
            return repos


def _sorted(repos: list[Repo], sort: str, direction: str) -> list[Repo]:
    """By `sort` (created, updated, pushed, full_name); `direction` is asc for names and desc for dates unless told."""
    keys: dict[str, Callable[[Repo], Any]] = {
        "created": lambda repo: repo.created_at,
        "updated": lambda repo: repo.updated_at,
        "pushed": lambda repo: repo.pushed_at,
    }
    by_name = sort not in keys
    key = keys.get(sort, lambda repo: repo.full_name.lower())
    return sorted(repos, key=key, reverse=direction == "desc" if direction else not by_name)


def _between(history: History, since: str, until: str) -> tuple[int, int]:
    """How many of the newest commits to leave out, and how many remain, for two optional ISO moments."""
    total = len(history)
    if not since and not until:
        return 0, total
    dates = [history.date(place) for place in range(total)]
    after = sum(date > datetime.fromisoformat(until) for date in dates) if until else 0
    before = sum(date < datetime.fromisoformat(since) for date in dates) if since else 0
    return after, max(total - after - before, 0)


def _links(ask: Ask, place: str, page: int, per_page: int, total: int) -> str:
    """The Link header, in GitHub's order and with its numeric addresses; empty when all is on one page."""
    last = max(-(-total // per_page), 1)
    wanted = [("prev", page - 1), ("next", page + 1), ("last", last), ("first", 1)]
    if page == 1:
        wanted = [(rel, number) for rel, number in wanted if rel in {"next", "last"}]
    if page >= last:
        wanted = [(rel, number) for rel, number in wanted if rel in {"prev", "first"}]
    query = {name: value for name, value in ask.query.items() if name != "page"}
    return ", ".join(
        f'<{wire.API}{place}?{urlencode(query | {"page": str(number)}, quote_via=quote)}>; rel="{rel}"'
        for rel, number in wanted
    )


_OWNER = r"(?P<login>[^/]+)"
_NUMBER = r"(?P<number>\d+)"
_Routes = list[tuple[re.Pattern[str], str, Callable[..., Answer]]]

# Address, name for the log, answer.
_ROUTES: _Routes = [
    (re.compile(pattern), name, make)
    for pattern, name, make in (
        (r"/repos/(?P<owner>[^/]+)/(?P<name>[^/]+)(?P<rest>(?:/.*)?)", "repos", Rest.named),
        (rf"/repositories/{_NUMBER}(?P<rest>(?:/.*)?)", "repos", Rest.numbered),
        (rf"/users/{_OWNER}", "users.get", Rest.user),
        (rf"/users/{_OWNER}/repos", "users.repos", Rest.user_repos),
        (rf"/user/{_NUMBER}", "users.get", Rest.user_by_id),
        (rf"/user/{_NUMBER}/repos", "users.repos", Rest.user_repos_by_id),
        (r"/user", "user.get", Rest.myself),
        (r"/user/repos", "user.repos", Rest.my_repos),
        (r"/user/emails", "user.emails", Rest.my_emails),
        (rf"/orgs/{_OWNER}", "orgs.get", Rest.organization),
        (rf"/orgs/{_OWNER}/repos", "orgs.repos", Rest.organization_repos),
        (rf"/organizations/{_NUMBER}/repos", "orgs.repos", Rest.organization_repos_by_id),
        (r"/rate_limit", "rate_limit.get", Rest.unknown),  # answered at the gate
    )
]

# What follows a repository's own address, by name and by number alike.
_PARTS: _Routes = [
    (re.compile(pattern), name, make)
    for pattern, name, make in (
        (r"/?", "repos.get", Rest.repository),
        (r"/readme(?P<folder>(?:/.*)?)", "repos.readme", Rest.readme),
        (r"/languages", "repos.languages", Rest.languages),
        (r"/topics", "repos.topics", Rest.topics),
        (r"/license", "repos.license", Rest.license),
        (r"/contents/?(?P<path>.*)", "repos.contents", Rest.contents),
        (r"/commits", "repos.commits", Rest.commits),
        (r"/commits/(?P<ref>.+)", "repos.commit", Rest.commit),
        (r"/stats/participation", "repos.participation", Rest.participation),
        (r"/stats/commit_activity", "repos.commit_activity", Rest.commit_activity),
        (r"/releases/latest", "repos.latest_release", Rest.latest_release),
        (r"/releases", "repos.releases", Rest.releases),
    )
]


def endpoint(path: str) -> str:
    """What an address is called in the log: `repos.readme`, `users.repos`; empty for one that does not exist."""
    for pattern, name, _ in _ROUTES:
        if found := pattern.fullmatch(path):
            rest = found.groupdict().get("rest")
            return name if rest is None else next((part for shape, part, _ in _PARTS if shape.fullmatch(rest)), "")
    return ""
