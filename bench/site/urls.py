"""The product's addresses, and beside them `/constants/…`: a creator's page, filled from values that were found once.

Same server, same middleware, same session, same template: what it lacks is reading and preparing.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import include, path
from django.utils.cache import patch_vary_headers

from vitrine.config.urls import handler403, handler404, handler500
from vitrine.config.urls import urlpatterns as product
from vitrine.portfolio import queries
from vitrine.web import filters, profile

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@cache
def context_of(username: str, query: str) -> dict[str, Any]:
    given = QueryDict(query)
    wanted, after = filters.read(given), given.get("after", "")
    return profile._context(queries.profile(username, wanted, after), wanted, after)  # noqa: SLF001 - the page's own


def constants(request: HttpRequest, username: str) -> HttpResponse:
    context = context_of(username, request.META["QUERY_STRING"])
    response = render(request, "portfolio/profile.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


urlpatterns = [path("constants/<slug:username>/", constants), path("", include(product))]
