"""The code flow against somebody else's provider: npm's oidc-provider, certified by the OpenID Foundation."""

import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest

from tests.support.consent import queried
from tests.support.process import stopped
from vitrine.lib.errors import ReconnectRequiredError
from vitrine.lib.http import Response, door
from vitrine.lib.secret import Secret
from vitrine.platforms.oauth import Client, CodeFlow, Scope, Step
from vitrine.platforms.types import Ask

REDIRECT = "http://127.0.0.1:8000/connect/oidc/callback/"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CLIENT = Client("vitrine", Secret("a-secret-of-this-test-alone"))
WHY_NOT = "asks npm for a package: runs with make test-services"
pytestmark = [pytest.mark.services, pytest.mark.skipif(not os.environ.get("TEST_SERVICES"), reason=WHY_NOT)]


class Oidc(CodeFlow):
    platform = "oidc"
    label = "The provider"
    client_setting = "OIDC"
    steps = (Step("read", (Scope("openid", "Know you."), Scope("offline_access", "Come back."))),)


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeFlow]:
    """The provider, running, with the client registered."""
    home = tmp_path_factory.mktemp("oidc")
    shutil.copy(Path(__file__).parent / "oidc" / "server.mjs", home)
    _install(home)
    command = ["node", "server.mjs", CLIENT.secret, REDIRECT]
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = next((line for line in process.stdout if line.startswith("listening on ")), "")
    assert line, "the provider did not start"
    root = f"http://127.0.0.1:{line.split()[-1]}"
    Oidc.authorize_url, Oidc.token_url, Oidc.revoke_url = f"{root}/auth", f"{root}/token", f"{root}/token/revocation"
    yield Oidc()
    stopped(process)


def _install(home: Path) -> None:
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("there is no Node here")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "oidc-provider@9"]
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm took too long")
    if done.returncode:
        pytest.skip(f"npm could not install oidc-provider: {done.stderr[-200:]}")


class Browser(urllib.request.HTTPRedirectHandler):
    """Follows redirects by hand, keeps cookies, and stops where it is sent back to us."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(self, urllib.request.HTTPCookieProcessor(CookieJar()))

    def redirect_request(self, *_: Any) -> None:
        return None

    def go(self, url: str, form: dict[str, str] | None = None) -> str:
        """Where it comes to rest: a page's address, or ours with everything behind it."""
        data = urlencode(form).encode() if form else None
        try:
            self.opener.open(urllib.request.Request(url, data), timeout=10).close()  # noqa: S310 - our own loopback
        except urllib.error.HTTPError as answer:
            where = urljoin(url, answer.headers.get("Location", ""))
            if answer.code not in (302, 303):
                raise
            return where if where.startswith(REDIRECT) else self.go(where)
        return url

    def consent(self, url: str) -> dict[str, str]:
        """Sign in, say yes to everything; what we are sent back with."""
        page = self.go(self.go(url), {"prompt": "login", "login": "wren", "password": "any"})
        return queried(self.go(page, {"prompt": "consent"}))


def asked(ask: Ask) -> Response:
    return door().fetch(ask.request)


def visited(flow: CodeFlow, state: str = "a-state") -> dict[str, str]:
    scopes = flow.scopes(["read"])
    url = flow.consent_url(
        CLIENT, scopes=scopes, state=state, verifier=VERIFIER, redirect_uri=REDIRECT, must_consent=True
    )
    return Browser().consent(url)


def test_there_and_back_refreshed_and_revoked(flow: CodeFlow) -> None:
    back = visited(flow)
    assert back["state"] == "a-state"
    grant = flow.grant(asked(flow.exchange(CLIENT, back["code"], VERIFIER, REDIRECT)))
    assert set(grant.scopes) == {"openid", "offline_access"}
    assert grant.refresh
    assert grant.lives
    fresh = flow.grant(asked(flow.refresh(CLIENT, grant.refresh)))
    assert fresh.access not in ("", grant.access)
    assert fresh.refresh not in ("", grant.refresh), "this provider changes the refresh token with every use"
    assert asked(flow.revoke(CLIENT, access=fresh.access, refresh=fresh.refresh)).status == 200
    with pytest.raises(ReconnectRequiredError):
        flow.grant(asked(flow.refresh(CLIENT, fresh.refresh)))


def test_a_code_is_good_once(flow: CodeFlow) -> None:
    exchange = flow.exchange(CLIENT, visited(flow)["code"], VERIFIER, REDIRECT)
    flow.grant(asked(exchange))
    with pytest.raises(ReconnectRequiredError):
        flow.grant(asked(exchange))


@pytest.mark.parametrize(("verifier", "redirect"), [("x" * 43, REDIRECT), (VERIFIER, f"{REDIRECT}?other")])
def test_a_code_is_good_for_whoever_asked_and_for_nobody_else(flow: CodeFlow, verifier: str, redirect: str) -> None:
    code = visited(flow)["code"]
    with pytest.raises(ReconnectRequiredError):
        flow.grant(asked(flow.exchange(CLIENT, code, verifier, redirect)))


def test_a_wrong_secret_is_the_operators_to_mend(flow: CodeFlow) -> None:
    wrong = Client("vitrine", Secret("not-it"))
    with pytest.raises(Exception, match="invalid_client") as refused:
        flow.grant(asked(flow.exchange(wrong, visited(flow)["code"], VERIFIER, REDIRECT)))
    assert getattr(refused.value, "verdict", "") == "permanent"
