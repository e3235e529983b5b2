"""The audit finds what it is for; an audit that passes everything would pass unseen."""

from typing import Any

import pytest

from tests.security import audit

HASHES = "    --hash=sha256:" + "a" * 64
LOCKS = [(audit.ROOT / name).read_text(encoding="utf-8") for name in audit.LOCKS]


@pytest.mark.parametrize("lock", LOCKS, ids=audit.LOCKS)
def test_every_package_is_one_exact_version_with_its_hashes(lock: str) -> None:
    assert audit.unsound(lock) == []
    assert len(audit.entries(lock)) > 50


def test_what_is_tested_is_what_is_run() -> None:
    run, dev = map(audit.pinned, LOCKS)
    assert run.items() <= dev.items()


@pytest.mark.parametrize(
    "lock",
    [
        f"django>=5.2 \\\n{HASHES}",
        "django==5.2.1",
        f"django==5.2.1 \\\n{HASHES[:-1]}",
        f"django @ https://example.com/django.whl \\\n{HASHES}",
        "--find-links https://example.com/",
        "-e .",
    ],
)
def test_anything_else_is_told(lock: str) -> None:
    assert len(audit.unsound(lock)) == 1


def test_markers_and_further_hashes_are_read() -> None:
    lock = (
        f"uvloop==0.22.1 ; sys_platform == 'none' \\\n{HASHES} \\\n{HASHES}\n    # via vitrine\nattrs==1.0 \\\n{HASHES}"
    )
    assert audit.unsound(lock) == []
    assert audit.pinned(lock) == {"attrs": "1.0"}


def test_another_version_than_the_locks_is_told() -> None:
    assert audit.drifted({"django": "1.0", "no-such-package": "1"})[0].endswith("1.0 in the lock")


def test_a_skipped_package_is_never_taken_for_a_sound_one() -> None:
    said: list[dict[str, Any]] = [
        {"name": "a", "skip_reason": "not found"},
        {"name": "b", "version": "1", "vulns": []},
        {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]},
    ]
    assert audit.judged(said) == (["c 2: PYSEC-1, mended in 3"], ["a"])
