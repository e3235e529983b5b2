"""A browser's session without the browser: signs in by the form, keeps cookies, sends the CSRF token.

visitor = signed_in(stack, stack.person())
said = visitor.post("/api/v1/integrations/import/", {"url": …})
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

from tests.support.stack import Person, Stack

V1 = "/api/v1"
TASKS = f"{V1}/integrations/tasks"
ENDED = ("completed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status, its JSON (the text of anything else), its headers."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def outcome(self) -> tuple[int, str]:
        """Status and code of an error."""
        return self.status, str(self.body["error_code"])


class Visitor:
    """One session at `url`. Paths are whole (`/api/v1/…`)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._cookies = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies)).open

    def sign_in(self, person: Person) -> None:
        self.get("/accounts/login/")
        form = {"login": person.email, "password": person.password, "csrfmiddlewaretoken": self._token}
        said = self._send("POST", "/accounts/login/", urllib.parse.urlencode(form).encode(), {})
        assert said.status == 200
        assert any(cookie.name == "vitrine_session" for cookie in self._cookies), "the sign-in was refused"

    def get(self, path: str) -> Said:
        return self._send("GET", path, None, {})

    def post(self, path: str, data: Any, **headers: str) -> Said:
        return self._change("POST", path, data, headers)

    def delete(self, path: str) -> Said:
        return self._change("DELETE", path, None, {})

    def task(self, job_id: str) -> Any:
        """The job as it is now."""
        return self.get(f"{TASKS}/{job_id}/").body

    def followed(self, job_id: str, until: Callable[[Any], bool] | None = None, *, within: float = 40.0) -> list[Any]:
        """Every different state of the job that was seen until it was `until` (default: settled)."""
        enough = until or settled
        seen = [self.task(job_id)]
        last = time.monotonic() + within
        while not enough(seen[-1]):
            assert time.monotonic() < last, f"still going on after {within} s: {seen[-1]}"
            time.sleep(0.1)
            now = self.task(job_id)
            if now != seen[-1]:
                seen.append(now)
        return seen

    def imported(self, url: str, **more: Any) -> Any:
        """Ask for the import, and give its task as it is when settled."""
        said = self.post(f"{V1}/integrations/import/", {"url": url, **more})
        assert said.status == 202, said.body
        return self.followed(said.body["job_id"])[-1]

    def projects(self, slug: str) -> list[Any]:
        """All works of that person that this session may see."""
        page = self.get(f"{V1}/projects/?user={slug}&limit=100").body
        found = list(page["items"])
        while page["next"]:
            page = self.get(f"{V1}/projects/?user={slug}&limit=100&cursor={page['next']}").body
            found += page["items"]
        return found

    def _change(self, method: str, path: str, data: Any, headers: Mapping[str, str]) -> Said:
        body = None if data is None else json.dumps(data).encode()
        token = {"X-CSRFToken": self._token, "Content-Type": "application/json"}
        return self._send(method, path, body, {**token, **headers})

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Said:
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=dict(headers))  # noqa: S310 - our own loopback
        try:
            with self._open(request, timeout=30) as answer:
                return _said(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return _said(error.code, error.headers, error.read())

    @property
    def _token(self) -> str:
        return next((cookie.value or "" for cookie in self._cookies if cookie.name == "vitrine_csrf"), "")


def settled(task: Any) -> bool:
    """It ended, or it waits for something that only time brings."""
    waits = task["status"] == "pending" and task["error"] and task["error"]["verdict"] == "waiting"
    return bool(task["status"] in ENDED or waits)


def signed_in(stack: Stack, person: Person) -> Visitor:
    visitor = Visitor(stack.url)
    visitor.sign_in(person)
    return visitor


def _said(status: int, headers: Any, body: bytes) -> Said:
    is_json = headers.get_content_type() == "application/json"
    return Said(status, json.loads(body) if is_json else body.decode(errors="replace"), headers)
