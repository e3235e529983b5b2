"""allauth speaks to providers through a `requests` session; this is as much of one as it uses, over our one door."""

import base64
import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from requests import RequestException

from vitrine.lib import http
from vitrine.lib.errors import VitrineError

PROVIDERS = ("https://accounts.google.com", "https://github.com")
MOST_BYTES = 1024 * 1024
MOST_SECONDS = 15.0  # somebody waits at the sign-in


class Answer:
    """The parts of `requests.Response` that allauth reads."""

    def __init__(self, answer: http.Response) -> None:
        self.status_code = answer.status
        self.headers = {"content-type": "", **answer.headers}
        self.content = answer.body
        self.ok = answer.status < 400  # noqa: PLR2004 - where failures begin
        self._answer = answer

    @property
    def text(self) -> str:
        return self._answer.text()

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise RequestException("the answer is no JSON") from error

    def raise_for_status(self) -> None:
        if not self.ok:
            raise RequestException(f"status {self.status_code}")


class Session:
    """Raises `requests.RequestException` whatever goes wrong on the way: allauth makes a page of that."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def get(self, url: str, **how: Any) -> Answer:
        return self.request("GET", url, **how)

    def post(self, url: str, **how: Any) -> Answer:
        return self.request("POST", url, **how)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
        **_: Any,
    ) -> Answer:
        told = {**self.headers, **(headers or {})}
        if auth is not None:
            pair = base64.b64encode(f"{auth.username}:{auth.password}".encode()).decode()
            told["Authorization"] = f"Basic {pair}"
        if data is not None:
            told.setdefault("Content-Type", "application/x-www-form-urlencoded")
        told.setdefault("Accept", "application/json")
        request = http.Request(
            url=url,
            method=method.upper(),
            params=dict(params or {}),
            headers=told,
            body=urlencode(data).encode() if data is not None else None,
            max_bytes=MOST_BYTES,
            total_timeout=MOST_SECONDS,
            purpose="sign-in",
            repeatable=False,
        )
        try:
            return Answer(http.door().fetch(request))
        except VitrineError as error:
            raise RequestException(error.log) from error


def for_browser(url: str) -> str:
    """Where a browser finds the sign-in page at `url`: a browser knows nothing of the sandbox's hosts, so there it is
    the same path on the sandbox's own address.
    """
    if not (settings.SANDBOX_ON and settings.SANDBOX_ADDRESS and url.startswith(PROVIDERS)):
        return url
    return urlsplit(url)._replace(scheme="http", netloc=settings.SANDBOX_ADDRESS).geturl()
