"""REST v1."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger

from vitrine import __version__
from vitrine.api import errors
from vitrine.api.auth import signed_in
from vitrine.api.body import JsonBody
from vitrine.api.routes import connections, imports, keys, projects

DESCRIPTION = f"""What Vitrine offers to programs.

**Who calls.** A signed-in browser session; what changes something carries the session's CSRF token (the cookie
`{settings.CSRF_COOKIE_NAME}`, sent back in the header `X-CSRFToken`). Or a program with an API key, in `X-API-Key` or
`Authorization: Bearer`, never in an address: READ_ONLY reads what its user may see, DOWNLOAD and above change it too,
ADMIN is for what staff do, FULL_ACCESS for everything. What needs no sign-in has no lock beside it.

**Errors** have one shape everywhere: a sentence for the person, a code for the program, and the `request_id` that our
log knows. Requests that HTTP itself refuses have it too: 405 (with `Allow`), 413 (a body over 2 MB) and 415 (a body
that is no JSON).

**Waiting.** Queued work answers 202 with a `status_url`. 429 and 503 carry `Retry-After`. Every call is
counted by the minute and says so in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds).

**Repeating.** Every POST takes an `Idempotency-Key`: the same request sent again with the same key within a day is not
done again, and answered with the first answer (`Idempotency-Replayed: true`).

**Lists** are `{{"items": […], "next": cursor or null}}`: ask again with `cursor=` until `next` is null.

Every address answers with and without its trailing slash."""

api = NinjaAPI(
    title="Vitrine",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api-v1",
    auth=signed_in,  # closed unless an operation says otherwise
    parser=JsonBody(),
    docs=Swagger(settings={"persistAuthorization": True}),
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "MIT", "identifier": "MIT"}}},
)
errors.register(api)
imports.add_platform("youtube", "channel")
imports.add_platform("github")
connections.add_platform("youtube", "my-videos")
connections.add_platform("github", "repos")
api.add_router("", imports.router)
api.add_router("", connections.router)
api.add_router("", projects.router)
api.add_router("", keys.router)


def docs(request: HttpRequest) -> HttpResponse:
    """The interactive page of the OpenAPI document, with scripts from this server only."""
    return api.docs.render_page(request, api)
