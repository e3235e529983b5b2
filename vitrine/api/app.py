"""REST v1."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger

from vitrine import __version__
from vitrine.api import errors
from vitrine.api.routes import imports, projects

DESCRIPTION = """What Vitrine offers to programs. A signed-in browser session may call everything; changes carry its
CSRF token. Queued work answers 202 with a `status_url`. Every POST takes an `Idempotency-Key`. Errors have one shape
everywhere."""

api = NinjaAPI(
    title="Vitrine",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs=Swagger(settings={"persistAuthorization": True}),
    docs_url=None,
)
errors.register(api)
imports.add_platform("youtube", "channel")
imports.add_platform("github")
api.add_router("", imports.router)
api.add_router("", projects.router)


def docs(request: HttpRequest) -> HttpResponse:
    """The interactive page of the OpenAPI document, with scripts from this server only."""
    return api.docs.render_page(request, api)
