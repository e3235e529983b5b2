"""What import-linter cannot see: relations between tables run down the floors, too."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent


def floors() -> dict[str, int]:
    """How high each package stands, as import-linter's own contract says."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers" and "vitrine" in one["containers"])
    return {
        name.strip(" ()"): height for height, layer in enumerate(reversed(layers)) for name in str(layer).split("|")
    }


def package_of(module: str) -> str:
    return module.split(".")[1]


def test_relations_between_tables_run_down_the_floors() -> None:
    """String foreign keys escape import-linter; this does not let them."""
    height = floors()
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("vitrine.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("vitrine.")
        if height[package_of(field.related_model.__module__)] > height[package_of(model.__module__)]
    ]
    assert upward == []


def test_models_of_one_floor_do_not_relate_to_each_other() -> None:
    height = floors()
    sideways = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("vitrine.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("vitrine.")
        for here, there in [(package_of(model.__module__), package_of(field.related_model.__module__))]
        if here != there and height[here] == height[there]
    ]
    assert sideways == []
