"""One pass over a work's text: what stands where, in which zone, and how much its line counts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from .automaton import Machine, Pattern
from .normalise import lowered, padded
from .types import Text

# Bounds on what is read; a title of YouTube has 100 characters, a description 5,000, all tags together 500.
HEADLINE = 200  # mentions of a trade that are looked at, in title and tags
TITLE, TAG, TAGS, DESCRIPTION, BODY = 500, 100, 100, 20_000, 20_000

# What a line is worth where it is one of links, of chapters, of thanks to a sponsor, of calls to follow.
FACTORS = {"link": 0.7, "stamp": 0.7, "sponsor": 0.0, "social": 0.0}


class Zone(IntEnum):
    TITLE = 0
    TAG = 1
    TOPIC = 2
    DESCRIPTION = 3
    BODY = 4


class Hit(NamedTuple):
    start: int
    end: int
    pattern: Pattern
    zone: Zone
    factor: float
    whole: bool  # the hit is all of its line: a tag that is exactly this


@dataclass(frozen=True, slots=True)
class Scan:
    text: str  # padded, case kept
    low: str  # the same in lower case
    prose: str  # of that, title and description without thanks and calls
    tools: list[Hit]
    keywords: list[Hit]
    evidence: Mapping[str, list[int]]  # context → where it is spoken of, ascending
    headline: int  # title, tags and topics end here
    body: int  # the description ends here

    def near(self, context: str, hit: Hit, reach: int, but: Collection[int] = ()) -> bool:
        """Is `context` spoken of within `reach` characters of the hit, outside of it and not at a place in `but`?"""
        places = self.evidence.get(context)
        if not places:
            return False
        first = bisect_left(places, hit.start - reach)
        last = bisect_right(places, hit.end + reach)
        return any(not hit.start <= place <= hit.end and place not in but for place in places[first:last])

    def headlined(self, context: str, hit: Hit, but: Collection[int] = ()) -> bool:
        """Is `context` spoken of in title, tags or topics, outside of the hit and not at a place in `but`?"""
        places = self.evidence.get(context, [])[:HEADLINE]
        return any(p < self.headline and not hit.start <= p <= hit.end and p not in but for p in places)


def scan(machine: Machine, text: Text) -> Scan:
    title = " ".join(text.title[:TITLE].split())
    tags = _one_line_each(text.tags)
    topics = _one_line_each(text.topics)
    description = text.description[:DESCRIPTION]
    lines = (title, *tags, *topics, description, text.body[:BODY])
    whole = padded("\n".join(lines))
    low = lowered(whole)
    hits = [(end - p.width + 1, -end, p) for end, p in machine.automaton.iter(low)]
    hits.sort()  # by start, the longest first; no two have both ends in common, so patterns are never compared
    sheet = _Sheet(hits, len(low), (1, len(tags), len(topics), description.count("\n") + 1))
    return sheet.read(whole, low)


def _one_line_each(words: tuple[str, ...]) -> list[str]:
    return [line for word in words[:TAGS] if (line := " ".join(word[:TAG].split()))]


class _Sheet:
    """The lines of one padded text: where they begin, what zone they are in, what they count."""

    def __init__(self, hits: list[tuple[int, int, Pattern]], length: int, counts: tuple[int, int, int, int]) -> None:
        self.hits = hits
        marks = [hit for hit in hits if hit[2].mark]
        self.breaks = [start for start, _, p in marks if p.mark == "break"]
        zones = [zone for zone, count in zip(Zone, counts, strict=False) for _ in range(count)]
        self.zones = zones + [Zone.BODY] * (len(self.breaks) + 1 - len(zones))
        self.bounds = [-2, *self.breaks, length - 1]
        self.factors = self._factors(marks)
        self.headline, self.body = (self._end(sum(counts[:n])) for n in (3, 4))

    def _end(self, lines: int) -> int:
        return self.bounds[lines] if lines < len(self.bounds) else self.bounds[-1] + 1

    def _factors(self, marks: list[tuple[int, int, Pattern]]) -> list[float]:
        factors = [1.0] * len(self.zones)
        line = 0
        for _, _, pattern in marks:
            if pattern.mark == "break":
                line += 1
            elif self.zones[line] >= Zone.DESCRIPTION:
                factors[line] = min(factors[line], FACTORS[pattern.mark])
                if pattern.mark == "sponsor":
                    self._silence_paragraph(line, factors)
        return factors

    def _silence_paragraph(self, line: int, factors: list[float]) -> None:
        """From `line` to the next empty one; stops at what is silent already, so that many lines cost no more."""
        factors[line] = 0.0
        for below in range(line + 1, len(self.zones)):
            if not factors[below] or self.bounds[below + 1] - self.bounds[below] <= len(" |"):
                break
            factors[below] = 0.0

    def read(self, text: str, low: str) -> Scan:
        tools: list[Hit] = []
        keywords: list[Hit] = []
        evidence: defaultdict[str, list[int]] = defaultdict(list)
        named = spoken = -1  # how far the last tool, and the last keyword, reaches
        line, zone, factor = 0, self.zones[0], self.factors[0]
        for start, negative, pattern in self.hits:
            if pattern.mark == "break":
                line += 1
                zone, factor = self.zones[line], self.factors[line]
            if not factor:
                continue
            end = -negative
            within = named
            if not pattern.tools or end > named:
                for context in pattern.contexts:
                    evidence[context].append(start)
            if pattern.tools or pattern.false_friend:
                if end > named and pattern.tools:
                    whole = start == self.bounds[line] + 2 and end == self.bounds[line + 1]
                    tools.append(Hit(start, end, pattern, zone, factor, whole))
                named = max(named, end)
            if pattern.keywords and end > spoken and (pattern.firm or end > within):
                keywords.append(Hit(start, end, pattern, zone, factor, whole=False))
            if pattern.keywords or pattern.false_friend:
                spoken = max(spoken, end)
        return Scan(text, low, self._prose(low), tools, keywords, evidence, self.headline, self.body)

    def _prose(self, low: str) -> str:
        """Title and description less the lines that count nothing: thanks and calls are English in every language."""
        lines = zip(pairwise(self.bounds), self.zones, self.factors, strict=True)
        wanted = (Zone.TITLE, Zone.DESCRIPTION)
        return "".join(low[begin + 2 : end] for (begin, end), zone, factor in lines if factor and zone in wanted)
