"""What schemathesis asks of each answer on top of its own checks (loaded by it, see tests/fuzz.py)."""

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

NAME = "as_the_house_has_it"
MARK = "only-the-owner-knows-this"
READY = "FUZZ_CALLER"
OF_HTTP_ITSELF = (400, 405, 413, 415, 431)
SHAPE = {"success", "error", "error_code", "action", "suggestion", "detail", "request_id"}
STATUSES: Counter[str] = Counter()


@schemathesis.check
def as_the_house_has_it(_context: Any, response: Any, case: Any) -> None:
    """A status that the document names, our shape for every failure, and nothing that is somebody else's."""
    status = response.status_code
    STATUSES[str(status)] += 1
    described = case.operation.definition.raw["responses"]
    assert str(status) in described or status in OF_HTTP_ITSELF or _no_such_door(case, status), (
        f"{status} is not in the document"
    )
    if status >= 400:
        assert set(response.json()) == SHAPE, f"not our shape: {response.text[:300]}"
    if os.environ[READY] in ("stranger", "nobody"):
        assert MARK not in response.text.replace(f"{MARK} of stranger", ""), "this is the owner's alone"


def _no_such_door(case: Any, status: int) -> bool:
    """A part of the address that fits no door of ours leads nowhere, whatever stands at the door."""
    return status == 404 and bool(case.operation.path_parameters)


def _tell() -> None:
    if path := os.environ.get("FUZZ_STATUSES"):
        Path(path).write_text(json.dumps(STATUSES), encoding="utf-8")


atexit.register(_tell)
