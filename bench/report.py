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
QUICK = bool(os.environ.get("BENCH_QUICK"))
"""Everything small, nothing written: a quick run shows that a benchmark works, and its figures are none."""


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
    said = {"name": name, "at": datetime.now(UTC).date().isoformat(), "how": how, "machine": machine(), **figures}
    print(json.dumps(said, indent=2))
    if not QUICK:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.json").write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        table.refresh()


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """Least, median and most."""
    return {
        "min": round(min(values), digits),
        "median": round(statistics.median(values), digits),
        "max": round(max(values), digits),
    }
