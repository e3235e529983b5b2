"""The code fences of the documentation that are marked to be run: ```sh run … ```."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```sh run\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def script(page: str) -> str:
    """All runnable fences of `page` (its path from the repository's root) as one shell script, in order."""
    return "\n".join(_FENCE.findall((ROOT / page).read_text(encoding="utf-8")))
