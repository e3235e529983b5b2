"""docs/security.md promises nothing that no test shows."""

import re

from tests.docs.tables import ROOT

PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^### ", PAGE.split("## OWASP")[0], flags=re.MULTILINE)[1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 50
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^ *def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_threat_has_a_test() -> None:
    assert len(SECTIONS) > 12
    for section in SECTIONS:
        assert NAMED.search(section), section.splitlines()[0]


def test_every_chapter_of_asvs_is_judged_and_every_partly_names_its_gap() -> None:
    rows = re.findall(r"^\| V(\d+) [^|]+\| (met|partly|not met|not applicable) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 18))
    for number, verdict, why in rows:
        assert (verdict in ("partly", "not met")) == ("Gap" in why), number
