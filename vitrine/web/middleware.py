"""What browsers are told with every answer.

A page may load from here, and nothing inline. A film's page may frame its player after the click.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vitrine.accounts import doorway

Handler = Callable[[HttpRequest], HttpResponse]

_RULES = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "frame-src": "'none'",
}


def policy(**changes: str) -> str:
    """The Content-Security-Policy header; `changes` by directive, underscores for hyphens (`frame_src=…`)."""
    rules = {**_RULES, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


_EVERYWHERE = policy()
OWN = ("/settings/", "/accounts/", "/import/", "/staff/")  # what somebody sees of themselves: kept by no browser
_TARGETS = "vitrine.form_targets"


def form_targets(request: HttpRequest) -> set[str]:
    """Origins that a form of this page leads to by a redirect: browsers hold those to `form-action`, too."""
    targets: set[str] = request.META.setdefault(_TARGETS, set())
    return targets


_HEADERS = {
    "Content-Security-Policy": _EVERYWHERE,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


def guarded(get_response: Handler) -> Handler:
    """Put the headers on every answer that gave none of its own: pages, API, pictures, files and failures.

    `Strict-Transport-Security` goes by BASE_URL, not by this connection: TLS ends at a proxy.
    """
    headers = {**_HEADERS, **_transport()}
    from_inside = re.compile(settings.FROM_INSIDE)

    def handle(request: HttpRequest) -> HttpResponse:
        if from_inside.match(request.path_info.lstrip("/")):
            request.META["HTTP_HOST"] = settings.OWN_HOST
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and _is_page(response):
            own = "private, no-store" if request.path_info.startswith(OWN) else "private"
            response.headers.setdefault("Cache-Control", own)
        if request.path_info.startswith("/accounts/"):
            form_targets(request).update(map(doorway.for_browser, doorway.PROVIDERS))
        if targets := form_targets(request):
            rules = response.headers["Content-Security-Policy"]
            widened = " ".join(["form-action 'self'", *sorted(targets)])
            response.headers["Content-Security-Policy"] = rules.replace("form-action 'self'", widened)
        return response

    return handle


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _transport() -> dict[str, str]:
    """RFC 6797, 6.1."""
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}"}
