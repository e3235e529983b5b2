# ruff: noqa: RUF001 - look-alike punctuation is what this module sorts out
"""Words: made safe to store, short enough to show, and read for what creators put into them. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from text_unidecode import unidecode

SLUG_LENGTH = 80
MIN_CHAPTERS, MIN_CHAPTER_SECONDS = 3, 10  # YouTube Help, "Video chapters"

# What may follow a username in an address, and so is no name for a work.
RESERVED_SLUGS = frozenset(
    {
        *("about", "account", "activity", "admin", "analytics", "api", "archive", "avatar", "collections", "comments"),
        *("edit", "embed", "explore", "feed", "feed-json", "feed-xml", "followers", "following", "import"),
        *(
            "integrations",
            "json",
            "likes",
            "new",
            "oembed",
            "photo",
            "picture",
            "projects",
            "rss",
            "search",
            "settings",
        ),
        *("sitemap", "sources", "stats", "tags", "tools", "topics", "work", "xml"),
    }
)

# -- clean ------------------------------------------------------------------------------------------------------------

_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"  # flags of England, Scotland, Wales: the one honest use of tag characters
_UNWANTED = re.compile(
    f"({_FLAG})"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and newline
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_ASCII_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# Joiners belong inside words of Persian and the Indic scripts and inside emoji; anywhere else they only hide things.
_STRAY_JOINER = re.compile(r"(?<![^\x00-\x7f\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\s])")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    """`text` as it may be stored and shown: NFC, newlines as \\n, without NUL, control characters, lone surrogates,
    marks that turn the direction of what follows, and characters of no width (but for joiners inside words and emoji).
    """
    if text.isascii() and not _ASCII_UNWANTED.search(text):
        return text  # most of what is written: nothing to look for twice
    text = _UNWANTED.sub(lambda found: found[1] or "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", _STRAY_JOINER.sub("", text))


def one_line(text: str) -> str:
    """`clean`, with every run of white space made one space: for titles and names."""
    return " ".join(clean(text).split())


# -- slugs ------------------------------------------------------------------------------------------------------------

_SPOKEN = (("c++", "cpp"), ("c#", "csharp"), ("f#", "fsharp"), (".net", " dotnet"), ("&", " and "))
_DROPPED = re.compile("['`’‘]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=512)  # an import asks twice for each work of a page
def slugify(title: str, fallback: str) -> str:
    """A name for addresses: at most 80 of `a-z 0-9 -`, never empty, never digits alone, never a reserved word.

    Where the title gives nothing (only emoji, say), `fallback` does; it is what makes clashing names distinct too.
    """
    slug = _slug(title)
    spare = _slug(fallback) or "untitled"
    if not slug:
        slug = spare
    if slug.isdigit() or slug in RESERVED_SLUGS:
        slug = f"{slug}-{spare}" if spare != slug and not spare.isdigit() else f"no-{slug}"
    return _cut_slug(slug)


def _slug(text: str) -> str:
    text = text.lower()
    for written, spoken in _SPOKEN:
        text = text.replace(written, spoken)
    ascii_text: str = unidecode(_DROPPED.sub("", text[: SLUG_LENGTH * 4]))
    return _cut_slug(_NOT_SLUG.sub("-", _DROPPED.sub("", ascii_text).lower()).strip("-"))


def _cut_slug(slug: str) -> str:
    if len(slug) <= SLUG_LENGTH:
        return slug
    at_word = slug[: SLUG_LENGTH + 1].rpartition("-")[0]
    return (at_word if len(at_word) > SLUG_LENGTH // 2 else slug[:SLUG_LENGTH]).strip("-")


# -- links ------------------------------------------------------------------------------------------------------------

_LINK = re.compile(r"https?://[^\s<>\"`{}|\\^\u3000-\u3002\uff0c\u300a-\u3011]+", re.IGNORECASE)
_MOST_TRIMMED = 100
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def link_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each http(s) link, without the punctuation of the sentence around it."""
    for found in _LINK.finditer(text):
        link = trim_link(found[0])
        if len(link) > len("https://"):
            yield found.start(), found.start() + len(link)


def trim_link(link: str) -> str:
    """Without trailing punctuation; a closing bracket stays when it was opened inside."""
    for _ in range(_MOST_TRIMMED):
        last = link[-1:]
        opener = _CLOSERS.get(last)
        if (last and last in ".,;:!?'\"*~…»”’>") or (opener and link.count(opener) < link.count(last)):
            link = link[:-1]
        else:
            break
    return link


# -- lead -------------------------------------------------------------------------------------------------------------

