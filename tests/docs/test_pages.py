"""The pages say what is so: links lead somewhere, tables agree with the code, commands exist."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import tables
from vitrine.api.errors import STATUS
from vitrine.cli.main import COMMANDS
from vitrine.config import settings as configured
from vitrine.platforms import registry
from vitrine.platforms.youtube.costs import BUCKETS, listing_units
from vitrine.sync.decide import HIDDEN_BY_OWNER, SENTENCES

ROOT = tables.ROOT
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sandbox/**/README.md")})
LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
FENCES = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(path: Path) -> str:
    return FENCES.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """As GitHub makes them of headings."""
    heads = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.strip().replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        leads_to = (page.parent / name).resolve() if name else page
        assert leads_to.exists(), target
        if anchor:
            assert anchor in anchors(leads_to), target


def test_pages_that_the_code_names_exist_with_their_headings() -> None:
    named = re.compile(r"(docs/[a-z_-]+\.md|(?:bench|sandbox)/README\.md)(?:, [“\"]([^”\"]+)[”\"])?")
    for path in sorted((ROOT / "vitrine").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py")):
        for page, heading in named.findall(path.read_text(encoding="utf-8")):
            assert (ROOT / page).is_file(), f"{path} names {page}"
            assert not heading or re.search(rf"^#+ .*{re.escape(heading)}", read(page), re.MULTILINE), (path, heading)


@pytest.mark.parametrize("page", [path for path in PAGES if path.parent.name == "docs"], ids=lambda path: path.name)
def test_tables_are_those_that_python_m_tests_docs_tables_writes(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == tables.as_it_should_be(page), "run: python -m tests.docs.tables"


def test_every_command_of_make_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    said = re.compile(r"(?:`|^ {4}|^)(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)
    named = {name for page in PAGES for name in said.findall(page.read_text(encoding="utf-8"))}
    assert {"run", "test", "check", "bench"} <= named
    assert named <= targets


def test_every_subcommand_of_vitrine_that_a_page_names_is_there() -> None:
    said = re.compile(r"(?:`|^ {4}|bin/|-m )vitrine ([a-z]+)", re.MULTILINE)
    named = {name for page in PAGES for name in said.findall(page.read_text(encoding="utf-8"))}
    assert "up" in named
    assert named <= set(COMMANDS)


def test_every_module_that_a_page_runs_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"python3? -m ([a-z_.]+)", page.read_text(encoding="utf-8"))}
    for name in named - {"vitrine", "sandbox", "bench"}:
        assert (ROOT / name.replace(".", "/")).with_suffix(".py").is_file(), name


def test_every_file_that_a_page_names_is_there() -> None:
    tops = ("vitrine", "tests", "bench", "docs", "sandbox", *(path.name for path in (ROOT / "vitrine").iterdir()))
    path = re.compile(rf"`((?:{'|'.join(tops)})/[\w./-]+\.\w+)")
    for page in PAGES:
        for name in path.findall(prose(page)):
            if "vimeo" not in name:
                assert (ROOT / name).exists() or (ROOT / "vitrine" / name).exists(), (page.name, name)


def test_every_reason_of_the_ledger_is_told_word_for_word() -> None:
    told = read("docs/creators.md")
    for availability, sentence in SENTENCES.items():
        assert f"| `{availability}` | {sentence} |" in told
    assert f"| `hidden` | {HIDDEN_BY_OWNER} |" in told


def test_every_error_is_told_with_its_status() -> None:
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| (\d{3}) \|", read("docs/api.md"), re.MULTILINE))
    assert {code: int(status) for code, status in told.items()} == STATUS


def test_every_endpoint_is_told() -> None:
    from vitrine.api.app import api

    told = read("docs/api.md")
    for path in api.get_openapi_schema()["paths"]:
        short = re.sub(r"\{\w+\}", "{id}", path.removeprefix("/api/v1"))
        assert re.search(rf"[` ]{re.escape(short)}[` ]", told), path


def test_the_quota_is_told_as_it_is_counted() -> None:
    told = read("docs/operators.md")
    for bucket, limit in BUCKETS.items():
        assert f"| `{bucket}` | {limit:,} " in told
    prices = [listing_units(count) for count in (50, 500, 10_000)]
    assert "{} for 50 videos, {} for 500, {} for 10,000".format(*prices) in told


def test_every_queue_of_every_worker_is_told() -> None:
    told = read("docs/operators.md")
    for name, lane in configured.WORKERS.items():
        queues = ", ".join(f"`{queue}`" for queue in lane.queues)
        assert f"| `{name}` | {queues} |" in told
        assert f"-Q {','.join(lane.queues)}\n" in told


def test_every_floor_is_told() -> None:
    told = read("README.md")
    packages = [path.parent.name for path in (ROOT / "vitrine").glob("*/__init__.py")]
    missing = [name for name in packages if f"`vitrine/{name}/`" not in told and has_code(name)]
    assert not missing


def has_code(name: str) -> bool:
    return any(path.name != "__init__.py" for path in (ROOT / "vitrine" / name).rglob("*.py"))


def test_every_platform_is_told() -> None:
    for about in registry.all_about():
        assert f"| {about.label} |" in read("docs/creators.md")


def test_the_picture_of_the_readme_is_small_enough() -> None:
    assert (ROOT / "docs/screens/profile.webp").stat().st_size <= 150_000


# --- .env.example ------------------------------------------------------------------------------------------------

TELL = """
import json
from vitrine.config import settings
own = {name: value for name, value in vars(settings).items() if name.isupper() and name != "ENV"}
told = {name: repr(value) for name, value in own.items() if not callable(value)}
print(json.dumps({"told": told, "problems": [one.name for one in settings.ENV.problems]}))
"""


def as_read_from(env_file: Path, home: Path) -> dict[str, object]:
    """What the settings are in a process that has nothing but this file, and a home."""
    known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
    env = {**known, "VITRINE_ENV_FILE": str(env_file), "VITRINE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_example_with_every_line_in_force_is_what_one_has_without_it(tmp_path: Path) -> None:
    """Defaults are told truly, and what follows them on the line is no part of them."""
    example = tmp_path / "env"
    example.write_text(re.sub(r"^# (?=[A-Z_]+=)", "", read(".env.example"), flags=re.MULTILINE), encoding="utf-8")
    home = tmp_path / "home"
    assert as_read_from(example, home) == as_read_from(Path(os.devnull), home)
