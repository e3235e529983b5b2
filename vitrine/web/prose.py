"""A description as its maker wrote it → HTML: addresses and times of day on the film become links. Pure."""

import re
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

MOST_LEAD = 240  # characters of a first paragraph that may stand large
MOST_WORDS = 60  # characters of an address that are shown
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
_TIME = re.compile(r"(?<![\w:.])(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)(?![\w:])", re.ASCII)
_TOKEN = re.compile(f"{_LINK.pattern}|{_TIME.pattern}")
_CHAPTER = re.compile(r"^\W{0,3}\(?(?:\d{1,2}:)?[0-5]?\d:[0-5]\d\)?\s*\S.{0,200}$")


@dataclass(slots=True)
class Prose:
    """A first paragraph to stand large (plain text, may be empty) and the rest as paragraphs of HTML."""

    lead: str
    paragraphs: list[SafeString]


def prose(text: str, *, film: str = "", without_chapters: bool = False) -> Prose:
    """`text` in paragraphs. `film` is the address that a time like 4:38 leads into; empty: times stay words.

    With `without_chapters` the lines that list chapters are left out: the page lists them beside.
    """
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    if without_chapters:
        blocks = [kept for block in blocks if (kept := _without_chapters(block))]
    large = bool(blocks) and len(blocks[0]) <= MOST_LEAD and "\n" not in blocks[0] and not _TOKEN.search(blocks[0])
    rest = blocks[1:] if large else blocks
    return Prose(blocks[0] if large else "", [_linked(block, film) for block in rest])


def _without_chapters(block: str) -> str:
    lines = block.split("\n")
    listed = [line for line in lines if _CHAPTER.match(line)]
    if len(listed) < 2:  # noqa: PLR2004 - one time alone is a remark, not a list
        return block
    kept = [line for line in lines if not _CHAPTER.match(line)]
    only_a_heading = len(kept) == 1 and len(kept[0]) < 40  # noqa: PLR2004 - "Chapters:", "Timestamps"
    return "" if only_a_heading else "\n".join(kept)


def _linked(block: str, film: str) -> SafeString:
    out, end = [], 0
    for found in _TOKEN.finditer(block):
        out.append(escape(block[end : found.start()]))
        out.append(_link(found[0]) if found[0].startswith("http") else _moment(found, film))
        end = found.end()
    out.append(escape(block[end:]))
    return mark_safe("".join(out))  # noqa: S308 - every part was escaped just above


def _link(url: str) -> SafeString:
    words = url.split("://", 1)[1].removeprefix("www.").rstrip("/")
    brief = words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', url, brief)


def _moment(found: "re.Match[str]", film: str) -> SafeString:
    seconds = int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    if not film:
        return escape(found[0])
    return format_html('<a href="{}&amp;t={}s" data-seek="{}">{}</a>', film, seconds, seconds, found[0])
