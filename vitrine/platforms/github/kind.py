"""What kind of project a repository is, told from the names at its top. Pure, and honest: no rule, no answer.

Rules stand in the order in which they decide; the first that finds a reason wins. Files say more than topics, save
where the files (a package manifest) fit a library and a program alike.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is one of library, application, tool, website, game, data, notes, configuration, hardware; empty where
    nothing tells. `because` says what told it.
    """

    name: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the rules look at: `files` and `folders` are the names at the top, in any case; `languages` gives bytes."""

    owner: str = ""
    name: str = ""
    files: Collection[str] = ()
    folders: Collection[str] = ()
    topics: Collection[str] = ()
    languages: Mapping[str, int] = field(default_factory=dict)


def kind_of(signs: Signs) -> Kind:
    """The kind, and why."""
    seen = _Seen(signs)
    for name, find in _RULES:
        if because := find(seen):
            return Kind(name, because)
    return Kind()


class _Seen:
    """Signs, lower-cased, with the questions that rules ask of them. Each answers with its reason, or empty."""

    def __init__(self, signs: Signs) -> None:
        self.owner, self.name = signs.owner.lower(), signs.name.lower()
        self.files = sorted(name.lower() for name in signs.files)
        self.folders = frozenset(name.lower() for name in signs.folders)
        self.topics = frozenset(topic.lower() for topic in signs.topics)
        self.languages = signs.languages

    def file(self, *patterns: str) -> str:
        found = (name for pattern in patterns for name in self.files if fnmatchcase(name, pattern))
        return _has(next(found, ""))

    def count(self, *patterns: str) -> int:
        return sum(any(fnmatchcase(name, pattern) for pattern in patterns) for name in self.files)

    def folder(self, *names: str) -> str:
        found = next((name for name in names if name in self.folders), "")
        return f"has {found}/" if found else ""

    def topic(self, *names: str) -> str:
        found = next((name for name in names if name in self.topics), "")
        return f"topic {found}" if found else ""


def _has(file: str) -> str:
    return f"has {file}" if file else ""


_SHELL_FILES: Final = (
    ".bashrc", ".zshrc", ".vimrc", ".tmux.conf", ".gitconfig", ".profile", ".bash_profile", ".inputrc", ".aliases",
    ".zshenv", ".emacs", ".xinitrc", "init.lua", "brewfile",
)  # fmt: skip
_ASIDE: Final = (
    "readme*",
    "license*",
    "licence*",
    "copying*",
    "contributing*",
    "code_of_conduct*",
    ".git*",
    ".editorconfig",
)
_TABLES: Final = ("*.csv", "*.tsv", "*.parquet", "*.jsonl", "*.ndjson", "*.geojson", "*.sqlite", "*.feather", "*.xlsx")
_MANIFESTS: Final = (
    "pyproject.toml", "setup.py", "setup.cfg", "cargo.toml", "package.json", "go.mod", "*.gemspec", "composer.json",
    "*.podspec", "package.swift", "pom.xml", "build.gradle", "build.gradle.kts", "mix.exs", "*.cabal", "*.nimble",
    "dub.json", "shard.yml", "deno.json", "jsr.json", "build.zig.zon", "project.toml", "description", "rebar.config",
)  # fmt: skip


def _configuration(seen: _Seen) -> str:
    if seen.name.lstrip(".") in {"dotfiles", "dotfile", "nix-config", "nixos-config", "nixos", "nvim", "nvim-config"}:
        return f"is called {seen.name}"
    if seen.count(*_SHELL_FILES) >= 2:  # noqa: PLR2004 - one alone may belong to anything
        return seen.file(*_SHELL_FILES)
    return seen.topic("dotfiles") or seen.file("configuration.nix", "home.nix", ".chezmoi*", ".yadm*")


def _game(seen: _Seen) -> str:
    if {"assets", "projectsettings"} <= seen.folders:
        return "has Assets/ and ProjectSettings/"
    if seen.file("conf.lua") and seen.file("main.lua"):
        return "has main.lua and conf.lua"
    return seen.file("project.godot", "*.uproject", "*.gmx", "*.yyp", "*.p8") or seen.topic(
        "game", "videogame", "indie-game", "pygame", "ludum-dare", "game-jam"
    )


def _hardware(seen: _Seen) -> str:
    return seen.file("*.kicad_pro", "*.kicad_pcb", "*.brd", "*.stl", "*.scad", "*.step", "*.fcstd")


def _website(seen: _Seen) -> str:
    if seen.name.endswith(".github.io"):
        return f"is called {seen.name}"
    built = seen.file(
        "_config.yml", "hugo.toml", "hugo.yaml", "astro.config.*", "next.config.*", "gatsby-config.*", "nuxt.config.*",
        "svelte.config.*", "docusaurus.config.*", "eleventy.config.*", ".eleventy.js", "cname",
    )  # fmt: skip
    plain = "" if seen.file(*_MANIFESTS) else seen.file("index.html", "index.htm")
    return built or plain


def _data(seen: _Seen) -> str:
    if seen.file("*.ipynb") and not seen.file(*_MANIFESTS):
        return seen.file("*.ipynb")
    tables = seen.count(*_TABLES)
    if tables and tables * 2 >= len(seen.files) - seen.count(*_ASIDE):
        return seen.file(*_TABLES)
    return seen.file("datapackage.json", "dataset_info*", "dvc.yaml") or seen.topic("dataset", "datasets", "open-data")


def _application(seen: _Seen) -> str:
    if {"ios", "android"} <= seen.folders:
        return "has ios/ and android/"
    folders = [name for name in sorted(seen.folders) if name.endswith((".xcodeproj", ".xcworkspace"))]
    return (
        (f"has {folders[0]}/" if folders else "")
        or seen.folder("src-tauri", "electron")
        or seen.file("manage.py", "procfile", "docker-compose*.y*ml", "compose.y*ml", "fly.toml", "vercel.json")
        or seen.file("wsgi.py", "asgi.py", "artisan", "config.ru", "app.json", "androidmanifest.xml", "electron*.json")
        or seen.topic("self-hosted", "webapp", "web-app", "desktop-app", "mobile-app", "vst", "vst3", "audio-plugin")
        or (seen.file("dockerfile") if not seen.file("setup.py", "*.gemspec") else "")
        or ("" if seen.file(*_MANIFESTS) else seen.file("app.py", "app.js", "server.js"))
    )


def _tool(seen: _Seen) -> str:
    return (
        seen.file("action.yml", "action.yaml", "main.go", "main.rs", ".pre-commit-hooks.yaml", ".goreleaser.y*ml")
        or seen.folder("cmd")
        or _named_as_tool(seen)
        or ("" if seen.file(*_MANIFESTS) else seen.file("*.sh", "*.bash", "*.fish", "*.ps1", "main.py", "cli.py"))
    )


def _named_as_tool(seen: _Seen) -> str:
    if seen.topic("library", "framework", "sdk"):
        return ""
    return seen.topic("cli", "command-line", "command-line-tool", "terminal", "tui", "devtools", "tool")


def _library(seen: _Seen) -> str:
    headers = seen.folder("include") if seen.file("cmakelists.txt", "meson.build", "makefile") else ""
    return seen.file(*_MANIFESTS) or headers or seen.topic("library", "framework", "sdk")


def _notes(seen: _Seen) -> str:
    if seen.name and seen.name == seen.owner:
        return "is called as its owner"
    if seen.name.startswith("awesome"):
        return f"is called {seen.name}"
    if seen.topic("awesome-list", "notes", "book", "zettelkasten") and not seen.file(*_MANIFESTS):
        return seen.topic("awesome-list", "notes", "book", "zettelkasten")
    if seen.folder(".obsidian") or seen.file("mkdocs.yml", "book.toml", "summary.md"):
        return seen.folder(".obsidian") or seen.file("mkdocs.yml", "book.toml", "summary.md")
    written = seen.count("*.md", "*.txt", "*.rst", "*.org", "*.tex", "*.adoc", *_ASIDE)
    return "holds only text" if seen.files and written == len(seen.files) and not seen.languages else ""


_RULES: Final[tuple[tuple[str, Callable[[_Seen], str]], ...]] = (
    ("configuration", _configuration),
    ("game", _game),
    ("website", _website),
    ("application", _application),
    ("tool", _tool),
    ("data", _data),
    ("library", _library),
    ("hardware", _hardware),
    ("notes", _notes),
)
