"""Connected accounts as their owner sees them: cards, the banner, disconnecting, picking from one's own."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.consent import connect, consent
from tests.support.sandbox import Sandbox
from tests.web.portfolios import film, hang, person
from vitrine.accounts import actions as accounts
from vitrine.accounts.models import AuditEvent, Connection, OAuthAttempt, User
from vitrine.accounts.types import ConnectionState
from vitrine.catalog.models import ContentSource, Project
from vitrine.lib import clock
from vitrine.lib.secret import Secret
from vitrine.platforms.oauth import Account, Grant
from vitrine.platforms.youtube.oauth import READ
from vitrine.work.models import Job

CHANNEL = Account(id="UChallowaybench", name="Halloway Bench", url="https://www.youtube.com/channel/UChallowaybench")
PAGE = "/settings/integrations/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wren(client: Client) -> User:
    owner = person("wren", "Wren Halloway")
    client.force_login(owner)
    return owner


def connected(
    owner: User,
    account: Account = CHANNEL,
    provider: str = "youtube",
    asked: tuple[str, ...] = (READ,),
    granted: tuple[str, ...] = (READ,),
) -> Connection:
    """As after a visit to the consent page."""
    grant = Grant(access=Secret("an-access-token"), refresh=Secret("a-refresh-token"), scopes=granted, lives=3600)
    return accounts.keep_connection(
        owner, provider, account, grant, asked=asked, asked_at=clock.now(), refreshes=provider == "youtube"
    )[0]


def with_works(owner: User, number: int = 3) -> ContentSource:
    source = ContentSource.objects.create(
        user=owner, platform="youtube", kind="channel", identifier=CHANNEL.id, display_name=CHANNEL.name
    )
    hang(owner, [film(owner, one, source) for one in range(number)])
    return source


def page(client: Client, address: str = PAGE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def words(html: str) -> str:
    """What is read, without the tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- cards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}1/disconnect/", f"{PAGE}1/first/", f"{PAGE}1/works/"])
