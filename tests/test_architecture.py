"""What import-linter cannot see: relations between tables run down the floors, too."""

import re
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


NAMED_ELSEWHERE = {
    "accounts/doorway.py": "whom one may sign in with",
    "api/app.py": "the contract names endpoints after platforms",
    "api/examples.py": "examples of the API's documents",
    "api/schemas.py": "examples of the API's documents",
    "catalog/actions/edit.py": "a comment on a limit",
    "cli/agent.py": "options that the contract names",
    "cli/demo.py": "the demo's own addresses",
    "config/apps.py": "whom one may sign in with",
    "config/checks.py": "settings that the contract names",
    "config/settings.py": "settings that the contract names",
    "lib/errors.py": "an example of an action",
    "lib/http/redaction.py": "headers that must never reach a log",
    "lib/markup/tree.py": "the Markdown dialect's own name for its alerts",
    "lib/text.py": "the source of a rule about chapters",
    "portfolio/pictures.py": "a comment on black bars",
    "portfolio/types.py": "the type of work, which the contract names",
    "quota/actions.py": "the source of a fact",
    "quota/models.py": "the table's name, which the contract fixes",
    "sync/types.py": "the queue's name, which the contract fixes",
    "web/audit.py": "whom one may sign in with",
    "web/cards.py": "the type of work, which the contract names",
    "web/placard.py": "the type of work, which the contract names",
    "web/sign_in.py": "whom one may sign in with",
    "web/work.py": "the type of work, which the contract names",
}
"""Files outside a platform's folder that speak of one, and why they may."""


def test_a_platforms_name_stands_in_its_folder_and_where_the_contract_puts_it() -> None:
    code = ROOT / "vitrine"
    own = [code / "platforms", code / "enrich"]  # enrichment knows GitHub and YouTube as tools people use
    files = [*code.rglob("*.py"), *(code / "web" / "templates").rglob("*.html")]
    naming = {
        str(path.relative_to(code))
        for path in files
        if not any(path.is_relative_to(folder) for folder in own) and "migrations" not in path.parts
        if re.search(r"youtube|github", path.read_text(encoding="utf-8"), re.IGNORECASE)
    }
    assert naming - set(NAMED_ELSEWHERE) == set()
    assert set(NAMED_ELSEWHERE) - naming == set()  # an exemption that nobody needs any more
