"""Every address. People's pages come last: a slug can never shadow one of ours (accounts.types.RESERVED_SLUGS)."""

from django.urls import include, path

urlpatterns = [
    path("", include("vitrine.api.urls")),
    path("", include("vitrine.web.urls")),
]

handler403 = "vitrine.web.errors.forbidden"
handler404 = "vitrine.web.errors.not_found"
handler500 = "vitrine.web.errors.broken"
