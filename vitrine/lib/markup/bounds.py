"""Limits for what strangers write: no README, however knotted, costs more than seconds and megabytes.

Each limit is far above what honest files need. What does not fit is left out or shown as it was written.
"""

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_BYTES = 512 * 1024
MOST_LINES = 20_000
MOST_TOKENS = 40_000  # markdown-it's: a paragraph is three, an item of a list five
MOST_SECONDS = 5.0
MOST_INLINE = 64 * 1024  # characters of one paragraph; a longer one is no prose
MOST_CODE = 160 * 1024  # characters of code in colours, in one document
MOST_DEPTH = 100  # open tags of raw HTML: a parser's work grows with the square of it
MOST_STYLES = 16  # and of <b> and the like, which a parser opens anew in every paragraph

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_STYLES = frozenset({"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_NEVER_DEEP = frozenset(  # void, or closed by the next of their kind
    {
        *("a", "area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p"),
        *("source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"),
    }
)


def within(markdown: str) -> tuple[str, bool]:
    """As many whole lines as fit, and whether any were left out."""
    kept, end = markdown.encode()[: MOST_BYTES + 1], len(markdown.encode())
    if len(kept) > MOST_BYTES:
        kept = kept[:MOST_BYTES]
        kept = kept[: kept.rfind(b"\n") + 1] or kept
    lines = kept.split(b"\n", MOST_LINES)
    if len(lines) > MOST_LINES:
        kept = b"\n".join(lines[:MOST_LINES]) + b"\n"
    return kept.decode("utf-8", errors="ignore"), len(kept) < end


@dataclass(slots=True)
class Budget:
    """What one document may still use: when it is used up, what is left is shown as it was written."""

    ends: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)
    was_cut: bool = False
    code: int = MOST_CODE

    def spent(self) -> bool:
        return time.monotonic() > self.ends

    def affords_colours(self, code: str) -> bool:
        """Whether this much code may still be coloured; if so, it is counted."""
        if self.spent() or len(code) > self.code:
            return False
        self.code -= len(code)
        return True

    def inline(self, state: StateCore) -> None:
        """markdown-it's rule of that name, within the budget."""
        self._shorten(state)
        for token in state.tokens:
            if token.type != "inline":
                continue
            token.children = []
            if len(token.content) > MOST_INLINE or self.spent():
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
        _keep_shallow(_raw(state.tokens))

    def _shorten(self, state: StateCore) -> None:
        if len(state.tokens) <= MOST_TOKENS:
            return
        self.was_cut = True
        del state.tokens[MOST_TOKENS:]
        still_open: list[Token] = []
        for token in state.tokens:
            if token.nesting > 0:
                still_open.append(token)
            elif token.nesting < 0:
                still_open.pop()
        state.tokens += [_closing(token) for token in reversed(still_open)]


def _closing(token: Token) -> Token:
    kind = token.type.removesuffix("_open") + "_close"
    return Token(kind, token.tag, -1, level=token.level, block=True, hidden=token.hidden, meta=token.meta)


def _raw(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in {"html_block", "html_inline"}:
            yield token
        yield from _raw(token.children or ())


def _keep_shallow(raw: Iterable[Token]) -> None:
    """Drops what would open too many tags inside each other; guessed from the text, on the safe side."""
    depth = styles = 0
    for token in raw:
        deepest, deepest_styles = depth, styles
        for closes, name in _TAG.findall(token.content):
            tag, step = name.lower(), -1 if closes else 1
            if tag in _STYLES:
                styles = max(0, styles + step)
            elif tag not in _NEVER_DEEP:
                depth = max(0, depth + step)
            deepest, deepest_styles = max(depth, deepest), max(styles, deepest_styles)
        if deepest > MOST_DEPTH or deepest_styles > MOST_STYLES:
            token.content = ""
            depth, styles = min(depth, MOST_DEPTH), min(styles, MOST_STYLES)
