"""Pages. People's own come last: nothing of ours can be taken for a name."""

from django.urls import URLPattern, URLResolver, include, path

from vitrine.web import explore, home, pictures, profile, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("explore/", explore.page, name="explore"),
    path("picture/<str:name>/<int:width>", pictures.picture, name="picture"),
    path("accounts/", include("allauth.account.urls")),
    path("<slug:username>/", profile.page, name="profile"),
    path("<slug:username>/<slug:slug>/", work.page, name="work"),
]
