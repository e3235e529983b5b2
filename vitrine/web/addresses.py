"""Our own addresses: absolute ones for what leaves the house, and links that keep what a visitor has picked."""

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from vitrine.accounts.models import User
from vitrine.portfolio.queries import Viewer

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def with_query(path: str, **values: object) -> str:
    """`path` with those of `values` that are not empty; the order given is kept, so that one page has one address."""
    told = {name: value for name, value in values.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(told)}" if told else path


def json_ld(value: dict[str, Any]) -> SafeString:
    """JSON-LD for a data block: nothing in it can end the element it stands in."""
    text = json.dumps({"@context": "https://schema.org", **value}, ensure_ascii=False).translate(_IN_SCRIPT)
    return mark_safe(text)  # noqa: S308 - every character that means something to HTML is escaped above


def viewer(request: HttpRequest) -> Viewer:
    return Viewer(request.user.pk)


def asker(request: HttpRequest) -> User:
    """Who asks, behind a sign-in."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type
    return request.user


def htmx(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of a page; such an answer must vary on it."""
    return request.headers.get("HX-Request") == "true"
