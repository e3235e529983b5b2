"""A creator's plain text as HTML."""

import html
import re

from ..text import TIMESTAMP, clean, link_spans, seconds, shorten, trim_link

_SHOWN_LINK = 60
MOST_DESCRIPTION = 20_000


def description_html(text: str, *, duration: int | None = None) -> str:
    """A creator's plain text as paragraphs, with its links live and its timestamps leading into the video.

    A timestamp is `<a href="#t=83" data-seconds="83">1:23</a>`; those beyond `duration` (seconds) stay text.
    """
    paragraphs = re.split(r"\n\s*\n", clean(text)[:MOST_DESCRIPTION].strip())
    return "\n".join(f"<p>{_paragraph(each.strip(), duration)}</p>" for each in paragraphs if each.strip())


def preformatted_html(text: str) -> str:
    """A text that is no Markdown (reStructuredText, AsciiDoc), as it stands; empty for nothing."""
    shown = clean(text).strip("\n")
    return f'<pre tabindex="0">{html.escape(shown)}</pre>' if shown.strip() else ""


def _paragraph(text: str, duration: int | None) -> str:
    made, end = [], 0
    for start, after in link_spans(text):
        made += [_with_times(text[end:start], duration), _outside_link(text[start:after])]
        end = after
    made.append(_with_times(text[end:], duration))
    return "".join(made)


def _outside_link(link: str) -> str:
    shown = shorten(re.sub(r"(?i)^https?://(?:www\.)?", "", trim_link(link)).removesuffix("/"), _SHOWN_LINK)
    return f'<a href="{html.escape(link)}" rel="noopener nofollow ugc">{html.escape(shown)}</a>'


def _with_times(text: str, duration: int | None) -> str:
    made, end = [], 0
    for found in TIMESTAMP.finditer(text):
        at = seconds(found)
        if at is None or (duration is not None and at >= duration):
            continue
        made += [_escaped(text[end : found.start()]), f'<a href="#t={at}" data-seconds="{at}">{found[0]}</a>']
        end = found.end()
    return "".join([*made, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>\n")
