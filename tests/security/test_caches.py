"""What is read from a cache was written by us: a pickle that somebody left there is never opened."""

import pickle
from pathlib import Path

import pytest

from vitrine.config.caches import Files, Signed, opened, sealed
from vitrine.lib.http import Response


@pytest.fixture
def cache(tmp_path: Path) -> Files:
    return Files(str(tmp_path / "values"), {})


def only(cache: Files) -> Path:
    (file,) = folder(cache).glob("*.djcache")
    return file


def folder(cache: Files) -> Path:
    return Path(cache._dir)  # type: ignore[attr-defined]  # the stubs leave it out


ANSWER = Response(status=200, headers={"etag": "a"}, body=b"x", url="https://example.com/")


@pytest.mark.parametrize("value", [1, -1, 0, "text", "12", [1.5, 2.5], True, {"a": None}, ANSWER])
def test_what_goes_in_comes_out(cache: Files, value: object) -> None:
    cache.set("key", value)
    assert cache.get("key") == value
    told = Signed().dumps(value)
    assert Signed().loads(str(told).encode() if isinstance(told, int) else told) == value


def test_it_ends_when_it_ends(cache: Files) -> None:
    cache.set("key", "value", 0)
    assert cache.get("key", "gone") == "gone"
    cache.set("key", "value", None)
    assert cache.touch("key", 30)
    assert cache.get("key") == "value"
    assert not cache.touch("another")
    assert cache.add("another", 1)
    assert not cache.add("another", 2)


class Evil:
    """Makes a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("before", [b"", b"null\n", b"9999999999.0\n"])
@pytest.mark.parametrize("mark", [b"", b"\x00" * 32])
def test_a_pickle_that_somebody_left_there_is_not_opened(
    cache: Files, tmp_path: Path, before: bytes, mark: bytes
) -> None:
    run = tmp_path / "it-was-run"
    cache.set("key", "value")
    only(cache).write_bytes(before + mark + pickle.dumps(Evil(run)))
    assert cache.get("key", "gone") == "gone"
    assert Signed().loads(mark + pickle.dumps(Evil(run))) is None
    assert not run.exists()


def test_the_same_pickle_with_our_signature_would_be(tmp_path: Path) -> None:
    opened(sealed(Evil(tmp_path / "it-was-run")))
    assert (tmp_path / "it-was-run").exists()


def test_nobody_else_of_the_machine_reads_or_writes_there(cache: Files) -> None:
    cache.set("key", "value")
    assert folder(cache).stat().st_mode & 0o077 == 0
    assert only(cache).stat().st_mode & 0o077 == 0
