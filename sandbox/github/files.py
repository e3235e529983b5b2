"""What lies in a repository: files made from its language and kind, its README, and what the README points at.

Blob ids are git's own: SHA-1 over `blob SIZE NUL CONTENT`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from . import manifests, oddities, pictures, prose
from .world import HERE, Repo

IMAGE = re.compile(r"\.(png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
_SESSION = re.compile(r"```(?:console|sh)\n(.*?)```", re.DOTALL)
_REFERENCE = re.compile(r"""(?:\]\(|src=["']|srcset=["']|href=["'])([^)\s"'#?]+)""")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the tree. `target` is what a symlink says or where a submodule comes from."""

    path: str
    type: str = "file"  # file, dir, symlink or submodule
    make: Callable[[], bytes] = lambda: b""
    target: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


def blob_sha(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class Tree:
    """The files of one repository. Contents are made when read, and not kept."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo

    def entry(self, path: str) -> Entry | None:
        """What lies at `path` (in the case it is written in), None for nothing."""
        return self._entries.get(path.strip("/"))

    def listing(self, folder: str) -> list[Entry]:
        """The names in a folder in git's order, not those below."""
        return [entry for entry in self._entries.values() if entry.path and entry.folder == folder.strip("/")]

    def entries(self) -> list[Entry]:
        return list(self._entries.values())

    @property
    def readme(self) -> Entry | None:
        return self.entry(self.repo.readme) if self.repo.readme else None

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        if self.repo.empty:
            return {}
        found = {entry.path: entry for entry in self._files()}
        for path in list(found):
            for folder in PurePosixPath(path).parents:
                found.setdefault(_root(folder), Entry(_root(folder), "dir"))
        return dict(sorted(found.items()))

    def _files(self) -> Iterable[Entry]:
        repo = self.repo
        for path, text in manifests.files(repo).items():
            yield Entry(path, make=text.encode)
        if repo.readme:
            yield Entry(repo.readme, make=self._readme)
            yield from self._mentioned()
        for path, target in repo.links.items():
            yield Entry(path, "symlink", target.encode, target)
        for path, url in repo.submodules.items():
            yield Entry(path, "submodule", target=url)

    def _readme(self) -> bytes:
        repo = self.repo
        if repo.markdown:
            return repo.markdown.encode()
        if repo.text in oddities.TEXTS:
            return oddities.TEXTS[repo.text](repo)
        if repo.text:
            return (HERE / "readmes" / repo.text).read_bytes()
        return prose.readme(repo).encode()

    def _mentioned(self) -> Iterable[Entry]:
        """The pictures and pages of the repository that its README points at: they are there, as they should be."""
        if self.repo.text in oddities.HUGE and not self.repo.markdown:
            return
        folder, text = self.repo.readme.rpartition("/")[0], self._readme().decode(errors="replace")
        session = _SESSION.search(text)
        typed = tuple(session[1].splitlines()[:12]) if session else ()
        for reference in _REFERENCE.findall(text):
            path = _resolve(folder, reference)
            if path and IMAGE.search(path):
                yield Entry(path, make=pictures.maker(self.repo.name, path, typed))
            elif path.endswith((".md", ".txt", ".toml")):
                yield Entry(path, make=f"# {path}\n\nMore about {self.repo.name}.\n".encode)


def _root(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else str(folder)


def _resolve(folder: str, reference: str) -> str:
    """The path in the repository that a relative reference means, empty where it is none."""
    if ":" in reference or reference.startswith("//"):
        return ""
    steps = [] if reference.startswith("/") or not folder else folder.split("/")
    for step in reference.split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)
