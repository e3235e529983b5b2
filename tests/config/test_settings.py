"""Settings: each is documented, each bad value is a sentence before anything starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:ENV\.\w+|env)\(\s*"([A-Z][A-Z_]+)\"""")


def read_by_settings() -> set[str]:
    return set(READ.findall((ROOT / "vitrine/config/settings.py").read_text(encoding="utf-8")))


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = set(re.findall(r"^# ([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert len(read_by_settings()) > 30
    assert read_by_settings() - told == set()


def test_what_the_example_tells_is_read_somewhere() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = set(re.findall(r"^# ([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert told - read_by_settings() == set()


def up(**settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", "up", "--port", "0"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=30, check=False
    )


def test_bad_values_stop_the_start_each_with_its_sentence_and_hint(tmp_path: Path) -> None:
    ended = up(VITRINE_HOME=str(tmp_path), SANDBOX="off", JOB_RETRIES="many", LOG_LEVEL="LOUD")
    assert ended.returncode == 1
    assert "JOB_RETRIES is “many”, not a whole number" in ended.stderr
    assert "LOG_LEVEL is “LOUD”." in ended.stderr
    assert "Use one of: DEBUG, INFO, WARNING, ERROR." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Vitrine is at" not in ended.stdout
