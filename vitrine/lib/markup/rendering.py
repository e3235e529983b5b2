"""Markdown to HTML, within bounds of size and time."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from ..text import clean, link_spans
from .bounds import Budget, within
from .passing import sanitized
from .tree import Page, Picture

CUT_NOTE = "This file is very long; the rest is left out here."


def readme_html(markdown: str, *, link_base: str, image_base: str, picture: Picture | None) -> str:
    """A README as safe HTML.

    `link_base` and `image_base` are absolute, end with a slash, and stand for the repository's root at one revision.
    `picture` turns an image's absolute address into one of ours, or into "" to leave it out; without it, no image is
    shown. At most 512 kB are rendered, and within about five seconds: what does not fit stays plain text.
    """
    source, was_cut = within(clean(markdown))
    budget = Budget()
    page = Page(link_base, image_base, picture)
    body = sanitized(page.worked_over(_render(source, budget)), page.pictures)
    return f'{body}<p class="cut">{CUT_NOTE}</p>' if was_cut or budget.was_cut else body


def _render(source: str, budget: Budget) -> str:
    def coloured(code: str, language: str, _attributes: str) -> str:
        return _coloured(code, language) if language and budget.affords_colours(code) else ""

    parser = MarkdownIt("commonmark", {"html": True, "highlight": coloured})
    parser.enable(["table", "strikethrough"])
    parser.use(tasklists_plugin).use(footnote_plugin)
    parser.core.ruler.at("inline", budget.inline)
    parser.core.ruler.push("bare_links", _bare_links)
    return str(parser.render(source))


def _coloured(code: str, language: str) -> str:
    """Code as pygments' spans, with its short class names (`k`, `s2`, `nf`); empty for no colours."""
    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False)
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def code_css(style: str, scope: str) -> str:
    """The style sheet for the colours of a pygments style inside `scope` (a selector)."""
    return str(HtmlFormatter(style=style).get_style_defs(scope))  # type: ignore[no-untyped-call]  # pygments' stubs


def _bare_links(state: StateCore) -> None:
    """Addresses in running text become links, but not inside links."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_links(token.children))


def _with_links(tokens: list[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "html_inline":
            depth += _raw_link_depth(token.content)
        if token.type == "text" and depth <= 0 and "://" in token.content:
            yield from _linked(token.content)
        else:
            yield token


def _raw_link_depth(raw: str) -> int:
    lowered = raw.lower()
    return 1 if lowered.startswith(("<a ", "<a>")) else -1 if lowered.startswith("</a") else 0


def _linked(text: str) -> Iterator[Token]:
    end = 0
    for start, after in link_spans(text):
        yield Token("text", "", 0, content=text[end:start])
        yield Token("link_open", "a", 1, attrs={"href": text[start:after]})
        yield Token("text", "", 0, content=text[start:after])
        yield Token("link_close", "a", -1)
        end = after
    yield Token("text", "", 0, content=text[end:])
