"""Other sites' scripts, by the list CORS_ORIGINS: the API with a key, never with a visitor's cookies.

No answer says `Access-Control-Allow-Credentials`, so no browser sends a session along or shows what came back for one
(Fetch standard, 3.2 "CORS protocol").
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]

API = "/api/v1/"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, X-API-Key, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "600",
}
EXPOSED = "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-ID, Idempotency-Replayed"


def by_list(get_response: Handler) -> Handler:
    """Middleware: before whatever asks who calls, for a preflight carries no key."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not settings.CORS_ORIGINS or not request.path_info.startswith(API):
            return get_response(request)
        origin = request.headers.get("Origin", "")
        allowed = origin in settings.CORS_ORIGINS
        preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204, headers=PREFLIGHT) if allowed and preflight else get_response(request)
        if allowed:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = EXPOSED
        patch_vary_headers(response, ["Origin"])
        return response

    return handle
