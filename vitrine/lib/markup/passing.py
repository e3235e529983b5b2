"""What may pass onto our pages: the lists, and the sanitizer that holds to them."""

import re
from collections.abc import Set as AbstractSet

import nh3

ID_PREFIX = "readme-"
OUTSIDE = ("http://", "https://")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    *HEADINGS,
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "dfn"),
    *("div", "dl", "dt", "em", "figcaption", "figure", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre"),
    *("q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr"),
}
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "details": {"open"},
    "div": {"align"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ol": {"start", "reversed"},
    "p": {"align"},
    "pre": {"tabindex"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    **{heading: {"align"} for heading in HEADINGS},
}
_ATTRIBUTES_BEFORE = {
    **_ATTRIBUTES,
    "a": {"href", "name"},
    "input": {"type", "checked"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
}
_CLASSES = re.compile(
    r"(?:language-[\w+#.-]{1,40}|task|task-list-item|contains-task-list|footnotes?(?:-\w+)?|alert-(?:note|tip|important|warning|caution))\Z"
)
_COLOURS = re.compile(r"[a-z][a-z0-9]{0,2}\Z")
_CHOICES = {
    "align": {"left", "right", "center", "justify"},
    "dir": {"ltr", "rtl", "auto"},
    "loading": {"lazy"},
    "tabindex": {"0"},
    "scope": {"row", "col", "rowgroup", "colgroup"},
}
_NUMBER = re.compile(r"\d{1,4}(?:px|%)?\Z")
_NUMBERS = {"width", "height", "colspan", "rowspan", "start"}


def before_work(dirty: str) -> str:
    """Takes out what could confuse a tree (templates, foreign content, comments) and what is never allowed."""
    return nh3.clean(dirty, tags=_TAGS | {"input"}, attributes=_ATTRIBUTES_BEFORE, link_rel=None)


def sanitized(worked: str, pictures: AbstractSet[str]) -> str:
    """What may stand on our page. Of images, only those whose address is one of `pictures`."""

    def passed(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return value if value in pictures else None
        return _passed(tag, name, value)

    return nh3.clean(
        worked,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=passed,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )


def _passed(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if value.startswith((*OUTSIDE, "mailto:", f"#{ID_PREFIX}")) else None
    if name == "id":
        return value if value.startswith(ID_PREFIX) else None
    if name == "class":
        return _classes(tag, value) or None
    if name in _CHOICES:
        return value.lower() if value.lower() in _CHOICES[name] else None
    if name in _NUMBERS:
        return value if _NUMBER.match(value) else None
    return value


def _classes(tag: str, value: str) -> str:
    """Only the names that rendering itself gives: no README dresses up as a part of our page."""
    kept = (name for name in value.split() if _CLASSES.match(name) or (tag == "span" and _COLOURS.match(name)))
    return " ".join(kept)
