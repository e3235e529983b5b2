"""A connection's token: fresh for whoever calls, refreshed once whoever asks, ended only by what is final."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections as databases
from pytest_django import Settings

from tests.support.consent import connect
from tests.support.pipeline import Importer
from tests.support.sandbox import Sandbox
from vitrine.accounts import sealing
from vitrine.accounts.actions import claim_refresh, disconnect, end_grant, renewed, rotate_tokens, tokens_of
from vitrine.accounts.errors import GrantEndedError, SealBrokenError
from vitrine.accounts.models import AuditEvent, Connection, User
from vitrine.accounts.queries import needs_attention
from vitrine.lib import clock
from vitrine.lib.errors import UpstreamUnavailableError
from vitrine.lib.secret import Secret
from vitrine.platforms import registry
from vitrine.platforms.github import api as github
from vitrine.platforms.oauth import Grant
from vitrine.platforms.types import Ask
from vitrine.platforms.youtube import api
from vitrine.platforms.youtube.oauth import sign_in as google_sign_in
from vitrine.upstream.actions import open_caller, own_caller, revoke
from vitrine.upstream.caller import MeteredCaller
from vitrine.upstream.clients import client_of
from vitrine.upstream.plain import caller_of

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "oauth2.googleapis.com"


@pytest.fixture
def mine(alice: User, providers: Sandbox) -> Connection:
    return connect(alice)


def ends_in(connection: Connection, seconds: float) -> Connection:
    """Our row says that the access token ends so soon."""
    Connection.objects.filter(pk=connection.pk).update(expires_at=clock.now() + timedelta(seconds=seconds))
    connection.refresh_from_db()
    return connection


def refreshes(sandbox: Sandbox) -> int:
    return sum(row["host"] == TOKEN and row["endpoint"] != "google.code" for row in sandbox.log())


def ask(caller: MeteredCaller) -> int:
    return caller.get(api.my_channel(caller)).status


# --- ahead of the end -------------------------------------------------------------------------------------------
def test_a_token_with_an_hour_to_go_is_used_as_it_is(mine: Connection, providers: Sandbox) -> None:
    with own_caller(mine, "sync") as caller:
        assert ask(caller) == 200
    assert refreshes(providers) == 0


def test_a_token_with_a_minute_to_go_is_refreshed_first(mine: Connection, providers: Sandbox) -> None:
    before = tokens_of(mine).access
    with own_caller(ends_in(mine, 61), "sync") as caller:
        assert ask(caller) == 200
        assert caller.token != before
    assert refreshes(providers) == 1
    mine.refresh_from_db()
    assert mine.expires_at
    assert mine.expires_at > clock.now() + timedelta(minutes=50)
    assert (mine.state, mine.refreshing_until, tokens_of(mine).access == before) == ("active", None, False)


def test_twenty_at_once_make_one_refresh(mine: Connection, providers: Sandbox) -> None:
    ends_in(mine, -5)
    providers.fault("stall", host=TOKEN, seconds=0.3)
    together = threading.Barrier(20)

    def work(_: int) -> str:
        try:
            here = Connection.objects.get(pk=mine.pk)
            together.wait()
            with own_caller(here, "sync") as caller:
                return caller.token
        finally:
            databases.close_all()

    with ThreadPoolExecutor(20) as pool:
        tokens = set(pool.map(work, range(20)))
    assert len(tokens) == 1
    assert refreshes(providers) == 1


def test_whoever_died_over_a_refresh_holds_nobody_up_for_long(mine: Connection, providers: Sandbox) -> None:
    Connection.objects.update(refreshing_until=clock.now() - timedelta(seconds=1))
    with own_caller(ends_in(mine, -5), "sync") as caller:
        assert ask(caller) == 200


def test_while_another_refreshes_a_token_that_still_lasts_is_used(mine: Connection, providers: Sandbox) -> None:
    Connection.objects.update(refreshing_until=clock.now() + timedelta(seconds=30))
    with own_caller(ends_in(mine, 60), "sync") as caller:
        assert ask(caller) == 200
    assert refreshes(providers) == 0


# --- refused ----------------------------------------------------------------------------------------------------
def test_a_refused_token_is_renewed_once_and_the_question_asked_again(mine: Connection, providers: Sandbox) -> None:
    providers.clock(advance=2 * 3600)  # Google says that it has ended; our row does not know
    with own_caller(mine, "sync") as caller:
        together = [caller.send(api.my_channel(caller)) for _ in range(3)]
        assert [one.result().status for one in together] == [200, 200, 200]
        assert ask(caller) == 200
    assert refreshes(providers) == 1
    asked = [row["status"] for row in providers.log("channels.list")]
    assert sorted(asked[-7:]) == [200, 200, 200, 200, 401, 401, 401]


def test_a_new_token_that_is_refused_as_well_ends_the_connection(mine: Connection, providers: Sandbox) -> None:
    providers.fault("status", host="www.googleapis.com", status=401, body=unauthorized())
    with own_caller(mine, "sync") as caller, pytest.raises(GrantEndedError) as ended:
        ask(caller)
    assert refreshes(providers) == 1
    assert (ended.value.code, ended.value.action) == ("RECONNECT_REQUIRED", "connect_youtube")
    mine.refresh_from_db()
    assert (mine.state, mine.sealed_access, mine.sealed_refresh) == ("reconnect", "", "")
    assert "Halloway Bench" in mine.sentence


def test_a_401_that_is_not_about_the_token_costs_no_connection(mine: Connection, providers: Sandbox) -> None:
    providers.fault("status", host="www.googleapis.com", status=401, body=unauthorized("youtubeSignupRequired"))
    with own_caller(mine, "sync") as caller:
        assert ask(caller) == 401
    mine.refresh_from_db()
    assert (mine.state, refreshes(providers)) == ("active", 0)


def unauthorized(reason: str = "authError") -> dict[str, object]:
    return {"error": {"code": 401, "message": "x", "errors": [{"reason": reason, "domain": "youtube.header"}]}}


def test_a_withdrawn_token_of_github_ends_at_once(alice: User, providers: Sandbox) -> None:
    mine = connect(alice, "github")
    providers.fault("status", host="api.github.com", status=401, body={"message": "Bad credentials"})
    with own_caller(mine, "sync") as caller, pytest.raises(GrantEndedError):
        registry.get("github").own_works(caller, mine.account_id)  # type: ignore[attr-defined]  # it connects
    mine.refresh_from_db()
    assert mine.state == "reconnect"


# --- ended, or only in trouble ----------------------------------------------------------------------------------
def test_a_grant_that_was_withdrawn_is_final_and_told(mine: Connection, alice: User, providers: Sandbox) -> None:
    withdraw(mine)
    with pytest.raises(GrantEndedError) as ended:
        own_caller(ends_in(mine, 10), "sync")
    assert ended.value.verdict == "reconnect"
    assert ended.value.sentence.startswith("Google has ended our access")
    assert needs_attention(alice) == [mine]
    assert AuditEvent.objects.filter(user=alice, action="connection.ended").count() == 1
    with pytest.raises(GrantEndedError):
        own_caller(mine, "sync")
    assert refreshes(providers) == 2, "the withdrawal and one try; nobody asks again"


def withdraw(connection: Connection) -> None:
    """As the person does in their Google account."""
    tokens = tokens_of(connection)
    with caller_of(registry.get("youtube").about, None, "test") as caller:
        ask = google_sign_in.revoke(client_of(google_sign_in), access="", refresh=tokens.refresh)
        assert caller.get(ask).status == 200


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 500, "body": {"error": "internal_failure"}},
        {"kind": "status", "status": 400, "body": {"error": "something_new"}},
        {"kind": "status", "status": 429},
        {"kind": "html"},
        {"kind": "close"},
        {"kind": "truncate_json"},
    ],
    ids=lambda trouble: f"{trouble['kind']}-{trouble.get('status', '')}",
)
def test_trouble_on_the_way_changes_nothing(mine: Connection, providers: Sandbox, trouble: dict[str, object]) -> None:
    providers.fault(**trouble, host=TOKEN)  # type: ignore[arg-type]  # the fault's own fields
    with pytest.raises(Exception, match=r".") as failed:
        own_caller(ends_in(mine, 2), "sync")
    assert getattr(failed.value, "verdict", "") in ("transient", "waiting")
    mine.refresh_from_db()
    assert (mine.state, mine.refreshing_until) == ("active", None)
    providers.clear_faults()
    with own_caller(mine, "sync") as caller:
        assert ask(caller) == 200


def test_while_google_is_down_a_token_that_still_lasts_is_used(mine: Connection, providers: Sandbox) -> None:
    providers.fault("status", host=TOKEN, status=503)
    with own_caller(ends_in(mine, 60), "sync") as caller:
        assert ask(caller) == 200


# --- whose caller -----------------------------------------------------------------------------------------------
def test_everybody_gets_a_caller_and_the_connected_their_own(
    mine: Connection, alice: User, charlie: User, providers: Sandbox
) -> None:
    with open_caller(alice, "youtube", "sync") as hers, open_caller(charlie, "youtube", "sync") as his:
        assert (hers.token, hers.account_id) == (tokens_of(mine).access, mine.account_id)
        assert (his.token, his.account_id) == ("", "")


def test_what_is_public_goes_on_without_a_dead_account(mine: Connection, alice: User, providers: Sandbox) -> None:
    withdraw(mine)
    ends_in(mine, 0)
    with open_caller(alice, "youtube", "sync") as caller:
        assert (caller.token, bool(caller.api_key)) == ("", True)
    mine.refresh_from_db()
    assert mine.state == "reconnect"


# --- kept to themselves -----------------------------------------------------------------------------------------
def test_tokens_stand_in_no_log_no_repr_no_cache_and_no_row(
    mine: Connection, providers: Sandbox, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    }
    caplog.set_level(logging.DEBUG)
    first = tokens_of(mine)
    providers.fault("status", host="www.googleapis.com", status=401, body=unauthorized(), times=1)
    with own_caller(mine, "sync") as caller:
        asked = api.my_channel(caller)
        said = [repr(one) for one in (mine, caller, asked, caller._own, tokens_of(mine), vars(caller))]
        ask(caller)
        said.append(repr(vars(caller)))
    github_mine = connect(mine.user, "github")
    with own_caller(github_mine, "sync") as caller:
        caller.get(github.myself())
    mine.refresh_from_db()
    said += [repr(vars(mine)), caplog.text, *(str(row) for row in AuditEvent.objects.values())]
    said += [file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file()]
    assert any(tmp_path.rglob("*.djcache"))
    for secret in (*(first.access, first.refresh), tokens_of(mine).access, tokens_of(github_mine).access):
        assert len(secret) > 10
        assert not any(secret in one for one in said)


def test_an_error_about_tokens_does_not_hold_them(mine: Connection, providers: Sandbox) -> None:
    tokens = tokens_of(mine)
    providers.fault("status", host=TOKEN, status=503)
    with pytest.raises(UpstreamUnavailableError) as failed:
        own_caller(ends_in(mine, -1), "sync")
    told = failed.getrepr(showlocals=True, style="long")
    assert tokens.refresh not in str(told)
    assert tokens.access not in str(told)


# --- keys -------------------------------------------------------------------------------------------------------
NEW = "bmV3LWtleS10aGF0LWd1YXJkcy1ub3RoaW5nLTAwMDA="


def test_keys_are_changed_by_putting_a_new_one_in_front(mine: Connection, settings: Settings) -> None:
    old, tokens = settings.TOKEN_KEYS, tokens_of(mine)
    settings.TOKEN_KEYS = [NEW, *old]
    assert (rotate_tokens().resealed, rotate_tokens().broken) == (2, 0)
    settings.TOKEN_KEYS = [NEW]
    mine.refresh_from_db()
    assert tokens_of(mine) == tokens
    settings.TOKEN_KEYS = old
    done = rotate_tokens()
    assert (done.resealed, done.broken) == (0, 2)


def test_a_lost_key_asks_the_person_and_breaks_nothing(mine: Connection, settings: Settings) -> None:
    settings.TOKEN_KEYS = [NEW]
    with pytest.raises(GrantEndedError) as ended:
        own_caller(mine, "sync")
    assert ended.value.sentence.startswith("We can no longer read the key")
    mine.refresh_from_db()
    assert mine.state == "reconnect"


def test_a_token_moved_to_another_row_opens_nothing(mine: Connection, charlie: User, providers: Sandbox) -> None:
    his = connect(charlie, account="nadi")
    Connection.objects.filter(pk=his.pk).update(sealed_access=mine.sealed_access)
    with pytest.raises(GrantEndedError):
        own_caller(his, "sync")
    with pytest.raises(SealBrokenError):
        sealing.unseal(mine.sealed_access, f"connection:{mine.user_id}:youtube:{mine.account_id}:refresh")


def test_github_is_revoked_as_the_site(alice: User, providers: Sandbox) -> None:
    mine = connect(alice, "github")
    tokens = tokens_of(mine)
    assert revoke("github", tokens, alice.pk)
    with own_caller(mine, "sync") as caller, pytest.raises(GrantEndedError):
        caller.get(replaced(caller))


def replaced(caller: MeteredCaller) -> Ask:
    ask = github.myself()
    return replace(
        ask, request=replace(ask.request, headers={**ask.request.headers, "Authorization": f"Bearer {caller.token}"})
    )


# --- at the same moment -----------------------------------------------------------------------------------------
def test_what_is_disconnected_meanwhile_does_not_come_back_with_fresh_tokens(mine: Connection) -> None:
    claim = claim_refresh(mine)
    assert claim
    disconnect(Connection.objects.get(pk=mine.pk))
    assert not renewed(mine, Grant(Secret("ya29.late")), claim=claim, asked_at=clock.now())
    row = Connection.objects.get()
    assert (row.state, row.sealed_access) == ("disconnected", "")


def test_a_reconnected_account_is_not_ended_by_what_its_old_token_met(mine: Connection, alice: User) -> None:
    before = Connection.objects.get(pk=mine.pk)
    connect(alice)
    assert not end_grant(before, "Too late.")
    mine.refresh_from_db()
    assert mine.state == "active"


# --- public work and a grant that dies on the way ---------------------------------------------------------------
def test_public_work_goes_on_when_the_grant_dies_on_the_way(
    alice: User, providers: Sandbox, importing: Importer
) -> None:
    mine = connect(alice, "github")
    assert revoke("github", tokens_of(mine), alice.pk)
    job = importing(alice, "https://github.com/hallowaybench/kerf")
    assert (job.state, job.error_sentence) == ("completed", "")
    mine.refresh_from_db()
    assert mine.state == "reconnect"


def test_private_work_asks_for_the_person_then(alice: User, providers: Sandbox, importing: Importer) -> None:
    mine = connect(alice, "github", steps=["repo"])
    with own_caller(mine, "resolve") as caller:
        own = registry.get("github").own_works(caller, mine.account_id).items  # type: ignore[attr-defined]  # it connects
    (private,) = [item for item in own if item.availability == "private"]
    assert revoke("github", tokens_of(mine), alice.pk)
    job = importing(alice, private.ref.url)
    assert (job.state, job.error_code, job.error_verdict) == ("failed", "RECONNECT_REQUIRED", "reconnect")
