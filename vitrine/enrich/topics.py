"""Free topics: what a work's own tags, hashtags and title agree on."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .automaton import Machine
from .normalise import phrase, slugify, spoken
from .scan import DESCRIPTION, TAG, TAGS, Scan
from .types import MAX_TOPICS, Label, Text, weight

WORDS, LETTERS = 4, 40  # of a topic at most
PHRASE = 3  # words of a topic taken from a title
SHORT = 3  # letters; of fewer than these no word says what a work is about, in ASCII
LEAST = 1.3
HASHTAGS = 15  # YouTube ignores all hashtags of a video with more than 60; those who use many mean none of them
_HASHTAG = re.compile(r"#([^\s#@,.;:!?|/\\()\[\]{}<>\"\u2019\u201c\u201d\u2026]{2,40})")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBER = re.compile(r"[\d\W_]+")
_CUT = re.compile(r"[^\w\s'\u2019#+.-]|\s[-.]+\s|\.\s|\.$")
WORTH = {"topic": 2.6, "hashtag": 2.0, "tag": 1.4, "title": 0.7}


@dataclass(slots=True)
class _Candidate:
    name: str
    score: float


def topics(
    machine: Machine, found: Scan, text: Text, language: str, *, tools: Collection[int], taken: frozenset[str]
) -> tuple[Label, ...]:
    """At most ten; none is one of `tools` or a slug in `taken`, none only repeats another in fewer words."""
    words = machine.taxonomy.small
    small = words.get("en", frozenset()) | words.get(language, frozenset())
    rules = _Rules(machine, small, tools, taken)
    candidates: dict[str, _Candidate] = {}
    for source, name, worth in _named(text, small):
        slug = slugify(name)
        if not rules.fit(slug, name):
            continue
        known = candidates.setdefault(_stem(slug), _Candidate(name, 0.0))
        known.name = _better(known.name, name)
        known.score += worth + _echo(found, name, title=source != "title")
    return _ranked(candidates, machine.taxonomy.spelling)


def _named(text: Text, small: frozenset[str]) -> Iterator[tuple[str, str, float]]:
    for name in text.topics[:TAGS]:
        yield "topic", name.replace("-", " "), WORTH["topic"]
    for place, name in enumerate(text.tags[:TAGS]):
        yield "tag", name[: TAG + 1].strip().lstrip("#"), WORTH["tag"] - 0.02 * min(place, 30)
    marked = dict.fromkeys(_HASHTAG.findall(f"{text.title} {text.description[:DESCRIPTION]}"))
    for place, name in enumerate(list(marked)[:HASHTAGS]):
        yield "hashtag", _HUMP.sub(" ", name).replace("_", " "), WORTH["hashtag"] - 0.05 * place
    for name in _phrases(text.title, small):
        yield "title", name, WORTH["title"] * (1.2 if " " in name else 0.6)


def _phrases(title: str, small: frozenset[str]) -> list[str]:
    """Runs of the title between punctuation and function words, of at most three words."""
    runs: list[list[str]] = [[]]
    for part in _CUT.split(title[:500]):
        for word in part.split():
            if word.lower() in small or word.startswith("#"):
                runs.append([])
            else:
                runs[-1].append(word.strip("'\u2019.-"))
        runs.append([])
    return list(dict.fromkeys(" ".join(run) for run in runs if 0 < len(run) <= PHRASE))


def _echo(found: Scan, name: str, *, title: bool) -> float:
    """What the rest of the text says to it: a phrase said again is what the work is about."""
    said = spoken(name)
    if len(said.strip()) < SHORT:
        return 0.0
    end = found.low.find(" | ")
    in_title = title and said in found.low[: end + 1]
    again = min(found.low.count(said, found.headline, found.body), 3)
    return 0.8 * in_title + 0.35 * again


class _Rules:
    def __init__(self, machine: Machine, small: frozenset[str], tools: Collection[int], taken: frozenset[str]) -> None:
        self.dull, self.small = machine.taxonomy.dull, small
        self.automaton, self.tools, self.taken = machine.automaton, tools, taken

    def fit(self, slug: str, name: str) -> bool:
        words = slug.split("-")
        if not slug or len(name) > LETTERS or len(words) > WORDS or slug in self.taken:
            return False
        if _NUMBER.fullmatch(slug) or (len(slug) < SHORT and slug.isascii()):
            return False
        if self._names_a_tool(name) or all(self._dull(word) or self._names_a_tool(word) for word in words):
            return False
        return slug.replace("-", " ") not in self.dull and words[0] not in self.small and words[-1] not in self.small

    def _dull(self, word: str) -> bool:
        return word in self.dull or word in self.small or word.isdigit()

    def _names_a_tool(self, name: str) -> bool:
        pattern = self.automaton.get(phrase(name), None)
        return pattern is not None and any(index in self.tools for index, _, _ in pattern.tools)


def _stem(slug: str) -> str:
    """One key for "table" and "tables", "3d-print" and "3dprint"."""
    bare = slug.replace("-", "")
    return bare[:-1] if len(bare) > SHORT and bare.endswith("s") and not bare.endswith("ss") else bare


def _better(one: str, other: str) -> str:
    """The spelling that was written for people: with spaces and with capitals."""

    def care(name: str) -> tuple[bool, bool, bool]:
        return " " in name, name != name.lower() and name != name.upper(), name != name.lower()

    return other if care(other) > care(one) else one


def _ranked(candidates: dict[str, _Candidate], spelling: dict[str, str]) -> tuple[Label, ...]:
    good = sorted((c for c in candidates.values() if c.score >= LEAST), key=lambda c: (-round(c.score, 6), c.name))
    chosen: list[Label] = []
    covered: set[str] = set()
    for candidate in good:
        words = {_stem(word) for word in slugify(candidate.name).split("-")}
        if words <= covered or len(chosen) == MAX_TOPICS:
            continue
        covered |= words
        chosen.append(Label(slugify(candidate.name), _shown(candidate.name, spelling), weight(candidate.score)))
    return tuple(chosen)


def _shown(name: str, spelling: dict[str, str]) -> str:
    words = [spelling.get(word.lower(), word) for word in name.split()]
    return " ".join(words) if words[0] != words[0].lower() or words[0] in spelling.values() else _capital(words)


def _capital(words: list[str]) -> str:
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])
