"""The OpenAPI document: whoever reads it alone knows what goes in, what comes out, and every way it can go wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.api.program import V1, document
from vitrine.api.errors import STATUS

METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        yield from ((path, method, one) for method, one in item.items() if method in METHODS)


def examples(content: dict[str, Any]) -> list[Any]:
    return [one["value"] for one in content["application/json"]["examples"].values()]


def fits(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator({**schema, "components": document()["components"]}).validate(value)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Sessions are asked for by the middleware of whatever serves the document."""


def test_it_is_of_our_version_and_says_how_to_sign_in() -> None:
    assert document()["openapi"] == "3.1.0"
    assert document()["components"]["securitySchemes"]["Session"] == {
        "type": "apiKey",
        "in": "cookie",
        "name": "vitrine_session",
    }


def test_every_operation_has_a_name_a_summary_and_a_tag() -> None:
    names = [one["operationId"] for _, _, one in operations()]
    assert len(set(names)) == len(names)
    for path, method, one in operations():
        assert one["summary"], (method, path)
        assert one["tags"], (method, path)
        assert "vitrine_api" not in one["operationId"], "a name of ours, not of the reader's"


def test_every_answer_has_a_shape_and_examples_that_fit_it() -> None:
    for path, method, one in operations():
        for status, answer in one["responses"].items():
            content = answer["content"]
            assert content["application/json"]["schema"], (method, path, status)
            for value in examples(content):
                fits(content["application/json"]["schema"], value)


def test_every_body_has_an_example_that_fits_it() -> None:
    for path, method, one in operations():
        if method in ("post", "patch", "put"):
            content = one["requestBody"]["content"]
            assert examples(content), (method, path)
            for value in examples(content):
                fits(content["application/json"]["schema"], value)


def test_every_error_is_documented_under_its_own_status() -> None:
    found = set()
    for _, _, one in operations():
        for status, answer in one["responses"].items():
            if int(status) >= 400:
                codes = set(answer["content"]["application/json"]["examples"])
                assert {STATUS[code] for code in codes} == {int(status)}
                found |= codes
    assert found == set(STATUS)


def test_what_is_closed_says_so_and_nothing_else_is() -> None:
    open_to_all = {(method, path.removeprefix(V1)) for path, method, one in operations() if "security" not in one}
    assert open_to_all == {
        ("get", "/integrations/"),
        ("post", "/integrations/resolve/"),
        ("get", "/projects/"),
        ("get", "/projects/{project_id}/"),
    }
    for path, method, one in operations():
        if "security" in one:
            assert "401" in one["responses"], (method, path)
            assert method == "get" or "403" in one["responses"], (method, path)


def test_limits_and_waits_stand_in_the_headers_of_refusals() -> None:
    for _, _, one in operations():
        for status in ("429", "503"):
            if answer := one["responses"].get(status):
                assert "Retry-After" in answer["headers"]
    assert "RateLimit-Reset" in document()["paths"][f"{V1}/integrations/import/"]["post"]["responses"]["429"]["headers"]