def test_integrations_are_behind_the_door(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


def test_with_nothing_connected_each_platform_says_what_connecting_brings(client: Client, wren: User) -> None:
    said = words(page(client))
    for sentence in ("Connect YouTube", "Connect GitHub", "Not connected", "Lets you pick private and unlisted videos"):
        assert sentence in said, sentence


def test_a_platform_that_was_not_set_up_says_so(client: Client, wren: User, settings: Settings) -> None:
    settings.OAUTH_CLIENTS = {"GITHUB": ("id", "secret")}
    said = words(page(client))
    assert "Whoever runs this Vitrine has not set it up for YouTube." in said
    assert "has not set it up for GitHub" not in said


def test_a_connected_account_tells_its_name_its_works_and_what_was_granted(client: Client, wren: User) -> None:
    with_works(wren)
    connected(wren)
    said = words(page(client))
    for sentence in (
        "Connected as Halloway Bench",
        "3 works",
        "See your channel and your videos, private ones too.",
        "Connect another account",
    ):
        assert sentence in said, sentence
    assert "Put new videos and thumbnails on your channel." in said.partition("Not granted so far")[2]


def test_what_was_left_out_is_said(client: Client, wren: User) -> None:
    money = "https://www.googleapis.com/auth/yt-analytics-monetary.readonly"
    connected(wren, asked=(READ, money))
    assert "You left out See what your videos earn." in words(page(client))


def test_a_wider_scope_holds_the_narrower_one(client: Client, wren: User) -> None:
    account = Account(id="7", name="hallowaybench", url="https://github.com/hallowaybench")
    connected(wren, account, "github", ("read:user", "public_repo", "repo"), ("read:user", "repo"))
    said = words(page(client))
    assert "You left out" not in said
    assert "Not granted" not in said


def test_several_accounts_stand_in_one_card(client: Client, wren: User) -> None:
    connected(wren)
    connected(wren, Account(id="UCoffcuts", name="Halloway Offcuts"))
    html = page(client)
    assert words(html).count("Connected as") == 2
    assert html.count('id="youtube"') == 1


def test_a_former_account_can_come_back(client: Client, wren: User) -> None:
    accounts.disconnect(connected(wren))
    said = words(page(client))
    assert "Disconnected: Halloway Bench" in said
    assert "Connect again" in said
    assert "Connect another account" not in said


def test_nobody_sees_anothers_account(client: Client, wren: User, charlie: User) -> None:
    theirs = connected(charlie)
    assert "Halloway Bench" not in page(client)
    for address in ("disconnect", "first", "works"):
        page(client, f"{PAGE}{theirs.pk}/{address}/", 404)
    assert client.post(f"{PAGE}{theirs.pk}/disconnect/").status_code == 404
    assert Connection.objects.get(pk=theirs.pk).state == ConnectionState.ACTIVE


def test_no_token_is_on_any_page(client: Client, wren: User) -> None:
    one = connected(wren)
    for address in (PAGE, f"{PAGE}{one.pk}/disconnect/"):
        html = page(client, address)
        assert "an-access-token" not in html
        assert "a-refresh-token" not in html
        assert one.sealed_access not in html


# --- the consent page and back -----------------------------------------------------------------------------------


def test_connecting_leads_to_the_consent_page_and_the_policy_lets_the_form_go_there(client: Client, wren: User) -> None:
    response = client.get(PAGE)
    assert "form-action 'self' https://accounts.google.com https://github.com" in response["Content-Security-Policy"]
    gone = client.post("/connect/youtube/", {"step": "analytics"})
    assert gone.status_code == 302
    assert gone["Location"].startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert "yt-analytics.readonly" in gone["Location"]
    assert OAuthAttempt.objects.filter(user=wren, provider="youtube").count() == 1


def test_other_pages_let_no_form_go_elsewhere(client: Client, wren: User) -> None:
    assert "form-action 'self';" in client.get("/settings/")["Content-Security-Policy"]


def test_connecting_is_never_begun_by_a_link(client: Client, wren: User) -> None:
    assert client.get("/connect/youtube/").status_code == 405
    assert not OAuthAttempt.objects.exists()


def test_connecting_what_is_no_platform(client: Client, wren: User) -> None:
    assert client.post("/connect/nowhere/").status_code == 422


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "was not whole"),
        ("?state=never-begun&code=4/x", "was not begun here"),
        ("?error=access_denied", "was not whole"),
    ],
)
def test_a_way_back_that_leads_nowhere_is_told_once_on_the_card(
    client: Client, wren: User, query: str, sentence: str
) -> None:
    response = client.get(f"/connect/youtube/callback/{query}")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}#youtube")
    said = words(page(client))
    assert "Could not connect" in said
    assert sentence in said
    assert "Could not connect" not in page(client)


def test_a_no_on_the_consent_page_is_taken_as_one(client: Client, wren: User) -> None:
    gone = client.post("/connect/youtube/")["Location"]
    found = re.search(r"state=([^&]+)", gone)
    assert found
    client.get(f"/connect/youtube/callback/?state={found[1]}&error=access_denied")
    assert "You did not allow it, so nothing was connected." in words(page(client))


# --- a dead connection -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/explore/", "/settings/", "/import/", "/wren/", "/wren/film-0/"])
def test_while_a_connection_is_dead_every_page_says_so_with_one_button(
    client: Client, wren: User, address: str
) -> None:
    with_works(wren)
    accounts.end_grant(connected(wren), "Google has ended our access: it was withdrawn.")
    response = client.get(address)
    html = response.content.decode()
    assert "Google has ended our access: it was withdrawn." in html
    assert html.count("Reconnect YouTube") == 1
    assert "form-action 'self' https://accounts.google.com;" in response["Content-Security-Policy"]
    assert f'name="next" value="{address}"' in html


def test_a_live_connection_needs_no_banner(client: Client, wren: User) -> None:
    connected(wren)
    assert "needs you" not in page(client, "/explore/")


def test_nobody_else_sees_the_banner(client: Client, wren: User, charlie: User) -> None:
    accounts.end_grant(connected(charlie), "Ended.")
    assert "needs you" not in page(client, "/explore/")
    client.logout()
    assert "needs you" not in page(client, "/explore/")


