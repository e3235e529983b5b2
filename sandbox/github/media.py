"""The hosts beside the API: raw files, pictures, badges, and of the web pages what redirects and previews need."""

import asyncio
import re
from collections.abc import Callable
from html import escape

from aiohttp import web

from . import pictures
from .files import IMAGE, Tree
from .world import Moved, Repo, World

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
_DAY = {"cache-control": "max-age=300", "x-content-type-options": "nosniff"}


class Media:
    """What the hosts beside the API answer for one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._hosts: dict[str, Callable[[web.Request], web.Response]] = {
            "raw.githubusercontent.com": self._raw,
            "avatars.githubusercontent.com": self._avatar,
            "opengraph.githubassets.com": self._open_graph,
            "repository-images.githubusercontent.com": self._drawn,
            "user-images.githubusercontent.com": self._drawn,
            "private-user-images.githubusercontent.com": self._drawn,
            "camo.githubusercontent.com": self._drawn,
            "img.shields.io": _badge,
            "www.github.com": _without_www,
            "github.com": self._page,
        }

    async def handle(self, host: str, request: web.Request) -> web.Response:
        return await asyncio.to_thread(self._hosts[host], request)

    def _public(self, owner: str, name: str) -> Repo | None:
        """The repository by any name it ever had, for anybody's eyes."""
        found = self.world.repo(f"{owner}/{name}")
        repo = self.world.repo_by_id(found.id) if isinstance(found, Moved) else found
        return repo if repo and not repo.private and not repo.blocked else None

    def _raw(self, request: web.Request) -> web.Response:
        """/OWNER/REPO/REF/PATH, where REF may be `HEAD`, `refs/heads/…`, a branch with slashes or a commit."""
        owner, _, rest = request.path.removeprefix("/").partition("/")
        name, _, rest = rest.partition("/")
        repo = self._public(owner, name)
        path = _after_ref(rest, repo.branch) if repo else ""
        item = Tree(repo).entry(path) if repo and path else None
        if item is None or item.type not in {"file", "symlink"}:
            return web.Response(status=404, text="404: Not Found")
        return _file(item.path, item.make())

    def _avatar(self, request: web.Request) -> web.Response:
        found = re.fullmatch(r"/u/(\d+)", request.path)
        owner = self.world.owner_by_id(int(found[1])) if found else self.world.owner(request.path.strip("/"))
        asked = request.query.get("s") or request.query.get("size") or "460"
        size = min(max(int(asked), 16), 460) if asked.isdecimal() else 460
        face = pictures.avatar(owner.login if owner else request.path, size)
        return web.Response(body=face, content_type="image/png", headers=_DAY)

    def _open_graph(self, request: web.Request) -> web.Response:
        """/ANYTHING/OWNER/REPO: the first part only tells caches that something changed."""
        parts = request.path.strip("/").split("/")
        repo = self._public(parts[1], parts[2]) if len(parts) == 3 else None
        if repo is None:
            return web.Response(status=404, text="Not Found")
        figures = f"{repo.stars:,} stars      {repo.forks:,} forks      {repo.issues:,} issues"
        body = pictures.card(repo.full_name, repo.description, figures, tuple(repo.languages.items()))
        return web.Response(body=body, content_type="image/png", headers=_DAY)

    def _drawn(self, request: web.Request) -> web.Response:
        return _file("picture.png", pictures.picture("", f"{request.path}.png"))

    def _page(self, request: web.Request) -> web.Response:
        """A repository's or a person's page: a title and its preview; names given up lead to the present one."""
        parts = request.path.strip("/").split("/")
        if len(parts) == 1:
            return self._profile(parts[0])
        repo = self._public(parts[0], parts[1].removesuffix(".git"))
        if repo is None:
            return _no_page()
        if f"{parts[0]}/{parts[1]}".lower() != repo.full_name.lower():
            return web.Response(status=301, headers={"location": f"https://github.com/{repo.full_name}"})
        if len(parts) > 3 and parts[2] in {"raw", "blob"} and (parts[2] == "raw" or "raw" in request.query):
            there = f"https://raw.githubusercontent.com/{repo.full_name}/{'/'.join(parts[3:])}"
            return web.Response(status=302, headers={"location": there})
        return _html(f"{repo.full_name}: {repo.description}", _preview(repo))

    def _profile(self, login: str) -> web.Response:
        owner = self.world.owner(login)
        if owner is None:
            return _no_page()
        return _html(f"{owner.login} ({owner.name})", f"https://avatars.githubusercontent.com/u/{owner.id}?v=4&s=400")


def _preview(repo: Repo) -> str:
    if repo.picture:
        return f"https://repository-images.githubusercontent.com/{repo.id}/preview"
    return f"https://opengraph.githubassets.com/{int(repo.updated_at.timestamp()):x}/{repo.full_name}"


def _no_page() -> web.Response:
    return web.Response(status=404, text="<!DOCTYPE html><title>Page not found</title>", content_type="text/html")


def _html(title: str, image: str) -> web.Response:
    title = escape(title)
    text = (
        f'<!DOCTYPE html><html lang="en"><head><title>GitHub - {title}</title>'
        f'<meta property="og:image" content="{image}"><meta property="og:title" content="{title}"></head></html>'
    )
    return web.Response(text=text, content_type="text/html")


def _after_ref(rest: str, branch: str) -> str:
    """The path behind a ref: the default branch may have slashes in its name, any other ref is taken to have none."""
    rest = rest.removeprefix("refs/heads/").removeprefix("refs/tags/")
    if rest.startswith(f"{branch}/"):
        return rest.removeprefix(f"{branch}/")
    return rest.partition("/")[2]


def _file(path: str, content: bytes) -> web.Response:
    kind = _TYPES.get(path.lower().rpartition(".")[2]) if IMAGE.search(path) else None
    headers = _DAY | {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return web.Response(body=content, headers=headers | {"content-type": kind or "text/plain; charset=utf-8"})


def _badge(request: web.Request) -> web.Response:
    words = request.path.strip("/").removesuffix(".svg").split("/")[-1].split("-")
    label, value = (words[0], words[1]) if len(words) > 1 else ("build", "passing")
    return web.Response(body=pictures.badge(escape(label), escape(value)), content_type="image/svg+xml", headers=_DAY)


def _without_www(request: web.Request) -> web.Response:
    return web.Response(status=301, headers={"location": f"https://github.com{request.path_qs}"})
