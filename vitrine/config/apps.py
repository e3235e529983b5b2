"""What has to happen once a process, after every package is known."""

import sqlite3
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from vitrine.config import logs
from vitrine.lib import http

# What a sign-in with an account elsewhere speaks to.
SIGN_IN = {"oauth2.googleapis.com", "www.googleapis.com", "github.com", "api.github.com"}


def use_sqlites_own_limit(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Django 5.2 assumes 999 variables a statement; the library at hand says what it really takes."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit


def map_sandbox(address: str) -> None:
    """Every host that a platform reaches leads to the sandbox's one loopback address."""
    from vitrine.platforms import registry

    host, _, port = address.rpartition(":")
    hosts = {name for about in registry.all_about() for name in about.reaches} | SIGN_IN
    http.configure(dict.fromkeys(hosts, (host, int(port))))


class CompositionConfig(AppConfig):
    name = "vitrine.config"
    label = "config"

    def ready(self) -> None:
        from vitrine.config import celery, checks  # noqa: F401 - registers the app and the checks

        logs.configure(settings.LOG_LEVEL, settings.LOG_FORMAT)
        connection_created.connect(use_sqlites_own_limit)
        if settings.SANDBOX_ON and settings.SANDBOX_ADDRESS:
            map_sandbox(settings.SANDBOX_ADDRESS)