def test_the_card_of_a_dead_connection_says_why(client: Client, wren: User) -> None:
    accounts.end_grant(connected(wren), "Google has ended our access: it was withdrawn.")
    said = words(page(client))
    assert "Reconnect needed: Halloway Bench" in said
    assert said.count("Google has ended our access: it was withdrawn.") == 1
    assert "Reconnect YouTube" in said


# --- disconnecting -----------------------------------------------------------------------------------------------


def test_disconnecting_says_first_what_goes_and_what_stays(client: Client, wren: User) -> None:
    with_works(wren)
    one = connected(wren)
    Project.objects.filter(slug="film-1").update(edited_fields=["title"])
    said = words(page(client, f"{PAGE}{one.pk}/disconnect/"))
    for sentence in (
        "Disconnect Halloway Bench?",
        "tell Google so",
        "Keep the 3 works",
        "With what you wrote yourself on 1 of them.",
        "What is on YouTube is not touched.",
        "Stay connected",
    ):
        assert sentence in said, sentence
    assert re.search(r'value="keep" checked', page(client, f"{PAGE}{one.pk}/disconnect/"))


def test_asking_changes_nothing(client: Client, wren: User) -> None:
    one = connected(wren)
    page(client, f"{PAGE}{one.pk}/disconnect/")
    assert Connection.objects.get(pk=one.pk).state == ConnectionState.ACTIVE


def test_disconnecting_keeps_the_works(client: Client, wren: User, world: Sandbox) -> None:
    source = with_works(wren)
    one = connected(wren)
    response = client.post(f"{PAGE}{one.pk}/disconnect/", {"works": "keep"}, follow=True)
    said = words(response.content.decode())
    assert "Halloway Bench is disconnected. 3 works stay on your page." in said
    assert Project.objects.filter(user=wren).count() == 3
    one.refresh_from_db()
    source.refresh_from_db()
    assert (one.state, one.sealed_access, one.sealed_refresh) == (ConnectionState.DISCONNECTED, "", "")
    assert "you disconnected Halloway Bench" in source.sentence
    assert AuditEvent.objects.filter(user=wren, action="connection.disconnected", address="127.0.0.1").count() == 1


def test_disconnecting_removes_the_works_when_told_so(client: Client, wren: User, world: Sandbox) -> None:
    with_works(wren)
    one = connected(wren)
    hang(wren, [film(wren, 9)])
    response = client.post(f"{PAGE}{one.pk}/disconnect/", {"works": "delete"}, follow=True)
    assert "3 works left your page." in words(response.content.decode())
    assert [project.slug for project in Project.objects.filter(user=wren)] == ["film-9"]


def test_disconnecting_twice_is_one(client: Client, wren: User, world: Sandbox) -> None:
    one = connected(wren)
    for _ in range(2):
        assert client.post(f"{PAGE}{one.pk}/disconnect/").status_code == 302
    assert AuditEvent.objects.filter(user=wren, action="connection.disconnected").count() == 1


# --- one's own works ---------------------------------------------------------------------------------------------


def come_back(client: Client, platform: str = "youtube", account: str = "wren", **how: Any) -> str:
    """Through the consent page and back, as a browser; where it leads."""
    said = consent(client.post(f"/connect/{platform}/", how.pop("told", {}))["Location"], account, **how)
    response = client.get(f"/connect/{platform}/callback/", said)
    assert response.status_code == 302
    return str(response["Location"])


def test_the_first_time_there_the_first_import_is_offered(client: Client, wren: User, providers: Sandbox) -> None:
    where = come_back(client)
    assert re.fullmatch(rf"{PAGE}\d+/first/", where)
    said = words(page(client, where))
    for sentence in (
        "We found Halloway Bench",
        "184 videos.",
        "The newest 10",
        "The newest 50",
        "All 184 videos",
        "units of today’s allowance",
        "Skip for now",
    ):
        assert sentence in said, sentence


def test_coming_again_leads_back_to_where_it_began(client: Client, wren: User, providers: Sandbox) -> None:
    come_back(client)
    assert come_back(client, told={"next": "/explore/"}) == "/explore/"
    assert "Connected as Halloway Bench. It goes on where it stopped." in page(client, "/explore/")


