"""Whatever stands behind the question mark: an answer of the document, never a failure of ours."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pytest_django import Settings

from tests.api.conftest import Make
from tests.api.program import Program
from vitrine.accounts.models import User

pytestmark = pytest.mark.django_db

NAMES = ("user", "type", "platform", "source", "tool", "category", "topic", "q", "sort", "cursor", "limit")
ODD = st.one_of(
    st.sampled_from(["", "0", "-1", "1", "100", "9" * 40, "1e9", "NaN", "null", "newest", "views", "alice", "%", "_"]),
    st.sampled_from(["n1-1", "v1-1", "n253402300799999999-1", "v" + "9" * 18 + "-" + "9" * 18, "' OR 1=1 --", "\x00"]),
    st.text(max_size=120),
)
PAIR = st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=10)), ODD)
QUERY = st.lists(PAIR, max_size=6).map(
    lambda pairs: "&".join(f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in pairs)
)
RAW = st.binary(max_size=40).map(lambda raw: quote(raw, safe="=&%+"))
PATIENT = how(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def _unlimited(settings: Settings, alice: User, make: Make) -> None:
    """Nothing is counted here, and there is something to find."""
    settings.LIMITS = {}
    for number in range(3):
        make(alice, number)


@PATIENT
@given(query=st.one_of(QUERY, RAW))
def test_a_list_takes_any_query(program: Program, query: str) -> None:
    assert program.get(f"/projects/?{query}").status in (200, 422)


@pytest.mark.parametrize("path", ["/integrations/", "/projects/{id}/", "/integrations/tasks/{id}/"])
@PATIENT
@given(query=st.one_of(QUERY, RAW))
def test_what_takes_no_query_minds_none(program: Program, alice: User, path: str, query: str) -> None:
    first = alice.projects.order_by("id").first()
    assert first
    assert program.get(f"{path.format(id=first.pk)}?{query}").status in (200, 404)


@PATIENT
@given(part=st.one_of(st.text(max_size=60), st.sampled_from(["\x00", "..", "9" * 30, "-1", "\ud7ff"])))
def test_whatever_stands_for_an_id(program: Program, part: str) -> None:
    odd = quote(part, safe="", errors="replace")
    for path in (f"/projects/{odd}", f"/integrations/tasks/{odd}"):
        assert program.get(path).status in (200, 404)
