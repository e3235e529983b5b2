"""What both providers' token endpoints read and write."""

import base64
import binascii
import json
from collections.abc import Mapping
from urllib.parse import unquote

from aiohttp import web

NO_STORE = {"Cache-Control": "no-cache, no-store, max-age=0, must-revalidate", "Pragma": "no-cache"}


class Refused(Exception):  # noqa: N818  an answer like any other
    """A token endpoint's error."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status

    def response(self) -> web.Response:
        body = {"error": self.error, "error_description": self.description}
        return web.json_response(body, status=self.status, headers=NO_STORE)


async def read_form(request: web.Request) -> dict[str, str]:
    """The body's fields. Raises Refused where one comes twice, or it is no form."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refused("invalid_request", "The body must be application/x-www-form-urlencoded.")
    form = await request.post()
    for name in form:
        if len(form.getall(name)) > 1:
            raise Refused("invalid_request", f"Parameter not allowed to repeat: {name}")
    return {name: str(value) for name, value in form.items()}


async def read_form_or_json(request: web.Request) -> dict[str, str]:
    """GitHub takes both, and the query as well."""
    found = dict(request.query)
    if request.content_type == "application/json":
        try:
            data = json.loads(await request.read())
        except ValueError:
            data = None
        return found | ({name: str(value) for name, value in data.items()} if isinstance(data, dict) else {})
    return found | {name: str(value) for name, value in (await request.post()).items()}


def basic(headers: Mapping[str, str]) -> tuple[str, str] | None:
    """Client id and secret from `Authorization: Basic` (RFC 6749, 2.3.1)."""
    scheme, _, text = headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)


def bearer(request: web.Request) -> str:
    """The token a request carries, empty for none: `Authorization: Bearer`, or `access_token` in the query."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "oauth"} and text.strip():
        return text.strip()
    return request.query.get("access_token", "")
