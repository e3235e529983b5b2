"""Compile every template of ours, so that a misspelt tag is found before a visitor finds it."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[3]


def names() -> list[str]:
    """Every file in a `templates` folder of one of our packages, as the loader calls it."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT)]
    return sorted({str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*") if file.is_file()})


class Command(BaseCommand):
    help = "Compile every template of ours; fails with the first mistake in each."

    def handle(self, **_: Any) -> None:
        wrong = []
        for name in names():
            try:
                get_template(name)
            except TemplateSyntaxError as error:
                wrong.append(f"{name}: {error}")
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{len(names())} templates compile.")
