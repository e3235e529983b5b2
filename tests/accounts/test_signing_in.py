"""Ways in: letters with links, second steps, sessions, and what of it stands in the person's log. Over HTTP."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

from tests.support.signing_in import PASSWORD, signed_in
from vitrine.accounts.models import AuditEvent, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> User:
    """Has a password and a confirmed address."""
    user = User.objects.create_user("wren", "wren@example.org", PASSWORD, name="Wren")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_of(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(user=user).order_by("id").values_list("action", flat=True))


def sign_in(client: Client, password: str = PASSWORD, email: str = "wren@example.org") -> str:
    """Where it leads; empty when it is refused."""
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    return answer["Location"] if answer.status_code == 302 else ""


def link_in_letter() -> str:
    found = re.search(r"http://testserver(/accounts/\S+)", str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return found[1]


def test_signing_up_sends_a_letter_whose_link_confirms_the_address(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "robin@example.org", "password1": PASSWORD})
    user = User.objects.get(slug="robin")
    link = link_in_letter()
    assert "Is this you?" in client.get(link).content.decode()
    client.post(link)
    assert EmailAddress.objects.get(user=user).verified
    assert log_of(user) == ["account.created", "session.began", "email.confirmed"]


def test_a_forgotten_password_is_set_anew_by_letter(client: Client, wren: User) -> None:
    client.post("/accounts/password/reset/", {"email": wren.email})
    form = client.get(link_in_letter(), follow=True)
    at = form.redirect_chain[-1][0]
    client.post(at, {"password1": "another long password", "password2": "another long password"})
    assert sign_in(Client(), PASSWORD) == ""
    assert sign_in(Client(), "another long password") == "/wren/"
    assert log_of(wren) == ["password.changed", "session.refused", "session.began"]
    assert "used up" in client.get(at, follow=True).content.decode()


def test_nobody_learns_who_has_an_account(client: Client, wren: User) -> None:
    known = client.post("/accounts/password/reset/", {"email": wren.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert AuditEvent.objects.count() == 0


def test_failed_sign_ins_stand_in_the_log_of_whom_they_were_meant_for(client: Client, wren: User) -> None:
    sign_in(client, "wrong")
    sign_in(client, "wrong", "nobody@example.org")
    assert list(AuditEvent.objects.values_list("user__slug", "action", "address")) == [
        ("wren", "session.refused", "127.0.0.1")
    ]


@pytest.mark.parametrize("email", ["wren\x00@example.org", "🦜" * 200, "a" * 10_000])
def test_nonsense_instead_of_an_address_is_refused_in_words(client: Client, email: str) -> None:
    for at, fields in (
        ("login", {"login": email, "password": "x"}),
        ("signup", {"email": email, "password1": PASSWORD}),
    ):
        answer = client.post(f"/accounts/{at}/", fields)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode() or 'class="state bad wrong"' in answer.content.decode()


def test_a_sign_in_leads_to_own_pages_alone(client: Client, wren: User) -> None:
    for other in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = Client().post("/accounts/login/", {"login": wren.email, "password": PASSWORD, "next": other})
        assert answer["Location"] == "/wren/"


def code(secret: str, off: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + off)))


def set_up_app(user: User) -> str:
    client = signed_in(user, just_now=True)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', page)
    assert secret is not None, page
    client.post("/accounts/2fa/totp/activate/", {"code": code(secret[1])})
    return secret[1]


def test_an_app_with_codes_is_asked_for_from_then_on(client: Client, wren: User) -> None:
    secret = set_up_app(wren)
    kept = Authenticator.objects.get(user=wren, type="totp")
    assert secret not in str(kept.data)  # sealed
    assert sign_in(client) == "/accounts/2fa/authenticate/"
    assert client.get("/settings/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code(secret, 1)}).status_code == 302
    assert client.get("/settings/").status_code == 200
    assert log_of(wren)[-2:] == ["session.refused", "session.began"]
    last = AuditEvent.objects.filter(user=wren).latest("id")
    assert last.detail == {"ways": ["password", "totp"]}


def test_a_recovery_code_opens_once(client: Client, wren: User) -> None:
    set_up_app(wren)
    mine = signed_in(wren, just_now=True)
    codes = re.findall(r"\b\d{8}\b", mine.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    again = Client()
    sign_in(again)
    assert again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_changing_the_way_in_asks_who_it_is(wren: User) -> None:
    client = signed_in(wren)
    for at in ("2fa/totp/activate/", "2fa/webauthn/add/"):
        assert client.get(f"/accounts/{at}")["Location"].startswith("/accounts/reauthenticate/"), at
    client.post("/accounts/email/", {"action_add": "", "email": "mine@evil.example"})
    assert not EmailAddress.objects.filter(email="mine@evil.example").exists()
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"})
    assert answer["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_other_sessions_are_listed_and_signed_out(wren: User) -> None:
    here, there = Client(headers={"User-Agent": "Here 1.0"}), Client(headers={"User-Agent": "There 2.0"})
    sign_in(here)
    sign_in(there)
    said = here.get("/accounts/sessions/").content.decode()
    assert "Signed in at 2 places" in said
    assert "There 2.0" in said
    here.post("/accounts/sessions/")
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302


def test_a_person_reads_their_log_newest_first_and_nobody_elses(wren: User, charlie: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(user=wren, actor=wren, action="password.changed", address=f"192.0.2.{number}")
        for number in range(45)
    )
    AuditEvent.objects.create(user=charlie, action="email.changed", address="198.51.100.9")
    client = signed_in(wren)
    at, seen = "/settings/account/", []
    while at:
        html = client.get(at).content.decode()
        assert "198.51.100.9" not in html
        seen += re.findall(r"192\.0\.2\.(\d+)", html)
        older = re.search(r'href="(\?before=\d+)#log">Earlier', html)
        at = f"/settings/account/{older[1]}" if older else ""
    assert seen == [str(number) for number in reversed(range(45))]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "1e3", "\x00"])
def test_a_broken_link_into_the_log_shows_its_top(wren: User, before: str) -> None:
    assert signed_in(wren).get("/settings/account/", {"before": before}).status_code == 200


def test_letters_that_cannot_be_sent_break_no_sign_up(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    answer = client.post("/accounts/signup/", {"email": "robin@example.org", "password1": PASSWORD})
    assert answer.status_code == 302
    assert User.objects.filter(slug="robin").exists()
