"""Where figures go: one JSON file a benchmark, with how it was got."""

import json
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import table

RESULTS = Path(__file__).parent / "results"


def machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }


def write(name: str, how: str, figures: dict[str, Any]) -> None:
    """Keep `figures` under `name`, print them, and put them into docs/performance.md. `how` says in a sentence or two
    how they were got."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(show(name, how, figures) + "\n", encoding="utf-8")
    table.refresh()


def show(name: str, how: str, figures: dict[str, Any]) -> str:
    """Print what `write` would keep."""
    said = {"name": name, "at": datetime.now(UTC).date().isoformat(), "how": how, "machine": machine(), **figures}
    text = json.dumps(said, indent=2)
    print(text)
    return text


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """Least, median and most."""
    return {
        "min": round(min(values), digits),
        "median": round(statistics.median(values), digits),
        "max": round(max(values), digits),
    }
