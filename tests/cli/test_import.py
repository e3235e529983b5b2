"""`vitrine import`: the command line goes the way of the page."""

import subprocess

import pytest

from sandbox import cast
from tests.support.stack import Stack


def refused(stack: Stack, *arguments: str) -> subprocess.CalledProcessError:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        stack.vitrine("import", *arguments)
    return failed.value


def test_an_address_comes_onto_the_page_once(stack: Stack) -> None:
    somebody = stack.person()
    video = f"https://youtu.be/{cast.PLAIN_VIDEO}"
    assert stack.vitrine("import", video, "--user", somebody.slug) == "1 imported\n"
    again = refused(stack, video, "--user", somebody.slug)
    assert again.returncode == 1
    assert "is on your page already" in again.stderr


def test_what_cannot_be_imported_is_a_sentence(stack: Stack) -> None:
    somebody = stack.person()
    gone = refused(stack, f"https://youtu.be/{cast.DELETED_VIDEO}", "--user", somebody.slug)
    assert gone.returncode == 1
    assert "Traceback" not in gone.stderr
    assert gone.stderr.strip().endswith(".")
    nobody = refused(stack, cast.SPECIMENS.url, "--user", "nobody-at-all")
    assert (nobody.returncode, nobody.stderr) == (1, "There is nobody called nobody-at-all.\n")
