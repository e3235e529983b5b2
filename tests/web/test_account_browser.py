"""The account's pages in a real browser: looked over, and a passkey made and used with Chromium's own authenticator."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import IN_A_BROWSER, Visit, looked_over
from tests.support.signing_in import PASSWORD, signed_in
from tests.web.portfolios import person
from vitrine.accounts import actions
from vitrine.accounts.models import User
from vitrine.lib import clock
from vitrine.work.models import Job

pytestmark = [*IN_A_BROWSER, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Visit]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    here = Visit(context, live_server.url)
    yield here
    context.close()
    assert here.wrong == []


@pytest.fixture
def robin(visit: Visit) -> User:
    """Signed in, and has just shown that it is them."""
    user = person("robin", "Robin Okafor")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    come_in(visit, user)
    return user


def come_in(visit: Visit, user: User) -> None:
    cookie = signed_in(user, just_now=True).cookies["vitrine_session"]
    visit.context.add_cookies([{"name": "vitrine_session", "value": cookie.value, "url": visit.home}])


def wrong_on(visit: Visit, *addresses: str) -> list[str]:
    return [f"{address} {one}" for address in addresses for one in looked_over(visit.to(address))]


def test_a_persons_own_pages_are_for_everybody(visit: Visit, robin: User) -> None:
    for number in range(3):
        actions.note(robin, "session.began", address=f"192.0.2.{number}", ways=["password"])
    now = clock.now()
    until = (now + timedelta(hours=40)).isoformat()
    Job.objects.create(
        task="t", queue="q", owner=robin, kind="export", state="completed", run_after=now, created_at=now,
        result={"file": "exports/x.zip", "bytes": 123_456, "until": until},
    )  # fmt: skip
    assert wrong_on(
        visit,
        *("/settings/", "/settings/account/", "/settings/account/export/", "/settings/account/delete/"),
        *("/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/3rdparty/"),
    ) == []  # fmt: skip


def test_the_pages_of_second_steps_are_for_everybody(visit: Visit, robin: User) -> None:
    assert wrong_on(visit, "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/") == []
    Authenticator.objects.create(user=robin, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=robin, type="recovery_codes", data={"migrated_codes": []})
    assert wrong_on(visit, "/accounts/2fa/", "/accounts/2fa/recovery-codes/generate/") == []


def test_the_ways_in_are_for_everybody(visit: Visit) -> None:
    assert wrong_on(visit, "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/") == []


def test_the_pages_of_staff_are_for_everybody(visit: Visit) -> None:
    sam, robin = person("sam", "Sam", is_staff=True), person("robin", "Robin Okafor")
    actions.suspend(person("eve"), by=sam)
    come_in(visit, sam)
    at = f"/staff/people/{robin.pk}/"
    assert wrong_on(visit, "/staff/people/", at, f"{at}enter/") == []
    visit.page.get_by_role("button", name="Begin").click()
    expect(visit.page.get_by_text("you stand in the place of")).to_be_visible()
    assert looked_over(visit.page) == []
    visit.page.get_by_role("button", name="Stop").click()
    visit.page.wait_for_url(f"**{at}")


def key_in(page: Page) -> str:
    """Give the browser an authenticator of its own, with a finger that always fits (WebAuthn, 11: user agent
    automation, over the DevTools protocol)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return str(made["authenticatorId"])


def test_a_passkey_is_made_and_signs_in_by_itself(visit: Visit, robin: User) -> None:
    page = visit.to("/accounts/2fa/")
    key_in(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("The bench laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(re.compile("/accounts/2fa/(?!webauthn/add)"))
    expect(visit.to("/accounts/2fa/webauthn/").get_by_text("The bench laptop").first).to_be_visible()
    assert looked_over(visit.page) == []
    visit.context.clear_cookies()
    page = visit.to("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/robin/")
    last = robin.audit_events.latest("id")
    assert (last.action, last.detail) == ("session.began", {"ways": ["webauthn"]})


def test_a_passkey_that_is_not_there_is_said_in_words(visit: Visit) -> None:
    page = visit.to("/accounts/login/")
    key_in(page)
    page.evaluate(
        "() => { navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError'); }; }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
