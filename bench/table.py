"""The figures of bench/results/ as tables in docs/performance.md, written there with every new result."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
ABOUT = ("name", "at", "how", "machine")
SPREAD = ("min", "median", "max")


def refresh() -> None:
    """Bring the page up to date."""
    PAGE.write_text(between(PAGE.read_text(encoding="utf-8"), "figures", made()), encoding="utf-8")


def between(page: str, name: str, text: str) -> str:
    """`page` with `text` between `<!-- name -->` and `<!-- /name -->`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = page.partition(begin)
    after = rest.partition(end)[2]
    return f"{before}{begin}\n{text.strip()}\n{end}{after}"


def made() -> str:
    """Every result file, by name: how its figures were got, on what, and the figures beside their goals."""
    files = sorted(RESULTS.glob("*.json"))
    return "\n\n".join(section(json.loads(file.read_text(encoding="utf-8"))) for file in files)


def section(told: Mapping[str, Any]) -> str:
    rows = list(lines({name: value for name, value in told.items() if name not in ABOUT}))
    machine = ", ".join(f"{name} {value}" for name, value in told.get("machine", {}).items())
    return "\n".join(
        [
            f"### {words(told['name'])}",
            "",
            f"{told['how']}",
            "",
            f"{told['at']}; {machine}.",
            "",
            "| | figure | goal |",
            "|---|---|---|",
            *(f"| {name} | {figure} | {goal} |" for name, figure, goal in rows),
        ]
    )


def lines(told: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str, str]]:
    """(what, figure, goal), nested results with the name of what holds them in front."""
    for name, value in told.items():
        what = words(f"{before}{name}")
        if not isinstance(value, Mapping):
            yield what, figure(value), ""
        elif "measured" in value or "median" in value:
            yield what, figure(value), str(value.get("goal", ""))
        else:
            yield from lines(value, f"{what}: ")


def figure(value: Any) -> str:
    """A median with its range, where there is one."""
    if not isinstance(value, Mapping):
        return number(value)
    if "measured" in value:
        return number(value["measured"])
    least, median, most = (number(value[name]) if name in value else "" for name in SPREAD)
    return median if not least or least == most else f"{median} ({least} to {most})"


def number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}"


def words(name: str) -> str:
    return name.replace("_", " ")
