"""`vitrine agent create`: a page of a channel."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import cast
from tests.support.process import ROOT
from tests.support.stack import Stack

pytestmark = pytest.mark.xdist_group("stack")


def agent(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vitrine", "agent", "create", *arguments]
    return subprocess.run(command, cwd=ROOT, env=stack.env, capture_output=True, text=True, timeout=100, check=False)


def told(stack: Stack, slug: str) -> dict[str, object]:
    found: dict[str, object] = stack.shell(
        "from vitrine.accounts.models import User\n"
        f"one = User.objects.get(slug={slug!r})\n"
        "answer = {'name': one.name, 'kind': one.kind, 'links': one.links, 'avatar': one.avatar_url,"
        " 'works': one.projects.count(), 'email': one.email, 'password': one.has_usable_password()}"
    )
    return found


def test_a_page_is_made_of_a_channel_and_used_again(stack: Stack) -> None:
    done = agent(
        stack, cast.SPECIMENS.url, "--name", "Odd Specimens", "--avatar", "https://i.ytimg.com/face.jpg",
        "--website", "specimens.example", "--twitter", "@specimens", "--github", "https://github.com/specimens",
        "--instagram", "",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Odd Specimens is at" in done.stdout
    assert "/odd-specimens/" in done.stdout
    page = told(stack, "odd-specimens")
    assert (page["name"], page["kind"], page["email"], page["password"]) == ("Odd Specimens", "agent", "", False)
    assert page["links"] == ["https://specimens.example", "https://x.com/specimens", "https://github.com/specimens"]
    assert page["avatar"] == "https://i.ytimg.com/face.jpg"
    assert page["works"]
    again = agent(stack, cast.SPECIMENS.url, "--name", "Odd Specimens")
    assert again.returncode == 0, again.stderr
    assert told(stack, "odd-specimens") == page


def test_what_makes_no_agent_is_a_sentence(stack: Stack) -> None:
    refused = agent(stack, "@slowkiln", "--name", "One", "--avatar", "no-such-file.png")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "neither a web address nor a file here" in refused.stderr


def test_make_hands_its_variables_on() -> None:
    recipe = (Path(ROOT) / "Makefile").read_text(encoding="utf-8").partition("\ncreate-youtube-agent:")[2]
    for name in ("CHANNEL_URL", "SOURCE_NAME", "AVATAR", "WEBSITE", "TWITTER", "INSTAGRAM", "LINKEDIN", "GITHUB"):
        assert f'"$${name}"' in recipe, name
