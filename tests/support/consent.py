"""A person before a provider's consent page: the sandbox's real page, answered as a browser would."""

import http.client
import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from pytest_django import Settings

from tests.support.sandbox import Sandbox
from vitrine.accounts.models import Connection, User
from vitrine.sync.actions import finish_connecting
from vitrine.upstream.actions import begin

SESSION = "a-session-of-these-tests"
READ = "https://www.googleapis.com/auth/youtube.readonly"
ANALYTICS = "https://www.googleapis.com/auth/yt-analytics.readonly"


@pytest.fixture
def providers(world: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox, with consent pages where a browser finds them."""
    settings.SANDBOX_ADDRESS = f"127.0.0.1:{world.port}"
    yield world
    settings.SANDBOX_ADDRESS = ""


def consent(url: str, account: str = "wren", *, deny: bool = False, untick: Collection[str] = ()) -> dict[str, str]:
    """Look at the page at `url`, choose an account, tick all boxes but `untick`, and allow or deny; what the browser is
    sent back with, by name.
    """
    page = _ask("GET", url)
    assert page.status == 200, page.read()[:500]
    boxes = re.findall(r'name="scope" value="([^"]*)"', page.read().decode())
    said = [("account", account), ("decision", "deny" if deny else "allow")]
    said += [("scope", box) for box in boxes if box not in untick]
    answer = _ask("POST", url, urlencode(said))
    assert answer.status in (302, 303), answer.read()[:500]
    return queried(answer.headers["Location"])


def queried(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _ask(method: str, url: str, body: str = "") -> http.client.HTTPResponse:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, f"{parts.path}?{parts.query}", body or None, form)
    return connection.getresponse()


def connect(user: User, platform: str = "youtube", account: str = "wren", **how: Any) -> Connection:
    """All the way there and back."""
    untick = how.pop("untick", ())
    back = consent(begin(user, platform, session=SESSION, **how), account, untick=untick)
    return finish(user, back, platform)


def finish(user: User, back: dict[str, str], platform: str = "youtube") -> Connection:
    named = {name: back[name] for name in ("state", "code", "error") if name in back}
    return finish_connecting(user, platform, session=SESSION, **{"state": "", **named}).connection
