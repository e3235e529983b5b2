"""The files that tell what kind of project this is, by language: its top level says what it is."""

from collections.abc import Callable

from .world import Repo

LICENSES = {
    "mit": ("MIT License", "MIT"),
    "apache-2.0": ("Apache License 2.0", "Apache-2.0"),
    "gpl-3.0": ("GNU General Public License v3.0", "GPL-3.0"),
    "agpl-3.0": ("GNU Affero General Public License v3.0", "AGPL-3.0"),
    "bsd-3-clause": ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
    "mpl-2.0": ("Mozilla Public License 2.0", "MPL-2.0"),
    "cc-by-4.0": ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
    "cern-ohl-s-2.0": ("CERN Open Hardware Licence Version 2 - Strongly Reciprocal", "CERN-OHL-S-2.0"),
    "unlicense": ("The Unlicense", "Unlicense"),
    "other": ("Other", "NOASSERTION"),
}


def files(repo: Repo) -> dict[str, str]:
    """Path → text for everything but the README and what it points at."""
    made = _BY_KIND[repo.kind](repo) if repo.kind in _BY_KIND else _BY_LANGUAGE.get(repo.language or "", _plain)(repo)
    made |= {".gitignore": "build/\n*.log\n.env\n"}
    if repo.license:
        made["LICENSE"] = f"{LICENSES[repo.license][0]}\n\nCopyright (c) {repo.created_at.year} {repo.owner.name}\n"
    if repo.releases:
        made["CHANGELOG.md"] = "# Changes\n\n" + "".join(f"## {one.tag}\n\n{one.body}\n\n" for one in repo.releases)
    if repo.stars > 100 and repo.kind not in {"dotfiles", "awesome"}:
        made |= {
            ".github/workflows/check.yml": _WORKFLOW,
            "CONTRIBUTING.md": "# Contributing\n\nOpen an issue first.\n",
        }
    return made


def _python(repo: Repo) -> dict[str, str]:
    package = repo.name.replace("-", "_")
    scripts = (
        f'\n[project.scripts]\n{repo.name} = "{package}.cli:main"\n' if repo.kind in {"tool", "library+tool"} else ""
    )
    return {
        "pyproject.toml": f'[project]\nname = "{repo.name}"\ndescription = "{_quoted(repo)}"\n'
        f'requires-python = ">=3.11"\n{scripts}',
        f"src/{package}/__init__.py": f'"""{repo.description}"""\n',
        f"src/{package}/core.py": "def main() -> None: ...\n",
        "tests/test_core.py": "def test_it() -> None: ...\n",
        "docs/index.md": f"# {repo.name}\n",
    }


def _rust(repo: Repo) -> dict[str, str]:
    root = "src/lib.rs" if repo.kind == "library" else "src/main.rs"
    return {
        "Cargo.toml": f'[package]\nname = "{repo.name}"\nedition = "2024"\ndescription = "{_quoted(repo)}"\n',
        "Cargo.lock": "version = 4\n",
        root: "fn main() {}\n",
        "benches/all.rs": "",
        "tests/basic.rs": "",
    }


def _javascript(repo: Repo) -> dict[str, str]:
    script = "ts" if repo.language in {"TypeScript", "Svelte", "Vue"} else "js"
    return {
        "package.json": f'{{\n  "name": "{repo.name}",\n  "description": "{_quoted(repo)}",\n  "type": "module"\n}}\n',
        "package-lock.json": "{}\n",
        f"src/index.{script}": "export {};\n",
        f"test/index.test.{script}": "",
    } | ({"tsconfig.json": "{}\n"} if script == "ts" else {})


def _go(repo: Repo) -> dict[str, str]:
    return {
        "go.mod": f"module github.com/{repo.full_name}\n\ngo 1.25\n",
        "go.sum": "",
        "main.go": "package main\n\nfunc main() {}\n",
        "internal/core/core.go": "package core\n",
    }


def _cmake(repo: Repo) -> dict[str, str]:
    return {
        "CMakeLists.txt": f"cmake_minimum_required(VERSION 3.28)\nproject({repo.name})\n",
        f"source/{repo.name}.cpp": "int main() {}\n",
        f"include/{repo.name}.h": "#pragma once\n",
        "tests/CMakeLists.txt": "",
    }


def _openscad(repo: Repo) -> dict[str, str]:
    return {
        f"{repo.name}.scad": "$fn = 96;\n",
        "parts/body.scad": "cube(10);\n",
        "parts/lid.scad": "cube([10, 10, 1]);\n",
        "export/Makefile": "all: body.stl lid.stl\n",
    }


def _arduino(repo: Repo) -> dict[str, str]:
    return {
        "platformio.ini": "[env:esp32]\nplatform = espressif32\nframework = arduino\n",
        "src/main.cpp": "void setup() {}\nvoid loop() {}\n",
        f"hardware/{repo.name}.kicad_pcb": "",
        f"hardware/{repo.name}.kicad_sch": "",
    }


def _dotfiles(repo: Repo) -> dict[str, str]:
    return {
        ".config/nvim/init.lua": "vim.opt.number = true\n",
        ".config/git/config": f"[user]\n\tname = {repo.owner.name}\n",
        ".zshrc": "export EDITOR=nvim\n",
        "Brewfile": 'brew "ripgrep"\n',
        "install.sh": "#!/bin/sh\nset -eu\n",
    }


def _game(repo: Repo) -> dict[str, str]:
    return {
        "project.godot": f'[application]\nconfig/name="{repo.name}"\n',
        "scenes/main.tscn": "[gd_scene format=3]\n",
        "scripts/player.gd": "extends CharacterBody2D\n",
        "art/palette.gpl": "GIMP Palette\n",
        "export_presets.cfg": "",
    }


def _data(repo: Repo) -> dict[str, str]:
    return {
        "data/README.txt": f"{repo.description}\n",
        "data/measurements.csv": "board,humidity,radius_mm\nbirch-ply-12,0.41,140\n",
        "datapackage.json": f'{{"name": "{repo.name}"}}\n',
        "notebooks/look.ipynb": "{}\n",
    }


def _site(repo: Repo) -> dict[str, str]:
    return {
        "config.toml": f'title = "{repo.name}"\n',
        "content/_index.md": "# Home\n",
        "static/style.css": "body { margin: auto }\n",
        "templates/page.html": "<!doctype html>\n",
    }


def _plain(repo: Repo) -> dict[str, str]:
    return {"Makefile": f"all:\n\t@echo {repo.name}\n", "src/main.txt": ""}


def _nothing(_repo: Repo) -> dict[str, str]:
    return {}


def _quoted(repo: Repo) -> str:
    return repo.description.replace('"', "'")


_WORKFLOW = "name: check\non: [push, pull_request]\njobs:\n  check:\n    runs-on: ubuntu-latest\n"

_BY_KIND: dict[str, Callable[[Repo], dict[str, str]]] = {
    "dotfiles": _dotfiles,
    "game": _game,
    "data": _data,
    "site": _site,
    "firmware": _arduino,
    "model": _openscad,
    "awesome": _nothing,
    "bare": _nothing,
}

_BY_LANGUAGE: dict[str, Callable[[Repo], dict[str, str]]] = {
    "Python": _python,
    "Rust": _rust,
    "JavaScript": _javascript,
    "TypeScript": _javascript,
    "Svelte": _javascript,
    "Go": _go,
    "C++": _cmake,
    "C": _cmake,
    "OpenSCAD": _openscad,
}
