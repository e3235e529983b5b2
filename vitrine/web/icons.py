"""The drawings: one file of symbols; a page carries only those it uses."""

import re
from functools import cache
from pathlib import Path

_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)".*?</symbol>')


@cache
def symbols() -> dict[str, str]:
    """Name → `<symbol>` element, as drawn in icons.svg."""
    drawn = (Path(__file__).parent / "icons.svg").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in _SYMBOL.finditer(drawn)}


def has_mark(platform: str) -> bool:
    return f"m-{platform}" in symbols()


class Used(set[str]):
    """The names a page has drawn so far; `sprite` is what must stand at its end."""

    def sprite(self) -> str:
        return "".join(drawn for name, drawn in symbols().items() if name in self)
