"""A description as its maker wrote it: what stands large, and the rest as paragraphs with live links."""

import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from vitrine.lib.markup import description_html

MOST_LEAD = 240  # characters of a first paragraph that may stand large
_CHAPTER = re.compile(r"^\W{0,3}(?:\d{1,2}:)?[0-5]?\d:[0-5]\d\W*\S.{0,200}$")
_TIME = re.compile(r'<a href="#t=(\d+)"')
_LIVE = re.compile(r"://|\b\d{1,2}:\d\d\b|#\w")


@dataclass(frozen=True, slots=True)
class Prose:
    """A first paragraph to stand large (plain text, may be empty) and the rest as HTML."""

    lead: str
    html: SafeString


def prose(text: str, *, at_second: str = "", duration: int | None = None, without_chapters: bool = False) -> Prose:
    """`at_second` is the film's address with `{}` for the second that a time like 4:38 leads to while no player runs;
    empty: the work is no film.

    With `without_chapters` the lines that list chapters are left out, as the page lists them beside.
    """
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    if without_chapters:
        blocks = [kept for block in blocks if (kept := _without_chapters(block))]
    large = bool(blocks) and len(blocks[0]) <= MOST_LEAD and not _LIVE.search(blocks[0]) and "\n" not in blocks[0]
    html = description_html("\n\n".join(blocks[large:]), duration=duration if at_second else 0)
    if at_second:
        html = _TIME.sub(lambda time: f'<a href="{escape(at_second.format(time[1]))}"', html)
    return Prose(blocks[0] if large else "", mark_safe(html))  # noqa: S308 - escaped by description_html


def _without_chapters(block: str) -> str:
    lines = block.split("\n")
    kept = [line for line in lines if not _CHAPTER.match(line.strip())]
    if len(lines) - len(kept) < 2:  # noqa: PLR2004 - one time alone is a remark, not a list
        return block
    only_a_heading = len(kept) == 1 and len(kept[0]) < 40  # noqa: PLR2004 - "Chapters:", "Timestamps"
    return "" if only_a_heading else "\n".join(kept)
