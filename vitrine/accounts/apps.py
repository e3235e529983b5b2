from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vitrine.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vitrine.accounts import signals  # noqa: F401 - connects them
