"""`vitrine keys`: the first key comes from a shell, works over HTTP at once, and is refused once it is revoked."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from tests.api.test_wire import call
from tests.support.stack import Stack
from vitrine.cli.keys import _moment
from vitrine.lib.errors import ValidationFailedError


def test_a_key_is_made_used_listed_and_revoked(stack: Stack) -> None:
    slug = stack.person().slug
    secret = stack.vitrine("keys", "create", "--name", "CI", "--user", slug, "--expires", "90d").strip()
    path = f"/api/v1/projects/?user={slug}"
    assert call(stack.url, "GET", path, X_API_Key=secret)[0] == 200
    told = stack.vitrine("keys", "list", "--user", slug)
    assert f"{secret[:11]}…  READ_ONLY" in told
    assert secret not in told
    assert stack.vitrine("keys", "revoke", secret[:11]).startswith("Revoked: ")
    status, said, _ = call(stack.url, "GET", path, Authorization=f"Bearer {secret}")
    assert (status, said["error"]) == (401, "This key was revoked. Make a new one to go on.")


def test_a_key_of_nobody_is_refused_with_a_sentence(stack: Stack) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        stack.vitrine("keys", "create", "--name", "CI", "--user", "nobody-at-all")
    assert (refused.value.returncode, refused.value.stderr) == (1, "There is nobody called nobody-at-all.\n")


def test_when_a_key_expires_may_be_said_in_days_or_by_a_date() -> None:
    assert _moment("") is None
    days = _moment("90d")
    assert days is not None
    assert timedelta(days=89, hours=23) < days - datetime.now(UTC) <= timedelta(days=90)
    assert _moment("2027-01-31") == datetime(2027, 2, 1, tzinfo=UTC)
    assert _moment("2027-01-31T12:00") == datetime(2027, 1, 31, 12, tzinfo=UTC)
    for wrong in ("soon", "2027-13-01", "2027-02-30", "-1d"):
        with pytest.raises(ValidationFailedError):
            _moment(wrong)
