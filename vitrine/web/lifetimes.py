"""How long browsers keep our sheets, scripts and font: a year, as `vitrine.web.assets` addresses them by content.

The settings name this function, so it may not touch Django.
"""

from wsgiref.headers import Headers

KEPT = ("/static/vitrine/", "/static/django_htmx/")


def lifetime(headers: Headers, path: str, url: str) -> None:  # noqa: ARG001 - WhiteNoise's signature
    """What is asked for by its content's address never changes."""
    if url.startswith(KEPT):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
