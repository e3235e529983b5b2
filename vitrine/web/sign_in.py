"""The way to a provider's sign-in page, which in the sandbox stands on loopback."""

from collections.abc import Callable

from allauth.socialaccount.providers.github.views import oauth2_login as github
from allauth.socialaccount.providers.google.views import oauth2_login as google
from django.http import HttpRequest, HttpResponse
from django.urls import path

from vitrine.accounts import doorway

View = Callable[[HttpRequest], HttpResponse]


def _led_on(view: View) -> View:
    def handle(request: HttpRequest) -> HttpResponse:
        response = view(request)
        if "Location" in response:
            response["Location"] = doorway.for_browser(response["Location"])
        return response

    return handle


urlpatterns = [
    path("google/login/", _led_on(google), name="google_login"),
    path("github/login/", _led_on(github), name="github_login"),
]
