"""Every address that Vitrine answers, filled in, straight from the URL patterns: a new one is tried by itself."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

SAMPLES: dict[str, object] = {
    "uuid": UUID("0b9f0c5e-5f0e-4c50-9a35-9f6f5f0f9f10"),
    "int": 160,
    "slug": "nobody-at-all",
    "str": "nothing",
    "path": "nothing",
}


def every() -> list[str]:
    """Paths, each once, with something in the place of each parameter."""
    return sorted({f"/{path}" for path in _paths(get_resolver().url_patterns, "")})


def _paths(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in patterns:
        here = before + _filled(one.pattern)
        if isinstance(one, URLResolver):
            yield from _paths(one.url_patterns, here)
        else:
            yield here


def _filled(pattern: object) -> str:
    if not isinstance(pattern, RoutePattern):  # a regular expression of allauth's, which takes letters and digits
        text = str(pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        return text if "(" not in text else f"{text[: text.index('(')]}1-x/"
    path = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for spelled in (f"<{kind}:{name}>", f"<{name}>"):
            path = path.replace(spelled, str(SAMPLES.get(kind, "nothing")))
    return path
