"""Tables of the documentation that follow from elsewhere.

    python -m tests.docs.tables

writes the settings of .env.example into docs/operators.md and the figures of bench/results/ into docs/performance.md,
between their markers. The tests compare.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bench import table as figures

ROOT = Path(__file__).resolve().parents[2]
OPERATORS = ROOT / "docs" / "operators.md"
_HEAD = re.compile(r"^# --- (.+) ---$")
_LINE = re.compile(r"^# ([A-Z][A-Z_]+)=(.*?)(?:\s+# (.*))?$")


def settings() -> str:
    """Every setting of .env.example with its default, under its heading."""
    return "\n".join(_rows((ROOT / ".env.example").read_text(encoding="utf-8")))


def _rows(example: str) -> Iterator[str]:
    for line in example.splitlines():
        if head := _HEAD.match(line):
            yield f"\n| {head[1]} | default | |\n|---|---|---|"
        elif found := _LINE.match(line):
            name, default, meaning = found.groups(default="")
            yield f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |"


def as_it_should_be(path: Path) -> str:
    """The page with its tables made anew."""
    page = path.read_text(encoding="utf-8")
    made = {"settings": settings, "figures": figures.made}
    for name, make in made.items():
        if f"<!-- {name} -->" in page:
            page = figures.between(page, name, make())
    return page


def main() -> None:
    for path in sorted((ROOT / "docs").glob("*.md")):
        path.write_text(as_it_should_be(path), encoding="utf-8")


if __name__ == "__main__":
    main()
