"""What a page may load: from here, and nothing inline. A film's page may frame its player after the click."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
_TARGETS = "vitrine.form_targets"


def form_targets(request: HttpRequest) -> set[str]:
    """Origins that a form of this page leads to by a redirect: browsers hold those to `form-action`, too."""
    targets: set[str] = request.META.setdefault(_TARGETS, set())
    return targets


def content_security(get_response: Handler) -> Handler:
    """Put the policy on every answer that a view gave none of its own."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _EVERYWHERE)
        if targets := form_targets(request):
            rules = response.headers["Content-Security-Policy"]
            widened = " ".join(["form-action 'self'", *sorted(targets)])
            response.headers["Content-Security-Policy"] = rules.replace("form-action 'self'", widened)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        return response

    return handle
