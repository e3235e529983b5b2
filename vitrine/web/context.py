"""What every page's template can name."""

from django.http import HttpRequest

from vitrine.web.icons import Used


def page(request: HttpRequest) -> dict[str, object]:
    """`icons` gathers the drawings a page uses; `here` is the absolute address without its query."""
    return {"icons": Used(), "here": request.build_absolute_uri(request.path)}
