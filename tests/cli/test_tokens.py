"""`vitrine tokens rotate`, as an operator runs it."""

import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from tests.support.process import ROOT, environment, this_database
from vitrine.accounts.models import Connection, User
from vitrine.accounts.sealing import seal, unseal

pytestmark = pytest.mark.django_db(transaction=True)


def rotate(*keys: str) -> subprocess.CompletedProcess[str]:
    env = environment(DATABASE_URL=this_database(), TOKEN_KEYS=",".join(keys), SANDBOX="off", YOUTUBE_API_KEY="x")
    command = [sys.executable, "-m", "vitrine", "tokens", "rotate"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_new_key_takes_over_and_a_lost_one_is_told(alice: User, settings: Settings) -> None:
    (old,), new = settings.TOKEN_KEYS, Fernet.generate_key().decode()
    Connection.objects.create(user=alice, provider="youtube", account_id="UCx", sealed_access=seal("ya29", "here"))
    done = rotate(new, old)
    assert (done.returncode, done.stdout) == (0, "1 sealed anew. Older keys can leave TOKEN_KEYS now.\n"), done.stderr
    settings.TOKEN_KEYS = [new]
    assert unseal(Connection.objects.get().sealed_access, "here") == "ya29"
    lost = rotate(old)
    assert lost.returncode == 1
    assert "1 could not be opened by any key" in lost.stdout
