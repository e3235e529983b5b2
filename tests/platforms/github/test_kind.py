"""What kind of project the names at a repository's top make it, as a table."""

import pytest

from vitrine.platforms.github.kind import Kind, Signs, kind_of

TABLE = [
    # files and folders (ending in /), topics, kind, because
    ("pyproject.toml src/ tests/ README.md LICENSE", "", "library", "has pyproject.toml"),
    ("setup.py click/ docs/ README.rst", "", "library", "has setup.py"),
    ("Cargo.toml Cargo.lock src/", "", "library", "has cargo.toml"),
    ("package.json index.js test/", "", "library", "has package.json"),
    ("go.mod router.go router_test.go", "", "library", "has go.mod"),
    ("thing.gemspec lib/", "", "library", "has thing.gemspec"),
    ("CMakeLists.txt include/ src/", "", "library", "has include/"),
    ("Package.swift Sources/", "", "library", "has package.swift"),
    ("pom.xml src/", "", "library", "has pom.xml"),
    ("README.md src/", "library", "library", "topic library"),
    ("go.mod main.go", "", "tool", "has main.go"),
    ("go.mod cmd/ internal/", "", "tool", "has cmd/"),
    ("action.yml dist/ package.json", "", "tool", "has action.yml"),
    ("pyproject.toml kerf/ README.md", "cli cnc", "tool", "topic cli"),
    ("pyproject.toml src/", "cli library", "library", "has pyproject.toml"),
    ("install.sh README.md", "", "tool", "has install.sh"),
    ("main.py requirements.txt", "", "tool", "has main.py"),
    ("Dockerfile package.json src/", "", "application", "has dockerfile"),
    ("manage.py shop/ requirements.txt", "", "application", "has manage.py"),
    ("docker-compose.yml backend/ frontend/", "", "application", "has docker-compose.yml"),
    ("App.xcodeproj/ App/ README.md", "", "application", "has app.xcodeproj/"),
    ("ios/ android/ package.json", "", "application", "has ios/ and android/"),
    ("src-tauri/ package.json", "", "application", "has src-tauri/"),
    ("app.py templates/", "", "application", "has app.py"),
    ("go.mod main.go internal/", "self-hosted", "application", "topic self-hosted"),
    ("setup.py Dockerfile src/", "", "library", "has setup.py"),
    ("index.html style.css", "", "website", "has index.html"),
    ("index.html package.json src/", "", "library", "has package.json"),
    ("_config.yml _posts/ index.md", "", "website", "has _config.yml"),
    ("astro.config.mjs package.json src/", "", "website", "has astro.config.mjs"),
    ("CNAME index.html", "", "website", "has cname"),
    ("project.godot scenes/", "", "game", "has project.godot"),
    ("Assets/ Packages/ ProjectSettings/", "", "game", "has Assets/ and ProjectSettings/"),
    ("main.lua conf.lua", "", "game", "has main.lua and conf.lua"),
    ("package.json src/", "game", "game", "topic game"),
    ("humidity.csv README.md LICENSE", "", "data", "has humidity.csv"),
    ("datapackage.json data/", "", "data", "has datapackage.json"),
    ("explore.ipynb README.md", "", "data", "has explore.ipynb"),
    ("explore.ipynb pyproject.toml", "", "library", "has pyproject.toml"),
    (".bashrc .vimrc install.sh", "", "configuration", "has .bashrc"),
    ("flake.nix home.nix", "", "configuration", "has home.nix"),
    ("zsh/ git/ README.md", "dotfiles", "configuration", "topic dotfiles"),
    (".bashrc", "", "", ""),
    ("stool.scad stool.stl", "", "hardware", "has stool.stl"),
    ("board.kicad_pro board.kicad_pcb", "", "hardware", "has board.kicad_pro"),
    ("README.md notes.md .gitignore", "", "notes", "holds only text"),
    ("README.md chapters/", "book", "notes", "topic book"),
    ("Vault.md .obsidian/", "", "notes", "has .obsidian/"),
    ("main.c util.c", "", "", ""),
    ("", "", "", ""),
]


@pytest.mark.parametrize(("names", "topics", "kind", "because"), TABLE)
def test_kind_is_told_from_the_names_at_the_top(names: str, topics: str, kind: str, because: str) -> None:
    entries = names.split()
    signs = Signs(
        owner="wren",
        name="thing",
        files=[name for name in entries if not name.endswith("/")],
        folders=[name[:-1] for name in entries if name.endswith("/")],
        topics=topics.split(),
    )
    assert kind_of(signs) == Kind(kind, because)


@pytest.mark.parametrize(
    ("owner", "name", "kind"),
    [
        ("wren", "dotfiles", "configuration"),
        ("wren", ".dotfiles", "configuration"),
        ("wren", "Wren.github.io", "website"),
        ("Wren", "wren", "notes"),
        ("wren", "awesome-joinery", "notes"),
        ("wren", "kerf", ""),
    ],
)
def test_some_names_say_it_all(owner: str, name: str, kind: str) -> None:
    assert kind_of(Signs(owner=owner, name=name, folders=["docs"])).name == kind


def test_text_beside_code_is_not_a_notebook() -> None:
    assert kind_of(Signs(owner="wren", name="x", files=["README.md"], languages={"C": 10})).name == ""
