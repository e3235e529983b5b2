"""What reaches a log: one shape for every line, and no secret in any, whoever writes it."""

import json
import subprocess
import sys

import pytest

from tests.support.process import ROOT, environment

SECRET = "s3cretsecret"
TALK = f"""
import django, logging, structlog
django.setup()
structlog.get_logger("ours").warning("asked", url="https://a.example/?key={SECRET}", error=ValueError("token={SECRET}"))
logging.getLogger("theirs").error("GET https://a.example/x?jwt=%s", "{SECRET}")
try:
    raise ValueError("Authorization: Bearer {SECRET}")
except ValueError:
    structlog.get_logger("ours").exception("broken")
"""


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_line_tells_a_secret(form: str) -> None:
    env = environment(SANDBOX="off", LOG_FORMAT=form)
    said = subprocess.run([sys.executable, "-c", TALK], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert SECRET not in said.stderr
    assert said.stderr.count("***") == 4
    if form == "json":
        lines = [json.loads(line) for line in said.stderr.splitlines()]
        assert [(one["logger"], one["level"]) for one in lines] == [
            ("ours", "warning"),
            ("theirs", "error"),
            ("ours", "error"),
        ]
        assert "Traceback" in lines[2]["exception"]
