"""Pages. People's own come last: nothing of ours can be taken for a name."""

from django.urls import URLPattern, URLResolver, include, path

from vitrine.web import consent, explore, home, imports, integrations, own, pictures, profile, settings, work

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
    path("settings/integrations/", integrations.page, name="integrations"),
    path("settings/integrations/<int:connection_id>/disconnect/", integrations.disconnect, name="disconnect"),
    path("settings/integrations/<int:connection_id>/first/", own.first, name="first_import"),
    path("settings/integrations/<int:connection_id>/works/", own.works, name="own_works"),
    path("connect/<slug:platform>/", consent.begin, name="connect"),
    path("connect/<slug:platform>/callback/", consent.callback, name="connected"),
    path("picture/<str:name>/<int:width>", pictures.picture, name="picture"),
    path("accounts/", include("allauth.urls")),
    path("<slug:username>/", profile.page, name="profile"),
    path("<slug:username>/<slug:slug>/", work.page, name="work"),
]
