"""The repository stands alone: no file of it speaks of somebody's machine or of where packages came from."""

import re
import subprocess

import pytest

from tests.docs.tables import ROOT

TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", ".lock", ".example", ".svg", ".yml", ""}
HERE = "tests/docs/test_hygiene.py"

# Words are put together here, so that this file is not its own finding.
PATHS = re.compile(r"(?<![\w./:}$-])/(?:home|root|Users|work|mnt|workspace|opt/\w+)/[\w.-]+")
_INDEXES = (
    "py" + r"pi\.org/simple",
    r"files\.python" + "hosted",
    "--(?:extra-)?index" + "-url",
    r"registry\.npm" + "js",
)
INDEXES = re.compile("|".join(_INDEXES))
EXEMPTIONS = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])$", re.MULTILINE)
SECRETS = re.compile(r"AIza[\w-]{35}|gh[pousr]_[A-Za-z0-9]{36}|-----BEGIN (?:RSA |EC )?PRIVATE KEY")


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


NAMES = tracked()
pytestmark = pytest.mark.skipif(not NAMES, reason="this is no git checkout, so nobody knows which files are its own")


def texts() -> list[tuple[str, str]]:
    chosen = [name for name in NAMES if (ROOT / name).suffix in TEXT and name != HERE]
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in chosen]


def found(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}: {hit[0]}"
        for name, text in texts()
        if not name.startswith(but or ("\0",))
        for hit in pattern.finditer(text)
    ]


def test_no_file_names_a_path_of_somebody_s_machine() -> None:
    assert found(PATHS) == []


def test_no_file_names_a_package_index() -> None:
    assert found(INDEXES) == []


def test_no_file_holds_a_secret() -> None:
    assert found(SECRETS) == []


def test_every_exemption_has_its_reason_beside_it() -> None:
    assert found(EXEMPTIONS) == []


def test_nothing_that_is_made_is_kept() -> None:
    made = re.compile(r"(^|/)(__pycache__|\.venv|var|node_modules|htmlcov)/|\.(pyc|sqlite3|log)$|(^|/)\.env$")
    assert [name for name in NAMES if made.search(name)] == []


def test_no_file_is_huge() -> None:
    assert [name for name in NAMES if (ROOT / name).stat().st_size > 3_000_000] == []
