"""What a start on a public server looks like to Django's own checks and to browsers, and what stops it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "BASE_URL": "https://portfolio.example.org",
    "DATABASE_URL": "postgresql://vitrine:secret@db.invalid/vitrine",
    "REDIS_URL": "redis://cache.invalid:6379/0",
    "SECRET_KEY": "Zq8v3nR7tYw2LxKp5sDfGh9jMbVcXa1EoUiQ4rTyWzN6kHgJ0l",
    "TOKEN_KEYS": "dGVzdHMta2V5LXRoYXQtZ3VhcmRzLW5vdGhpbmctMDA=",
    "TRUSTED_PROXIES": "10.0.0.1",
    "YOUTUBE_API_KEY": "a-key",
    "SANDBOX": "off",
    "EMAIL_HOST": "mail.invalid",
}


def ran(home: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "VITRINE_HOME": str(home), **settings}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_djangos_checks_for_a_public_server_find_nothing(tmp_path: Path) -> None:
    done = ran(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO", **PUBLIC)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_server_without_its_secrets_or_with_a_way_to_loopback_does_not_start(tmp_path: Path) -> None:
    wrong = {"SECRET_KEY": "", "TOKEN_KEYS": "", "SANDBOX_ADDRESS": "127.0.0.1:8001"}
    done = ran(tmp_path, "-m", "vitrine", "web", "--port", "0", **{**PUBLIC, **wrong})
    assert done.returncode == 1
    assert "SECRET_KEY is not set." in done.stderr
    assert "TOKEN_KEYS is not set." in done.stderr
    assert "SANDBOX_ADDRESS is set, but the sandbox is off." in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*_key")), "a server of several processes does not make one up"


TELL = """
import json
from vitrine.config import settings
print(json.dumps({name: value for name, value in vars(settings).items()
                  if name.startswith(("SESSION_", "CSRF_", "SECURE_", "ALLOWED_", "CORS_"))}))
"""


def told(home: Path, **settings: str) -> dict[str, Any]:
    done = ran(home, "-c", TELL, **settings)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_on_https_cookies_are_bound_to_the_host_and_browsers_insist_on_tls(tmp_path: Path) -> None:
    public = told(tmp_path, **PUBLIC)
    for kind in ("SESSION", "CSRF"):
        assert public[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert public[f"{kind}_COOKIE_SECURE"] is True
        assert public[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert f"{kind}_COOKIE_DOMAIN" not in public
        assert f"{kind}_COOKIE_PATH" not in public
    assert public["SESSION_COOKIE_HTTPONLY"] is True
    assert public["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert public["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert public["SECURE_SSL_REDIRECT"] is True
    assert public["ALLOWED_HOSTS"] == ["portfolio.example.org"]
    assert public["CORS_ORIGINS"] == []


def test_on_a_laptop_none_of_it_stands_in_the_way_and_secrets_are_ones_own(tmp_path: Path) -> None:
    home = tmp_path / "home"
    laptop = told(home, SECRET_KEY="", TOKEN_KEYS="", DATABASE_URL="", REDIS_URL="", BASE_URL="")
    assert laptop["SESSION_COOKIE_NAME"] == "vitrine_session"
    assert laptop["SESSION_COOKIE_SECURE"] is laptop["CSRF_COOKIE_SECURE"] is laptop["SECURE_SSL_REDIRECT"] is False
    assert laptop["SECURE_HSTS_SECONDS"] == 0
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("secret_key", "token_key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("origin", ["*", "null", "example.com", "https://example.com/path", "javascript:alert(1)"])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    from vitrine.config.env import Env

    env = Env({"CORS_ORIGINS": f"https://app.example.com, {origin}"})
    assert env.origins("CORS_ORIGINS") == []
    assert origin in env.problems[0].sentence
