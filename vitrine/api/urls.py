"""The API and the health endpoints."""

from django.urls import path

from vitrine.api import health
from vitrine.api.app import api, docs

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/docs/", docs, name="api-docs"),
    path("health/", health.alive, name="health"),
    path("health/detailed/", health.detailed, name="health-detailed"),
]
