"""Recorded answers of real platforms, where somebody has them: they are no part of this project."""

import os
from pathlib import Path

import pytest

_FOLDER = Path(
    os.environ.get("VITRINE_RECORDED_DATA") or Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
)


def recorded(name: str) -> bytes:
    """The file of that name; skips the test where it is absent."""
    path = _FOLDER / name
    if not path.is_file():
        pytest.skip(f"no recorded data here: {name} (set VITRINE_RECORDED_DATA)")
    return path.read_bytes()
