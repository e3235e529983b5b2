"""An application that signs people in at the sandbox's Google or GitHub, over plain HTTP, header by header."""

import base64
import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from sandbox.oauth import cast
from tests.sandbox.ask import Answer
from tests.support.sandbox import Sandbox

ACCOUNTS, TOKENS, GOOGLE_API = "accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com"
GITHUB, GITHUB_API = "github.com", "api.github.com"
FORM = "application/x-www-form-urlencoded"
AS_FORM = {"Content-Type": FORM}
READ = "https://www.googleapis.com/auth/youtube.readonly"
UPLOAD = "https://www.googleapis.com/auth/youtube.upload"
ANALYTICS = "https://www.googleapis.com/auth/yt-analytics.readonly"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
BACK = "http://127.0.0.1:54321/back"


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def send(
    sandbox: Sandbox, method: str, host: str, path: str, *, body: str = "", headers: Mapping[str, str] | None = None
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    try:
        connection.request(method, path, body=body or None, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def told(answer: Answer) -> dict[str, str]:
    """The query that the person is sent back with."""
    assert answer.status == 302, answer.body
    found = parse_qs(urlsplit(answer.headers["location"]).query, keep_blank_values=True)
    return {name: values[0] for name, values in found.items()}


def without(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


@dataclass
class Google:
    """One registered application. Fields said to be None are left out of a request."""

    sandbox: Sandbox
    client: str = cast.GOOGLE_DESKTOP
    secret: str = cast.GOOGLE_DESKTOP_SECRET
    back: str = BACK

    def address(self, **more: str | None) -> str:
        fields = {
            "client_id": self.client,
            "redirect_uri": self.back,
            "response_type": "code",
            "scope": READ,
            "state": "s",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
            "access_type": "offline",
        }
        return f"/o/oauth2/v2/auth?{urlencode(without(fields | more))}"

    def authorize(self, **more: str | None) -> Answer:
        return send(self.sandbox, "GET", ACCOUNTS, self.address(**more))

    def decide(self, fields: list[tuple[str, str]], **more: str | None) -> Answer:
        """Send the page's form."""
        return send(self.sandbox, "POST", ACCOUNTS, self.address(**more), body=urlencode(fields), headers=AS_FORM)

    def code(self, account: str = "wren", how: Mapping[str, Any] | None = None, **more: str | None) -> str:
        """A code by a decision made beforehand; `how` as `Sandbox.consent` takes it."""
        self.sandbox.consent(account, **(how or {}))
        return told(self.authorize(**more))["code"]

    def token(self, **fields: str | None) -> Answer:
        given = without({"client_id": self.client, "client_secret": self.secret, **fields})
        return send(self.sandbox, "POST", TOKENS, "/token", body=urlencode(given), headers=AS_FORM)

    def exchange(self, code: str | None, **more: str | None) -> Answer:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back}
        return self.token(**{**fields, "code_verifier": VERIFIER, **more})

    def refresh(self, token: str, **more: str | None) -> Answer:
        return self.token(**{"grant_type": "refresh_token", "refresh_token": token, **more})

    def sign_in(self, account: str = "wren", how: Mapping[str, Any] | None = None, **more: str | None) -> Any:
        """The token answer's body."""
        answer = self.exchange(self.code(account, how, **more))
        assert answer.status == 200, answer.body
        return answer.json()

    def revoke(self, token: str) -> Answer:
        return send(self.sandbox, "POST", TOKENS, "/revoke", body=urlencode({"token": token}), headers=AS_FORM)


@dataclass
class GitHub:
    sandbox: Sandbox
    client: str = cast.GITHUB_LOOPBACK
    secret: str = cast.GITHUB_LOOPBACK_SECRET
    back: str = BACK

    def address(self, **more: str | None) -> str:
        fields = {
            "client_id": self.client,
            "redirect_uri": self.back,
            "scope": "read:user public_repo",
            "state": "s",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        }
        return f"/login/oauth/authorize?{urlencode(without(fields | more))}"

    def authorize(self, **more: str | None) -> Answer:
        return send(self.sandbox, "GET", GITHUB, self.address(**more))

    def code(self, account: str = "wren", how: Mapping[str, Any] | None = None, **more: str | None) -> str:
        self.sandbox.consent(account, **(how or {}))
        return told(self.authorize(**more))["code"]

    def exchange(self, code: str | None, *, accept: str = "application/json", **more: str | None) -> Answer:
        fields = {"client_id": self.client, "client_secret": self.secret, "code": code, "redirect_uri": self.back}
        given = without({**fields, "code_verifier": VERIFIER, **more})
        headers = {"Content-Type": FORM, "Accept": accept}
        return send(self.sandbox, "POST", GITHUB, "/login/oauth/access_token", body=urlencode(given), headers=headers)

    def sign_in(self, account: str = "wren", how: Mapping[str, Any] | None = None, **more: str | None) -> str:
        """The access token."""
        body = self.exchange(self.code(account, how, **more)).json()
        assert "access_token" in body, body
        return str(body["access_token"])

    def get(self, path: str, token: str) -> Answer:
        headers = {"User-Agent": "tests", "Authorization": f"Bearer {token}"}
        return send(self.sandbox, "GET", GITHUB_API, path, headers=headers)

    def withdraw(self, token: str, what: str = "grant", secret: str = "") -> Answer:
        """DELETE /applications/{client_id}/grant, or /token, by the application itself."""
        said = base64.b64encode(f"{self.client}:{secret or self.secret}".encode()).decode()
        headers = {"User-Agent": "tests", "Authorization": f"Basic {said}", "Content-Type": "application/json"}
        body = json.dumps({"access_token": token})
        return send(
            self.sandbox, "DELETE", GITHUB_API, f"/applications/{self.client}/{what}", body=body, headers=headers
        )


def data_api(sandbox: Sandbox, resource: str, token: str, **query: Any) -> Answer:
    """A Data API call with a token and without a key."""
    path = f"/youtube/v3/{resource}?{urlencode(query)}"
    return send(sandbox, "GET", GOOGLE_API, path, headers={"Authorization": f"Bearer {token}"})
