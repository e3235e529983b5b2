from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "vitrine.web"
    label = "web"
