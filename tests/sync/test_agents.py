"""What makes no agent leaves nothing behind."""

import pytest

from vitrine.accounts.models import User
from vitrine.lib.errors import VitrineError
from vitrine.sync.actions import follow_as_agent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "how", "why"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", {"name": "One"}, "a whole channel or account"),
        ("https://nowhere.example/", {"name": "One"}, ""),
        ("@slowkiln", {"name": " "}, "An agent needs a name"),
        ("@slowkiln", {"name": "One", "links": ["no address"]}, "is no web address"),
        ("@slowkiln", {"name": "One", "portrait": b"<svg/>"}, "An SVG"),
    ],
)
def test_what_makes_no_agent_is_a_sentence_and_leaves_nothing(url: str, how: dict[str, str], why: str) -> None:
    with pytest.raises(VitrineError, match=why):
        follow_as_agent(url, **how)  # type: ignore[arg-type]  # one value of each kind
    assert not User.objects.exists()


def test_an_agent_of_that_name_is_used_again() -> None:
    first, job = follow_as_agent("@slowkiln", name="The Slow Kiln")
    again, same = follow_as_agent("@slowkiln", name="The  Slow Kiln", links=["kiln.example"])
    assert (again.pk, same) == (first.pk, job)
    assert User.objects.get().links == ["https://kiln.example"]
