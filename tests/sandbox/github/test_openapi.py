"""Every answer against GitHub's own description of it, for both versions, and no name that the description lacks.

The description is 2022-11-28's; what 2026-03-10 removed is written in it as patches (`x-github-breaking-changes`).
"""

import copy
import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sandbox.github import cast
from tests.sandbox.github.asking import NEWEST, Asker, Got
from tests.support.sandbox import ROOT, Sandbox

Json = dict[str, Any]
RECORDED = Path(os.environ.get("VITRINE_RECORDED_DATA", ROOT.parent / "shared" / "data"))
DESCRIPTION = RECORDED / "github" / "octokit-openapi-23.0.2-subset.json"
OLD = "2022-11-28"

pytestmark = pytest.mark.skipif(not DESCRIPTION.is_file(), reason=f"GitHub's description is not at {DESCRIPTION}")

PROJECTS = [
    project.full_name
    for project in vars(cast).values()
    if isinstance(project, cast.Project) and project not in {cast.DMCA, cast.TOS}
]
PARTS = ["", "/readme", "/languages", "/topics", "/contents/", "/commits?per_page=3", "/releases", "/releases/latest"]
ADDRESSES = [f"/repos/{name}{part}" for name in PROJECTS for part in PARTS] + [
    f"/repos/{cast.RENAMED_BEFORE}",
    f"/repos/{cast.MISSING}",
    f"/repos/{cast.MISSING}/readme",
    f"/repos/{cast.ODD_TREE.full_name}/contents/LICENCE",
    f"/repos/{cast.ODD_TREE.full_name}/contents/vendor/kerf",
    f"/repos/{cast.KERF.full_name}/contents/pyproject.toml",
    f"/repos/{cast.FORTY_THOUSAND.full_name}/commits?per_page=100&page=400",
    "/users/hallowaybench",
    "/users/openworkbench",
    "/users/nobody-yet",
    "/users/gone-owner",
    "/users/hallowaybench/repos?per_page=100",
    "/users/openworkbench/repos?per_page=100&page=2",
    "/rate_limit",
    "/user/repos",
]


@pytest.mark.parametrize("version", [OLD, NEWEST])
def test_every_answer_is_as_described(sandbox: Sandbox, version: str) -> None:
    description = _described(version)
    asker = Asker(sandbox, token=cast.TOKEN_OF_WREN, version=version)
    seen: set[tuple[str, int]] = set()
    for address in ADDRESSES:
        got = asker.get(address)
        template, schema = _schema(description, address, got)
        seen.add((template, got.status))
        jsonschema.Draft4Validator(schema).validate(got.json())
    assert {template for template, status in seen if status == 200} == set(description["paths"]) - {
        "/repos/{owner}/{repo}/hooks",
        "/user",
    }


def test_the_holder_of_a_token_is_as_described(sandbox: Sandbox) -> None:
    got = Asker(sandbox, token=cast.TOKEN_OF_WREN).get("/user")
    jsonschema.Draft4Validator(_component(_described(OLD), "private-user")).validate(got.json())


def test_a_number_is_described_like_a_name(sandbox: Sandbox) -> None:
    got = Asker(sandbox, token="any", version=NEWEST).get(f"/repositories/{cast.KERF.id}")
    jsonschema.Draft4Validator(_component(_described(NEWEST), "full-repository")).validate(got.json())


def test_an_organisations_list_is_like_a_users(sandbox: Sandbox) -> None:
    schema = _component(_described(NEWEST), "minimal-repository")
    for row in Asker(sandbox, token="any", version=NEWEST).get("/orgs/openworkbench/repos?per_page=100").json():
        jsonschema.Draft4Validator(schema).validate(row)


def test_this_check_can_fail(sandbox: Sandbox) -> None:
    body = Asker(sandbox, token="any").repo(cast.KERF.full_name).json()
    schema = _component(_described(NEWEST), "full-repository")
    for broken in (body, {**body, "id": "1"}, {name: body[name] for name in body if name != "owner"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft4Validator(schema).validate(broken)


def _described(version: str) -> Json:
    """The description as of a version, in the words of JSON Schema, closed to names it does not have."""
    found: Json = json.loads(DESCRIPTION.read_text("utf-8"))
    for name, schema in found["components"]["schemas"].items():
        found["components"]["schemas"][name] = _closed(_as_of(schema, version))
    return found


def _as_of(schema: Json, version: str) -> Json:
    for change in schema.get("x-github-breaking-changes", []):
        if change["version"] <= version:
            schema = _merged(schema, change["patch"])
    return schema


def _merged(old: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    result = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged(result.get(name), value)
    return result


def _closed(schema: Any) -> Any:
    """`nullable` becomes what JSON Schema has for it; objects with named properties have no others."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _closed(part) for name, part in schema.items() if name not in {"example", "examples"}}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    if found.pop("nullable", False):
        return {"anyOf": [{"type": "null"}, found]}
    return found


def _component(description: Json, name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}", "components": copy.deepcopy(description["components"])}


def _schema(description: Json, address: str, got: Got) -> tuple[str, Json]:
    """The template of an address, and the schema of its answer with this status."""
    path = address.partition("?")[0]
    template = next(name for name in sorted(description["paths"], key=_specific) if _pattern(name).fullmatch(path))
    answers = description["paths"][template]["get"]["responses"]
    if str(got.status) not in answers:
        return template, _component(description, "basic-error")
    answer = answers[str(got.status)]
    if "$ref" in answer:
        answer = description["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema = _closed(copy.deepcopy(answer["content"]["application/json"]["schema"]))
    schema.pop("discriminator", None)
    return template, {**schema, "components": description["components"]}


def _specific(template: str) -> tuple[int, int]:
    """Templates with fewer places to fill in come first."""
    return template.count("{"), -len(template)


def _pattern(template: str) -> re.Pattern[str]:
    pattern = re.sub(r"\\{path\\}", ".*", re.escape(template))
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", pattern))
