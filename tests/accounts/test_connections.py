"""Connecting an account: there and back over HTTP, and every way in which that comes to nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connections as databases

from tests.support.consent import ANALYTICS, READ, SESSION, connect, consent, finish, queried
from tests.support.sandbox import Sandbox
from vitrine.accounts import errors
from vitrine.accounts.models import AuditEvent, Connection, OAuthAttempt, User
from vitrine.accounts.queries import connections_of, needs_attention
from vitrine.lib import clock
from vitrine.lib.errors import (
    IntegrationAuthError,
    PermissionDeniedError,
    UpstreamUnavailableError,
    ValidationFailedError,
)
from vitrine.sync.actions import disconnect, finish_connecting
from vitrine.upstream.actions import begin

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_channel_is_connected_with_what_was_granted(alice: User, providers: Sandbox) -> None:
    mine = connect(alice)
    assert (mine.state, mine.account_name, mine.scopes, mine.unticked) == ("active", "Halloway Bench", [READ], [])
    assert mine.account_id == "UCaXlwLp-8n5PaRQKqGWIBcQ"
    assert mine.expires_at
    assert timedelta(minutes=55) < mine.expires_at - clock.now() < timedelta(minutes=61)
    line = AuditEvent.objects.get(action="connection.made")
    assert (line.user, line.detail["account"]) == (alice, "Halloway Bench")


def test_a_person_of_github_is_connected(alice: User, providers: Sandbox) -> None:
    mine = connect(alice, "github")
    assert (mine.state, mine.account_name, mine.scopes) == ("active", "hallowaybench", ["read:user"])
    assert (mine.expires_at, mine.sealed_refresh) == (None, "")


def test_what_is_asked_for_is_what_google_wants_to_hear(alice: User, providers: Sandbox) -> None:
    asked = queried(begin(alice, "youtube", session=SESSION))
    assert {name: asked[name] for name in ("access_type", "include_granted_scopes", "prompt", "response_type")} == {
        "access_type": "offline",
        "include_granted_scopes": "true",
        "prompt": "consent",
        "response_type": "code",
    }
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert asked["redirect_uri"].endswith("/connect/youtube/callback/")
    assert asked["scope"] == READ
    assert len(asked["state"]) >= 43
    kept = OAuthAttempt.objects.get()
    assert asked["state"] not in str(vars(kept))


def test_consent_is_asked_for_again_only_while_no_refresh_token_is_held(alice: User, providers: Sandbox) -> None:
    connect(alice)
    asked = queried(begin(alice, "youtube", session=SESSION, steps=["analytics"]))
    assert "prompt" not in asked
    assert asked["scope"].split() == [READ, ANALYTICS]
    assert queried(begin(alice, "youtube", session=SESSION, another=True))["prompt"] == "consent select_account"


def test_more_is_granted_step_by_step_and_what_was_held_stays(alice: User, providers: Sandbox) -> None:
    first = connect(alice)
    wider = connect(alice, steps=["analytics"])
    assert wider.pk == first.pk
    assert set(wider.scopes) == {READ, ANALYTICS}
    assert wider.sealed_refresh
    assert AuditEvent.objects.filter(action="connection.widened").count() == 1


def test_an_unticked_box_is_told(alice: User, providers: Sandbox) -> None:
    mine = connect(alice, steps=["analytics"], untick=[ANALYTICS])
    assert (mine.state, mine.scopes, mine.unticked) == ("active", [READ], [ANALYTICS])


def test_nothing_is_connected_when_reading_is_unticked(alice: User, providers: Sandbox) -> None:
    with pytest.raises(errors.NothingGrantedError):
        connect(alice, steps=["analytics"], untick=[READ])
    assert connections_of(alice) == []


def test_an_account_without_a_channel_is_told_so(alice: User, providers: Sandbox) -> None:
    with pytest.raises(PermissionDeniedError, match="no YouTube channel") as refused:
        connect(alice, account="stranger")
    assert refused.value.detail["reason"] == "no_channel"
    assert connections_of(alice) == []


def test_several_accounts_stand_side_by_side(alice: User, providers: Sandbox) -> None:
    connect(alice)
    connect(alice, account="nadi", another=True)
    assert [one.account_name for one in connections_of(alice)] == ["Halloway Bench", "Nadi Okonlind"]


# --- what comes to nothing --------------------------------------------------------------------------------------
def test_a_no_is_a_no(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION), deny=True)
    assert back["error"] == "access_denied"
    with pytest.raises(errors.DeniedError):
        finish(alice, back)
    with pytest.raises(errors.StateUsedError):
        finish(alice, back)


def test_another_error_of_the_provider_is_not_called_a_no(alice: User, providers: Sandbox) -> None:
    state = queried(begin(alice, "youtube", session=SESSION))["state"]
    with pytest.raises(errors.ProviderRefusedError):
        finish(alice, {"state": state, "error": "admin_policy_enforced"})


def test_the_same_way_back_is_good_once(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    finish(alice, back)
    with pytest.raises(errors.StateUsedError):
        finish(alice, back)
    assert connections_of(alice)[0].state == "active"


def test_a_code_is_good_once(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    finish(alice, back)
    fresh = queried(begin(alice, "youtube", session=SESSION))["state"]
    with pytest.raises(errors.CodeRefusedError):
        finish(alice, {"state": fresh, "code": back["code"]})


def test_a_state_is_good_for_ten_minutes(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    OAuthAttempt.objects.update(created_at=clock.now() - timedelta(minutes=10, seconds=1))
    with pytest.raises(errors.StateExpiredError):
        finish(alice, back)


def test_a_state_from_a_clock_that_runs_ahead_is_not_trusted(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    OAuthAttempt.objects.update(created_at=clock.now() + timedelta(minutes=5))
    with pytest.raises(errors.ClockSkewError):
        finish(alice, back)
    OAuthAttempt.objects.update(created_at=clock.now() + timedelta(seconds=30))
    assert finish(alice, back).state == "active", "half a minute is what clocks differ by"


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("", errors.StateMissingError),
        ("never-was", errors.StateForeignError),
        ("x" * 100_000, errors.StateForeignError),
        ("\ud800 \x00", errors.StateForeignError),
    ],
)
def test_a_state_that_is_none_of_ours(
    alice: User, providers: Sandbox, state: str, error: type[errors.ConnectingError]
) -> None:
    begin(alice, "youtube", session=SESSION)
    with pytest.raises(error):
        finish(alice, {"state": state, "code": "4/any"})
    assert not OAuthAttempt.objects.exclude(used_at=None).exists()


def test_a_state_serves_only_the_session_the_person_and_the_platform_it_was_made_for(
    alice: User, charlie: User, providers: Sandbox
) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    said = {"state": back["state"], "code": back["code"]}
    for who, platform, session in (
        (charlie, "youtube", SESSION),
        (alice, "github", SESSION),
        (alice, "youtube", "other"),
    ):
        with pytest.raises(errors.StateForeignError):
            finish_connecting(who, platform, session=session, **said)
    assert finish(alice, back).user == alice, "and strangers' tries did not spoil it"


def test_a_way_back_without_a_code(alice: User, providers: Sandbox) -> None:
    state = queried(begin(alice, "youtube", session=SESSION))["state"]
    with pytest.raises(errors.CodeMissingError):
        finish(alice, {"state": state})


def test_an_answer_without_a_refresh_token_is_worth_nothing_and_consent_mends_it(
    alice: User, providers: Sandbox
) -> None:
    nadi = connect(alice, account="nadi")
    providers.fault("close", host="oauth2.googleapis.com", path="/revoke")
    disconnect(nadi)  # our copy is gone, and Google still thinks that we have one
    providers.clear_faults()
    connect(alice)  # so that a refresh token is held, and consent is not asked for again
    with pytest.raises(errors.NoRefreshTokenError) as refused:
        connect(alice, account="nadi")
    assert refused.value.detail == {"reason": "no_refresh_token", "must_consent": True}
    assert connect(alice, account="nadi", must_consent=True).state == "active"


def test_a_channel_of_somebody_else_is_told_and_not_taken_over(alice: User, charlie: User, providers: Sandbox) -> None:
    hers = connect(alice)
    with pytest.raises(errors.ConnectedElsewhereError) as refused:
        connect(charlie)
    assert refused.value.sentence.startswith("Halloway Bench is connected by somebody else here.")
    assert connections_of(charlie) == []
    hers.refresh_from_db()
    assert hers.state == "active"
    disconnect(hers)
    assert connect(charlie).account_name == "Halloway Bench", "free again"
    with pytest.raises(errors.ConnectedElsewhereError):
        connect(alice)


def test_trouble_at_the_provider_is_no_verdict_on_the_account(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    providers.fault("status", host="oauth2.googleapis.com", status=503)
    with pytest.raises(UpstreamUnavailableError):
        finish(alice, back)


def test_a_site_that_google_does_not_know_is_the_operators_to_mend(alice: User, providers: Sandbox) -> None:
    back = consent(begin(alice, "youtube", session=SESSION))
    providers.fault("status", host="oauth2.googleapis.com", status=401, body={"error": "invalid_client"})
    with pytest.raises(IntegrationAuthError) as refused:
        finish(alice, back)
    assert "GOOGLE_CLIENT_ID" in refused.value.sentence
    assert (refused.value.verdict, refused.value.action) == ("permanent", "set_google_client")


def test_a_site_without_registration_says_what_is_missing(alice: User, settings: object) -> None:
    settings.OAUTH_CLIENTS = {}  # type: ignore[attr-defined]  # pytest-django's
    with pytest.raises(errors.NotConfiguredError, match="GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET"):
        begin(alice, "github", session=SESSION)


def test_an_unknown_step_is_refused(alice: User) -> None:
    with pytest.raises(ValidationFailedError, match="read, upload, analytics, money"):
        begin(alice, "youtube", session=SESSION, steps=["everything"])


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        ("/settings/integrations/?a=1", "/settings/integrations/?a=1"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("/\tevil", ""),
        ("javascript:alert(1)", ""),
        ("/" + "x" * 500, ""),
    ],
)
def test_nobody_is_sent_elsewhere(alice: User, wish: str, kept: str) -> None:
    begin(alice, "youtube", session=SESSION, next_path=wish)
    assert OAuthAttempt.objects.get().next_path == kept


def test_without_the_sandbox_the_consent_page_is_the_providers(alice: User) -> None:
    where = urlsplit(begin(alice, "youtube", session=SESSION))
    assert (where.scheme, where.netloc, where.path) == ("https", "accounts.google.com", "/o/oauth2/v2/auth")


def test_two_tabs_that_finish_at_once_make_one_connection(alice: User, providers: Sandbox) -> None:
    backs = [consent(begin(alice, "youtube", session=SESSION)) for _ in range(4)]

    def come_back(back: dict[str, str]) -> str:
        try:
            return finish(alice, back).state
        finally:
            databases.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(come_back, backs)) == ["active"] * 4
    assert len(connections_of(alice)) == 1


# --- coming back ------------------------------------------------------------------------------------------------
def test_reconnecting_revives_the_row_that_was_kept(alice: User, providers: Sandbox) -> None:
    mine = connect(alice, steps=["analytics"])
    Connection.objects.update(state="reconnect", sentence="It has ended.", sealed_access="", sealed_refresh="")
    assert needs_attention(alice) == [mine]
    again = connect(alice)
    assert (again.pk, again.state, again.sentence) == (mine.pk, "active", "")
    assert set(again.scopes) == {READ, ANALYTICS}, "what was granted before is asked for again"
    assert needs_attention(alice) == []
    assert AuditEvent.objects.filter(action="connection.renewed").exists()
