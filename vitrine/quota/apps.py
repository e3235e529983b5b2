from django.apps import AppConfig


class QuotaConfig(AppConfig):
    name = "vitrine.quota"
    label = "quota"
