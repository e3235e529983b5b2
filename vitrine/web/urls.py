"""Pages. People's own come last: nothing of ours can be taken for a name."""

from django.urls import URLPattern, URLResolver, include, path

from vitrine.web import explore, home, imports, pictures, profile, settings, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("explore/", explore.page, name="explore"),
    path("import/", imports.page, name="import"),
    path("import/look/", imports.look, name="import_look"),
    path("import/pick/", imports.pick, name="import_pick"),
    path("import/<uuid:job_id>/", imports.job, name="import_job"),
    path("import/<uuid:job_id>/stop/", imports.stop, name="import_stop"),
    path("import/<uuid:job_id>/again/", imports.again, name="import_again"),
    path("settings/", settings.page, name="settings"),
    path("picture/<str:name>/<int:width>", pictures.picture, name="picture"),
    path("accounts/", include("allauth.urls")),
    path("<slug:username>/", profile.page, name="profile"),
    path("<slug:username>/<slug:slug>/", work.page, name="work"),
]
