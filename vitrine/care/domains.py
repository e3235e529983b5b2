"""Every domain says in its `personal.py` what it holds of a person; here they are found, the highest floor first."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from django.apps import apps
from django.db import models


class Personal(Protocol):
    """The shape of a `personal.py`. `TABLES` are the tables with rows of a person."""

    TABLES: tuple[type[models.Model], ...]

    def export(self, user_id: int) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """(name, rows) of what is theirs to take along."""

    def files(self, user_id: int) -> Iterator[tuple[str, str]]:
        """(name for the person, name in storage) of each file."""

    def erase(self, user_id: int) -> None:
        """Delete it all, or make it nobody's. May be called again after it broke off."""


def domains() -> list[tuple[str, Personal]]:
    """(label, its `personal.py`), those that stand on others first, accounts last."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("vitrine.")]
    found = [(app.label, f"{app.name}.personal") for app in reversed(ours)]
    return [(label, cast("Personal", import_module(name))) for label, name in found if find_spec(name)]
