"""Enrichment by rules: normalise, one pass, then four readings of what was found."""

from collections.abc import Mapping

from .automaton import machine
from .categories import categories
from .language import language
from .scan import scan
from .taxonomy import Category, Tool
from .tools import tools
from .topics import topics
from .types import MAX_CATEGORIES, MAX_TOOLS, Label, Labels, Text, weight


def enrich(text: Text) -> Labels:
    """The labels of one work, the same for the same text. Never raises on any text; safe from any thread.

    Linear in the text, of which the first 500 characters of the title, 20,000 of the description and of the body and
    100 tags are read. The first call of a process builds the automaton.
    """
    ours = machine()
    found = scan(ours, text)
    by_tool = tools(ours, found, text)
    by_category = categories(ours, found, text, by_tool)
    chosen = _best(by_tool, ours.taxonomy.tools, MAX_TOOLS)
    kinds = _best(by_category, ours.taxonomy.categories, MAX_CATEGORIES)
    spoken = language(found, ours.taxonomy.profiles)
    taken = frozenset(label.slug for label in (*chosen, *kinds))
    return Labels(chosen, kinds, topics(ours, found, text, spoken, tools=by_tool, taken=taken), spoken)


def _best(scores: Mapping[int, float], named: tuple[Tool, ...] | tuple[Category, ...], most: int) -> tuple[Label, ...]:
    ranked = sorted(scores.items(), key=lambda pair: (-round(pair[1], 6), named[pair[0]].slug))
    return tuple(Label(named[i].slug, named[i].name, weight(score)) for i, score in ranked[:most])
