"""Secrets at rest."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.support.process import ROOT
from vitrine.accounts.errors import SealBrokenError
from vitrine.accounts.sealing import reseal, seal, unseal

PLACE = "connection:7:youtube:UCx:access"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_comes_out_in_its_place_and_in_no_other(secret: str) -> None:
    sealed = seal(secret, PLACE)
    assert unseal(sealed, PLACE) == secret
    if secret:
        with pytest.raises(SealBrokenError):
            unseal(sealed, PLACE.replace("7", "8"))


def test_it_shows_itself_nowhere() -> None:
    assert repr(unseal(seal("ya29.secret", PLACE), PLACE)) == "***"
    assert f"Bearer {unseal(seal('ya29.secret', PLACE), PLACE)}" == "Bearer ya29.secret"


def test_a_changed_text_does_not_open() -> None:
    sealed = seal("ya29.secret", PLACE)
    for wrong in (sealed[:-4], sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:], "x", "ü"):
        with pytest.raises(SealBrokenError):
            unseal(wrong, PLACE)


def test_the_first_key_seals_and_all_open(settings: Settings) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.TOKEN_KEYS = [old]
    sealed = seal("secret", PLACE)
    settings.TOKEN_KEYS = [new, old]
    assert unseal(sealed, PLACE) == "secret"
    again = reseal(sealed)
    settings.TOKEN_KEYS = [new]
    assert unseal(again, PLACE) == "secret"
    with pytest.raises(SealBrokenError):
        unseal(sealed, PLACE)
    with pytest.raises(SealBrokenError):
        reseal(sealed)


# --- where the keys are from ------------------------------------------------------------------------------------
LOOK = (
    "from vitrine.config import settings; print(settings.TOKEN_KEYS, [one.sentence for one in settings.ENV.problems])"
)


def told(home: Path, **settings: str) -> str:
    env = {**os.environ, "VITRINE_HOME": str(home), "DATABASE_URL": "", **settings}
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_on_a_laptop_a_key_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    first = told(tmp_path, TOKEN_KEYS="")
    kept = tmp_path / "token_key"
    assert f"{kept.stat().st_mode:o}".endswith("600")
    assert kept.read_text() in first
    assert told(tmp_path, TOKEN_KEYS="") == first


def test_a_server_without_keys_does_not_start_and_says_why(tmp_path: Path) -> None:
    env = {**os.environ, "VITRINE_HOME": str(tmp_path), "TOKEN_KEYS": "", "DATABASE_URL": "postgresql:///nowhere"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "TOKEN_KEYS is not set." in done.stderr
    assert "Fernet.generate_key()" in done.stderr


def test_a_key_that_is_none_is_told_by_its_number(tmp_path: Path) -> None:
    assert "TOKEN_KEYS: key 2 is none." in told(tmp_path, TOKEN_KEYS=f"{Fernet.generate_key().decode()},short")
