"""A program that calls the API as its document says, and takes the document at its word.

Every answer is held against the OpenAPI document: a status, a code of error or a field that stands not there fails the
test, whatever it is about.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator

from vitrine.accounts.models import User

V1 = "/api/v1"
TOKEN = "t" * 32
OF_HTTP_ITSELF = (400, 405, 413, 415)
SHAPE = {"success", "error", "error_code", "action", "suggestion", "detail", "request_id"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status, its JSON, its headers."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        return str(self.body["error_code"])

    @property
    def outcome(self) -> tuple[int, str]:
        """Status and code of an error."""
        return self.status, self.code


class Program:
    """Speaks for `user`, or for nobody. `paths` are those behind /api/v1, query and all."""

    def __init__(self, user: User | None = None, *, address: str = "192.0.2.1") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, raise_request_exception=False)
        self.user = user
        if user:
            self.client.force_login(user)
            self.client.cookies["vitrine_csrf"] = TOKEN

    def get(self, path: str, **headers: str) -> Said:
        return self.send("GET", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Said:
        return self.send("POST", path, data, **headers)

    def patch(self, path: str, data: Any = None, **headers: str) -> Said:
        return self.send("PATCH", path, data, **headers)

    def put(self, path: str, data: Any = None, **headers: str) -> Said:
        return self.send("PUT", path, data, **headers)

    def delete(self, path: str, **headers: str) -> Said:
        return self.send("DELETE", path, **headers)

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Said:
        """`headers` by name, underscores for hyphens; `data` is sent as JSON, bytes as they are."""
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("content-type", "application/json")
        if self.user:
            named = {"X-CSRFToken": TOKEN, **named}
        answer: Any = self.client.generic(method, V1 + path, body, content_type=kind, headers=named)
        return _held_to_the_document(method, path, answer)


def _held_to_the_document(method: str, path: str, answer: HttpResponse) -> Said:
    assert answer.headers["Content-Type"].startswith("application/json"), answer.content[:300]
    said = Said(answer.status_code, json.loads(answer.content) if answer.content else None, answer.headers)
    if said.status >= 400:
        assert set(said.body) == SHAPE, said.body
        assert said.body["request_id"] == answer.headers["X-Request-ID"]
    operation = _operation(method, path)
    if operation is None or said.status in OF_HTTP_ITSELF:
        return said
    described = operation["responses"].get(str(said.status))
    assert described, f"{method} {path} answers {said.status}, which is not in the document: {said.body}"
    content = described["content"]["application/json"]
    _validator(json.dumps(content["schema"])).validate(said.body)
    if said.status >= 400:
        assert said.code in content["examples"], f"{method} {path} answers {said.code}, which is not in the document"
    return said


@cache
def document() -> dict[str, Any]:
    """As it is served."""
    found: dict[str, Any] = Client().get(f"{V1}/openapi.json").json()
    return found


def _operation(method: str, path: str) -> dict[str, Any] | None:
    """The operation that this call means; None where there is none, or for a method it does not have."""
    plain = f"{V1}{path}".partition("?")[0].rstrip("/") + "/"
    for template, operations in document()["paths"].items():
        pattern = re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, plain):
            found: dict[str, Any] | None = operations.get(method.lower())
            return found
    return None


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": document()["components"]})
