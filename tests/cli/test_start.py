"""What keeps a command from starting is a sentence, not a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import ROOT, environment

NOT_MIGRATED = "The database is not of this version. Run `python manage.py migrate`; `make run` does so itself.\n"


def vitrine(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = environment(VITRINE_HOME=str(home), SANDBOX="off", **{"DATABASE_URL": "", **settings})
    command = [sys.executable, "-m", "vitrine", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("command", [("import", "youtube.com/@nobody", "--user", "wren"), ("worker", "people")])
def test_a_database_without_our_tables_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = vitrine(tmp_path, *command)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.endswith(NOT_MIGRATED)
    assert "Traceback" not in said.stderr


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    nowhere = "postgresql://vitrine@127.0.0.1:1/vitrine"
    said = vitrine(tmp_path, "beat", DATABASE_URL=nowhere, SECRET_KEY="s" * 60, TOKEN_KEYS="A" * 43 + "=")
    assert said.returncode == 1
    assert "The database does not answer" in said.stderr
    assert "Traceback" not in said.stderr
