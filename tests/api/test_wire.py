"""What only a real server meets: headers without end, large bodies, proxies; and a Redis that is not there."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.api.program import SHAPE
from tests.support.process import ROOT, environment, stopped
from tests.support.sandbox import Sandbox
from tests.support.stack import Stack, free_port

pytestmark = pytest.mark.xdist_group("stack")
MB = 1024 * 1024
EMAIL, PASSWORD = "ada@example.org", "correct horse battery"


class Server:
    """One `vitrine web` behind a proxy that it trusts, whose Redis is away."""

    def __init__(self, home: Path, sandbox: Sandbox) -> None:
        self.port = free_port()
        self.env = environment(
            VITRINE_HOME=str(home),
            DATABASE_URL="",
            REDIS_URL=f"redis://127.0.0.1:{free_port()}/0",
            CELERY_BROKER_URL="folder://localhost",
            SANDBOX_ADDRESS=f"127.0.0.1:{sandbox.port}",
            TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8",
            LIMIT_READS_ANONYMOUS="3",
        )
        prepare = (
            "from django.core.management import call_command\n"
            "call_command('migrate', verbosity=0)\n"
            "from vitrine.accounts.models import User\n"
            f"User.objects.create_user('ada', {EMAIL!r}, {PASSWORD!r})"
        )
        subprocess.run([sys.executable, "manage.py", "shell", "-c", prepare], cwd=ROOT, env=self.env, check=True)
        command = [sys.executable, "-m", "vitrine", "web", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stderr=subprocess.DEVNULL)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        return call(f"http://127.0.0.1:{self.port}", method, path, body, **headers)


def call(url: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
    """Status, JSON (or text), headers."""
    connection = http.client.HTTPConnection(url.partition("//")[2], timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent; the answer stands
        connection.request(method, path, body, named)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    is_json = "json" in answer.headers.get("Content-Type", "")
    return answer.status, json.loads(text) if is_json else text, answer.headers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, sandbox_process: Sandbox) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("wire"), sandbox_process)
    for _ in range(300):
        try:
            one.call("GET", "/health")
        except OSError:
            subprocess.run(["sleep", "0.1"], check=True)
        else:
            break
    yield one
    stopped(one.process)


def from_(address: str) -> dict[str, str]:
    return {"X_Forwarded_For": address}


def test_without_redis_reading_goes_on_and_says_what_is_left(server: Server) -> None:
    status, body, headers = server.call("GET", "/api/v1/projects/", **from_("192.0.2.1"))
    assert (status, body) == (200, {"items": [], "next": None})
    assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("3", "2")


def test_without_redis_what_costs_is_refused_with_a_sentence(server: Server) -> None:
    asked = json.dumps({"url": "https://youtu.be/UBUiGAbCdKo"})
    headers = {"Content_Type": "application/json", **from_("192.0.2.2")}
    status, body, told = server.call("POST", "/api/v1/integrations/resolve/", asked, **headers)
    assert (status, body["error_code"]) == (503, "UPSTREAM_UNAVAILABLE")
    assert "Reading goes on" in body["error"]
    assert int(told["Retry-After"]) >= 1


def test_without_redis_nobody_signs_in_not_even_with_the_right_password(server: Server) -> None:
    _, _, headers = server.call("GET", "/accounts/login/")
    token = headers["Set-Cookie"].partition("vitrine_csrf=")[2].partition(";")[0]
    form = f"login={EMAIL}&password={PASSWORD.replace(' ', '+')}&csrfmiddlewaretoken={token}"
    kind = "application/x-www-form-urlencoded"
    status, text, headers = server.call(
        "POST", "/accounts/login/", form, Content_Type=kind, Cookie=f"vitrine_csrf={token}"
    )
    assert status == 503, (status, str(text)[:300])
    assert "vitrine_session=" not in str(headers)
    assert "Traceback" not in text


def test_who_calls_is_the_rightmost_that_is_no_proxy_of_ours(server: Server) -> None:
    path = "/api/v1/projects/"
    for spoofed in ("203.0.113.1", "203.0.113.2", "203.0.113.3"):
        assert server.call("GET", path, **from_(f"{spoofed}, 198.51.100.9, 10.1.2.3"))[0] == 200
    assert server.call("GET", path, **from_("203.0.113.4, 198.51.100.9"))[0] == 429
    assert server.call("GET", path, **from_("198.51.100.10"))[0] == 200


BAD: dict[str, tuple[str, str, Any, dict[str, str], int]] = {
    "20 MB of JSON": ("POST", "resolve", b'{"url": "' + b"x" * (20 * MB) + b'"}', {}, 413),
    "deep nesting": ("POST", "resolve", b'{"url": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {}, 422),
    "a NUL": ("POST", "resolve", b'{"url": "https://youtu.be/\\u0000"}', {}, 422),
    "another kind": ("POST", "resolve", b"<url/>", {"Content_Type": "application/xml"}, 415),
    "a GET with a body": ("GET", "", b"{}", {}, 400),
    "an unknown key": ("GET", "", None, {"X_API_Key": "vk_" + "x" * 43}, 401),
    "a key in the address": ("GET", "?api_key=vk_x", None, {}, 401),
    "10 MB of a header": ("GET", "", None, {"X_Long": "x" * (10 * MB)}, 431),
    "10 MB of a key": ("GET", "", None, {"X_API_Key": "x" * (10 * MB)}, 431),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_our_shape(case: tuple[str, str, Any, dict[str, str], int], stack: Stack) -> None:
    method, path, body, headers, expected = case
    place = "/api/v1/integrations/" + (f"{path}/" if path == "resolve" else path)
    status, said, _ = call(stack.url, method, place, body, **{"Content_Type": "application/json", **headers})
    assert (status, set(said)) == (expected, SHAPE)
    assert call(stack.url, "GET", "/health")[0] == 200


def test_many_headers_are_refused_too(stack: Stack) -> None:
    headers = {f"X_{number}": "x" * 100 for number in range(90)}
    assert call(stack.url, "GET", "/health", **headers)[0] == 200
    status, said, _ = call(stack.url, "GET", "/api/v1/projects/", **{f"X_{n}": "x" * 900 for n in range(90)})
    assert (status, set(said)) == (431, SHAPE)
