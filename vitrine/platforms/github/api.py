"""GitHub's REST API: one function an endpoint, giving the question to ask.

Version 2026-03-10 (GitHub Changelog, 2026-03-12). Who asks is added by `exchange`; the User-Agent,
without which GitHub answers 403, by the door.
"""

from typing import Final
from urllib.parse import quote

from vitrine.lib.http import Request
from vitrine.platforms.types import Ask, Ref

from .costs import PAGE

ROOT: Final = "https://api.github.com"
HEADERS: Final = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2026-03-10",
}

# A README of up to 1 MB comes inside the answer, in base64; a larger one is left out of it.
_README_BYTES: Final = 1_500_000


def repository(ref: Ref) -> Ask:
    """By number, or by name: a name that was given up answers 301 to the number, which the door follows."""
    path = f"/repositories/{ref.id}" if ref.by == "id" else f"/repos/{ref.id}"
    return _ask(path, "repos.get")


def languages(full_name: str) -> Ask:
    """`{"Python": bytes, …}`, largest first."""
    return _ask(f"/repos/{full_name}/languages", "repos.languages")


def readme(full_name: str) -> Ask:
    """The README as a file: name, path, size and content. The raw media type would leave out the name and the place,
    without which neither its format nor its relative links are known.
    """
    return _ask(f"/repos/{full_name}/readme", "repos.readme", max_bytes=_README_BYTES)


def contents(full_name: str) -> Ask:
    """The files and folders at the top."""
    return _ask(f"/repos/{full_name}/contents", "repos.contents")


def newest_commit(full_name: str) -> Ask:
    """One commit a page: the number of the last page, in the Link header, is the number of commits."""
    return _ask(f"/repos/{full_name}/commits", "repos.commits", params={"per_page": "1"})


def participation(full_name: str) -> Ask:
    """Commits a week over the last 52; 202 while GitHub still counts. It fails now and then where the rest works, so it
    has a breaker of its own.
    """
    return _ask(f"/repos/{full_name}/stats/participation", "repos.participation", purpose="stats")


def account(login: str) -> Ask:
    """A person or an organisation by name."""
    return _ask(f"/users/{quote(login)}", "users.get")


def myself() -> Ask:
    """Whose token it is."""
    return _ask("/user", "users.get_authenticated")


def my_repositories(page: int) -> Ask:
    """A page of up to 100 that the token's owner owns, private ones where its scopes let it, the one last pushed to
    first.
    """
    order = {"sort": "pushed", "direction": "desc", "per_page": str(PAGE), "page": str(page)}
    return _ask("/user/repos", "repos.list_mine", params={"affiliation": "owner", **order})


def account_by_id(number: str) -> Ask:
    """A person or an organisation by number, whatever the name has become."""
    return _ask(f"/user/{number}", "users.get_by_id")


def repositories(login: str, *, organisation: bool, page: int) -> Ask:
    """A page of up to 100 public repositories, the one last pushed to first."""
    path = f"/orgs/{quote(login)}/repos" if organisation else f"/users/{quote(login)}/repos"
    which = {"type": "public" if organisation else "owner"}
    order = {"sort": "pushed", "direction": "desc", "per_page": str(PAGE), "page": str(page)}
    return _ask(path, "repos.list", params=which | order)


def _ask(
    path: str,
    endpoint: str,
    *,
    params: dict[str, str] | None = None,
    max_bytes: int = 8 * 1024 * 1024,
    purpose: str = "api",
) -> Ask:
    request = Request(url=ROOT + path, params=params or {}, headers=HEADERS, max_bytes=max_bytes, purpose=purpose)
    return Ask(request, endpoint, conditional=True)