@pytest.mark.parametrize("next_path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_nobody_is_led_elsewhere(client: Client, wren: User, providers: Sandbox, next_path: str) -> None:
    come_back(client)
    assert come_back(client, told={"next": next_path}) == PAGE


def test_an_account_of_somebody_else_is_told_and_not_taken(
    client: Client, wren: User, charlie: User, providers: Sandbox
) -> None:
    connect(charlie)
    assert come_back(client) == f"{PAGE}#youtube"
    assert "is connected by somebody else here" in words(page(client))


def test_when_youtube_is_down_the_first_import_waits(client: Client, wren: User, providers: Sandbox) -> None:
    where = come_back(client)
    providers.fault("status", host="www.googleapis.com", status=503)
    said = words(page(client, where, 503))
    assert "Halloway Bench is connected" in said
    assert "Look again" in said
    assert "Skip for now" in said


def test_own_works_show_what_only_their_owner_sees_and_what_is_here(
    client: Client, wren: User, providers: Sandbox
) -> None:
    one = connect(wren, account="curator")
    html = page(client, f"{PAGE}{one.pk}/works/")
    assert ">Private</span>" in html
    first = re.findall(r'name="url" value="([^"]+)"', html)[0]
    hang(wren, [film(wren, 1)])
    Project.objects.update(external_id=first.rpartition("=")[2], external_url=first)
    html = page(client, f"{PAGE}{one.pk}/works/")
    assert re.search(rf'value="{re.escape(first)}" disabled', html)
    assert "On your page already" in html
    assert 'href="/wren/film-1/"' in html


def test_a_search_goes_through_all_pages(client: Client, wren: User, providers: Sandbox) -> None:
    one = connect(wren)
    address = f"{PAGE}{one.pk}/works/"
    last = page(client, address)
    while found := re.search(r'href="([^"]+cursor=[^"]+)"', last):
        last = page(client, found[1].replace("&amp;", "&"))
    title = re.findall(r"<strong><bdi>([^<]+)</bdi>", last)[-1]
    assert title in page(client, f"{address}?q={title.lower()}")
    assert "No title here has" in page(client, f"{address}?q=nothing+of+this+name")


def test_what_was_ticked_comes_in(client: Client, wren: User, providers: Sandbox) -> None:
    one = connect(wren, account="curator")
    address = f"{PAGE}{one.pk}/works/"
    urls = re.findall(r'name="url" value="([^"]+)"', page(client, address))
    assert re.fullmatch(r"/import/[0-9a-f-]{36}/", client.post(address, {"url": urls[0]})["Location"])
    assert client.post(address, {"url": urls[:3]})["Location"] == "/import/"
    assert Job.objects.filter(owner=wren).count() == 3
    assert "3 works on the way." in words(page(client, "/import/"))  # the one that was begun before is among them


def test_more_than_an_hour_takes_is_told_with_what_was_left(
    client: Client, wren: User, providers: Sandbox, settings: Settings
) -> None:
    settings.LIMITS = {**settings.LIMITS, "youtube.item": 2}
    one = connect(wren)
    address = f"{PAGE}{one.pk}/works/"
    urls = re.findall(r'name="url" value="([^"]+)"', page(client, address))
    assert client.post(address, {"url": urls[:5]})["Location"] == address
    said = words(page(client, address))
    assert "2 works on the way." in said
    assert "3 works did not begin." in said


def test_nothing_ticked_is_nothing_asked(client: Client, wren: User, providers: Sandbox) -> None:
    one = connect(wren)
    client.post(f"{PAGE}{one.pk}/works/")
    assert "Nothing was ticked" in page(client)
    assert not Job.objects.exists()


def test_a_grant_that_died_meanwhile_is_told_there(client: Client, wren: User, providers: Sandbox) -> None:
    one = connect(wren)
    providers.revoke_grant("wren")
    said = words(page(client, f"{PAGE}{one.pk}/works/", 409))
    assert "Google has ended our access" in said
    assert "Reconnect YouTube" in said
    assert "Look again" not in said


def test_private_repositories_are_picked_where_that_was_granted(client: Client, wren: User, providers: Sandbox) -> None:
    public = come_back(client, "github", "curator").replace("first", "works")
    assert ">Private</span>" not in page(client, public)
    come_back(client, "github", "curator", told={"step": "repo"})
    assert ">Private</span>" in page(client, public)
