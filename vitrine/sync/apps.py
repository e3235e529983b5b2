from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "vitrine.sync"
    label = "sync"
