"""Everything the taxonomy looks for, in one Aho-Corasick automaton, built once a process on first use."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import ahocorasick

from .normalise import BREAK, LINK, STAMP, lowered, padded, phrase
from .taxonomy import Alias, Context, Taxonomy, Tool, load


@dataclass(slots=True)
class Pattern:
    """What one phrase stands for. It may name tools, speak for categories and trades, and mark its line."""

    width: int
    tools: tuple[tuple[int, Alias, str], ...] = ()  # tool, alias, its spelling where that matters
    keywords: tuple[tuple[int, int], ...] = ()  # category, weight
    firm: bool = False  # one of them says enough to be heard inside the name of a tool ("R package")
    contexts: tuple[str, ...] = ()
    false_friend: bool = False  # inside this phrase no tool is meant
    mark: str = ""  # break, link, stamp, sponsor, social


@dataclass(frozen=True, slots=True)
class Machine:
    taxonomy: Taxonomy
    automaton: Any  # ahocorasick ships no types; reading it from many threads is safe
    before: tuple[frozenset[str], ...]  # by tool: words that settle a doubt when they stand right before its name
    after: tuple[frozenset[str], ...]
    needs: tuple[tuple[str, ...], ...]  # by tool: contexts, its own words among them
    by_language: dict[str, int]  # GitHub's language names → tool


_lock = threading.Lock()
_built: list[Machine] = []


def machine() -> Machine:
    """The one of this process."""
    if not _built:
        with _lock:
            if not _built:
                _built.append(build(load()))
    return _built[0]


def build(taxonomy: Taxonomy) -> Machine:
    patterns: dict[str, Pattern] = {}
    _add_marks(patterns, taxonomy)
    _add_categories(patterns, taxonomy)
    _add_contexts(patterns, taxonomy)
    for index, tool in enumerate(taxonomy.tools):
        _add_tool(patterns, index, tool, _trades(tool.kind, taxonomy.contexts))
    automaton = ahocorasick.Automaton()
    for text, pattern in patterns.items():
        automaton.add_word(text, pattern)
    automaton.make_automaton()
    before = {t.needs: _united(c.before for c in taxonomy.contexts if c.name in t.needs) for t in taxonomy.tools}
    after = {t.needs: _united(c.after for c in taxonomy.contexts if c.name in t.needs) for t in taxonomy.tools}
    return Machine(
        taxonomy,
        automaton,
        before=tuple(before[t.needs] for t in taxonomy.tools),
        after=tuple(after[t.needs] for t in taxonomy.tools),
        needs=tuple((*t.needs, _own(t)) if t.words else t.needs for t in taxonomy.tools),
        by_language=_by_language(taxonomy),
    )


def _united(words: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*words)


def _own(tool: Tool) -> str:
    return f"={tool.slug}"


def _trades(kind: str, contexts: Iterable[Context]) -> list[str]:
    return [context.name for context in contexts if kind in context.kinds]


def _at(patterns: dict[str, Pattern], text: str) -> Pattern:
    key = phrase(text)
    return patterns.setdefault(key, Pattern(len(key)))


def _speaks(pattern: Pattern, contexts: Iterable[str]) -> None:
    pattern.contexts = tuple(dict.fromkeys((*pattern.contexts, *contexts)))


MARKS: Final = {"break": BREAK, "link": LINK, "stamp": STAMP}


def _add_marks(patterns: dict[str, Pattern], taxonomy: Taxonomy) -> None:
    for mark, character in MARKS.items():
        patterns[f" {character} "] = Pattern(3, mark=mark)
    for mark, phrases in taxonomy.noise.items():
        for text in phrases:
            _at(patterns, text).mark = mark


def _add_categories(patterns: dict[str, Pattern], taxonomy: Taxonomy) -> None:
    trades: dict[str, list[str]] = {}
    for context in taxonomy.contexts:
        for slug in context.categories:
            trades.setdefault(slug, []).append(context.name)
    for index, category in enumerate(taxonomy.categories):
        for word, weight in category.keywords:
            pattern = _at(patterns, word)
            pattern.keywords += ((index, weight),)
            if weight > 1:
                pattern.firm = True
                _speaks(pattern, trades.get(category.slug, ()))


def _add_contexts(patterns: dict[str, Pattern], taxonomy: Taxonomy) -> None:
    for context in taxonomy.contexts:
        for word in context.words:
            _speaks(_at(patterns, word), [context.name])
    for tool in taxonomy.tools:
        for word in tool.words:
            _speaks(_at(patterns, word), [_own(tool)])


def _add_tool(patterns: dict[str, Pattern], index: int, tool: Tool, trades: list[str]) -> None:
    for alias in tool.aliases:
        pattern = _at(patterns, alias.text)
        pattern.tools += ((index, alias, padded(alias.text).strip() if alias.exact else ""),)
        if not alias.doubt:
            _speaks(pattern, trades)
    for text in tool.phrases:
        _at(patterns, text).false_friend = True


def _by_language(taxonomy: Taxonomy) -> dict[str, int]:
    """Languages last, so that a framework of the same name does not stand for one."""
    ranked = sorted(enumerate(taxonomy.tools), key=lambda pair: pair[1].kind == "language")
    names = {lowered(name): i for i, t in ranked for name in (*(a.text for a in t.aliases), t.name)}
    slugs = {tool.slug: i for i, tool in enumerate(taxonomy.tools)}
    return names | {lowered(name): slugs[slug] for name, slug in taxonomy.languages.items()}
