"""A README worked over as a tree: where links and pictures lead, headings below the page's own, ids of our own."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.etree import ParserError

from .passing import HEADINGS, ID_PREFIX, OUTSIDE, before_work

Picture = Callable[[str], str]
Element: TypeAlias = Any  # lxml.html.HtmlElement, which lxml's stubs do not know
_COUNTERS = re.compile(
    r"(?i)komarev\.com|hits\.(?:seeyoufarm|dwyl|sh)|visitor-?badge|hit-?counter|profile-counter|moe-counter"
    r"|count\.getloli|badges\.pufler\.dev/visits|visitcount|page-?views?-?(?:badge|counter)|views\.whatilearened"
    r"|ga-beacon|google-analytics|googletagmanager|doubleclick|scarf\.sh|mixpanel|segment\.io|/piwik|/matomo"
    r"|facebook\.com/tr|quantserve|scorecardresearch|pixel\.wp|stats\.wp|statcounter|clustrmaps|freecounter"
    r"|mailtrack|open\.gif|/pixel\.(?:gif|png)|/track(?:ing)?\.(?:gif|png)|1x1\.(?:gif|png)|flagcounter"
)
_ALERT = re.compile(r"\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_TEXT_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_SMALL = 2


@dataclass(slots=True)
class Page:
    link_base: str
    image_base: str
    picture: Picture | None
    pictures: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)  # each with the number that a namesake would get

    def worked_over(self, dirty: str) -> str:
        first = before_work(dirty)
        try:
            tree = lxml.html.fragment_fromstring(first, create_parent="div")
        except (ParserError, ValueError):
            return ""
        for element in list(tree.iter()):
            if isinstance(element.tag, str):
                self._work_on(element)
        self._headings(tree)
        self._tidy(tree)
        inner = (lxml.html.tostring(child, encoding="unicode") for child in tree)
        return html.escape(tree.text or "", quote=False) + "".join(inner)

    def _work_on(self, element: Element) -> None:
        match element.tag:
            case "a":
                self._link(element)
            case "img":
                self._image(element)
            case "input":
                _checkbox(element)
            case "blockquote":
                _alert(element)
            case "td" | "th":
                _alignment(element)
            case "pre":
                element.set("tabindex", "0")  # it scrolls sideways: reachable by keyboard
        for name in ("id", "name"):
            if value := element.attrib.pop(name, ""):
                element.set("id", self._own_id(value))

    def _own_id(self, value: str) -> str:
        """Ours alone, whatever the README calls its parts: no id of the page can be taken over."""
        wanted = ID_PREFIX + re.sub(r"\s+", "-", value.strip())[:100]
        own = wanted
        while own in self.ids:
            own = f"{wanted}-{self.ids[wanted]}"
            self.ids[wanted] += 1
        self.ids[own] = 1
        return own

    def _link(self, element: Element) -> None:
        target = element.get("href", "").strip()
        if not target:
            element.attrib.pop("href", None)
        elif target.startswith("#"):
            element.set("href", f"#{ID_PREFIX}{target[1:]}")
        else:
            element.set("href", _resolved(self.link_base, target))

    def _image(self, element: Element) -> None:
        source = _resolved(self.image_base, element.get("src", "").strip())
        shown = "" if _is_tracker(element, source) or self.picture is None else self._ours(source)
        if not shown:
            _put_text(element, element.get("alt", ""))
            return
        element.set("src", shown)
        element.set("loading", "lazy")
        element.set("alt", element.get("alt", ""))

    def _ours(self, source: str) -> str:
        if self.picture is None or not source.startswith(OUTSIDE):
            return ""
        shown = self.picture(source)
        self.pictures.add(shown)
        return shown

    def _headings(self, tree: Element) -> None:
        found = [element for element in tree.iter(*HEADINGS) if isinstance(element.tag, str)]
        shift = any(element.tag == "h1" for element in found)
        for element in found:
            words = " ".join([element.text_content(), *(img.get("alt", "") for img in element.iter("img"))]).strip()
            if not words:
                element.drop_tag()
                continue
            level = int(element.tag[1])
            element.tag = f"h{min(6, level + shift)}"
            if element.get("id") is None:
                element.set("id", self._own_id(_heading_id(words)))

    def _tidy(self, tree: Element) -> None:
        """A link must have a name for who does not see it."""
        for link in list(tree.iter("a")):
            if link.text_content().strip() or any(img.get("alt") for img in link.iter("img")):
                continue
            name = urlsplit(link.get("href", "")).hostname or ""
            image = link.find(".//img")
            if image is not None and name:
                image.set("alt", name)
            elif link.get("href") and not link.get("id"):
                link.drop_tag()


def _resolved(base: str, target: str) -> str:
    """Absolute; a leading slash means the repository's root, as on the platform. Empty for what is no web address."""
    if target.lower().startswith("mailto:"):
        return target
    if target.startswith("/") and not target.startswith("//"):
        target = target.lstrip("/")
    try:
        found = urljoin(base, target)
        urlsplit(found)
    except ValueError:
        return ""
    return found if found.startswith(OUTSIDE) else ""


def _is_tracker(image: Element, source: str) -> bool:
    sizes = [image.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
    tiny = any(size.isascii() and size.isdigit() and int(size) <= _SMALL for size in sizes)
    return tiny or _COUNTERS.search(source) is not None


def _put_text(element: Element, text: str) -> None:
    element.tag = "span"
    element.attrib.clear()
    element.text = text


def _checkbox(element: Element) -> None:
    """A box nobody can tick says as much as text does, and needs no label."""
    done = "checked" in element.attrib
    is_box = element.get("type", "").lower() == "checkbox"
    _put_text(element, ("☑" if done else "☐") if is_box else "")
    if is_box:
        element.set("class", "task")


def _alert(quote: Element) -> None:
    """`> [!NOTE]`: a quotation that is a notice."""
    first = quote.find("p")
    if first is None or not first.text or not (found := _ALERT.match(first.text)):
        return
    kind = found[1].lower()
    quote.set("class", f"alert-{kind}")
    label = lxml.html.Element("strong")
    label.text, label.tail = kind.capitalize(), " " + first.text[found.end() :]
    first.text = None
    first.insert(0, label)


def _alignment(cell: Element) -> None:
    """Markdown's `|:-:|` comes as an inline style, which our pages forbid."""
    if found := _TEXT_ALIGN.search(cell.attrib.pop("style", "")):
        cell.set("align", found[1])


def _heading_id(words: str) -> str:
    """As GitHub makes them: lower case, punctuation dropped, spaces to hyphens."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.strip().lower())) or "section"
