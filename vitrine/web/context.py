"""What every page's template can name."""

from django.http import HttpRequest

from vitrine.web.icons import Used


def page(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature
    """`icons` gathers the drawings a page uses."""
    return {"icons": Used()}
