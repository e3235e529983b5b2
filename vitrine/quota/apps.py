from django.apps import AppConfig


class QuotaConfig(AppConfig):
    name = "vitrine.quota"
    label = "quota"
    default_auto_field = "django.db.models.BigAutoField"