_HASHTAG = re.compile(r"(?<![\w/&#])#([\w][\w\u200c\u200d·]{0,99})")
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+(?=[^\sa-z])|(?<=[。！？])")
_BEGGING = re.compile(
    r"(?i)\b(subscribe|patreon|sponsor(?:ed)?|discount|promo ?code|affiliate|follow (?:me|us)|merch|newsletter"
    r"|join this channel|copyright|all rights reserved|business (?:inquiries|enquiries))\b"
)
_ORNAMENT = re.compile(r"([^\w\s.\"'()`])(?:\s*\1){2,}")
_LINKED = "\ufffc"  # stands where a link stood
_EDGES = " \t-–—:|•*►▶→>#=_~"
MIN_LETTERS = 12


def lead(text: str, limit: int = 160) -> str:
    """The first sentence or two that say what it is about, at most `limit` characters, cut at a word with an ellipsis;
    empty when a description holds only links, timestamps, hashtags and requests to subscribe.

    A sentence around a link ("Get the plans at …") is taken only when there is no other.
    """
    spare = ""
    for line in clean(text).splitlines():
        words = _bare_words(line)
        if sum(map(str.isalpha, words)) < MIN_LETTERS or _BEGGING.search(words):
            continue
        sentences = _SENTENCE_END.split(words)
        if _LINKED not in sentences[0]:
            return _whole_sentences(sentences, limit)
        spare = spare or shorten(" ".join(sentences[0].replace(_LINKED, " ").split()).strip(_EDGES), limit)
    return spare


def _bare_words(line: str) -> str:
    if _timestamp(line):
        return ""
    bare = _HASHTAG.sub("", _unlinked(line))
    return _ORNAMENT.sub(" ", " ".join(bare.split())).strip(_EDGES)


def _unlinked(text: str) -> str:
    """`text` with a mark where each link stood."""
    parts, end = [], 0
    for start, after in link_spans(text):
        parts.append(text[end:start])
        end = after
    return _LINKED.join([*parts, text[end:]])


def _whole_sentences(sentences: list[str], limit: int) -> str:
    taken = ""
    for sentence in sentences:
        longer = f"{taken} {sentence}".strip()
        if len(longer) > limit or _LINKED in sentence:
            break
        taken = longer
    return taken or shorten(sentences[0], limit)


def shorten(text: str, limit: int) -> str:
    """`text`, or as many whole words of it as fit into `limit` characters with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,;:-–—") + "…"


# -- chapters ---------------------------------------------------------------------------------------------------------

TIMESTAMP = re.compile(r"(?<![\w:.])(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?![\w:])", re.ASCII)
_AROUND_TITLE = " \t-–—:|•*·►▶→>()[]{}.,;~="


def seconds(found: re.Match[str]) -> int | None:
    """What a match of TIMESTAMP says, in seconds; None where the figures make no time (`1:75`)."""
    hours, minutes, secs = (int(part or 0) for part in found.groups())
    sixty = 60
    if secs >= sixty or (found[1] and minutes >= sixty):
        return None
    return hours * 3600 + minutes * 60 + secs


def chapters(description: str, duration: int | None) -> list[tuple[int, str]]:
    """(start in seconds, title) of a video's chapters by YouTube's rule, empty when the description gives none.

    The rule (YouTube Help, "Video chapters"): the first timestamp is 0:00, there are at least three, in ascending
    order, and each chapter lasts at least 10 seconds. `duration` in seconds bounds the last one where it is known.
    """
    found: list[tuple[int, str]] = []
    for line in clean(description).splitlines():
        entry = _timestamp(line)
        if entry is None:
            continue
        if entry[0] == 0 and not _is_chapters(found, duration):
            found = []  # what came before was no list of chapters: it may begin here
        if found or entry[0] == 0:
            found.append(entry)
    return found if _is_chapters(found, duration) else []


def _timestamp(line: str) -> tuple[int, str] | None:
    """(seconds, title) of a line that begins or ends with a timestamp."""
    matches = list(TIMESTAMP.finditer(line))
    if not matches:
        return None
    first, last = matches[0], matches[-1]
    before, after = line[: first.start()].strip(_AROUND_TITLE), line[last.end() :].strip(_AROUND_TITLE)
    numbered = before.isdigit()
    at = seconds(first)
    if at is None or (before and after and not numbered):
        return None
    title = one_line(after if numbered else after or before)
    return (at, title) if title else None


def _is_chapters(found: list[tuple[int, str]], duration: int | None) -> bool:
    if len(found) < MIN_CHAPTERS or found[0][0] != 0:
        return False
    starts = [start for start, _ in found]
    ends = starts[1:] + ([duration] if duration else [])
    return all(end - start >= MIN_CHAPTER_SECONDS for start, end in zip(starts, ends, strict=False))
