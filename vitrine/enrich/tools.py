"""Which tools a work names or is made of."""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import pairwise

from .automaton import Machine
from .scan import Hit, Scan, Zone
from .taxonomy import Alias
from .types import Text

# What one mention is worth, by zone. A lone mention in a README is not enough: see LEAST.
WORTH = {Zone.TITLE: 4.0, Zone.TAG: 2.0, Zone.TOPIC: 3.0, Zone.DESCRIPTION: 1.5, Zone.BODY: 0.5}
ONE_LINE = 3.0  # the description of a repository is one sentence, and says what it is
AGAIN = 0.2  # of that worth for each further mention in the same zone
TIMES = 4
ENOUGH = 8  # mentions of a tool in one zone that are judged; more would say the same again
LEAST = 1.0
EARLY = 3_000  # characters of a README; later ones are installation notes for every system there is

# A doubtful name is settled by its trade being spoken of this many characters away, by degree of doubt.
REACH = {1: 150, 2: 60}
JOINTS = frozenset({" ", " vs ", " and ", " or ", " with ", " und ", " et ", " y ", " | "})

# Share of a repository's bytes → what that is worth.
SHARES = ((0.5, 5.0), (0.15, 3.0), (0.05, 1.2))


def tools(machine: Machine, found: Scan, text: Text) -> dict[int, float]:
    """Scores by tool, only of those that count."""
    zones: dict[int, dict[Zone, list[float]]] = {}
    worths = WORTH | ({Zone.DESCRIPTION: ONE_LINE} if text.type == "github_repo" else {})
    for index, hit in _meant(machine, found, text):
        late = hit.zone is Zone.BODY and hit.start > found.body + EARLY
        worth = worths[hit.zone] * hit.factor * (0.4 if late else 1)
        zones.setdefault(index, {}).setdefault(hit.zone, []).append(worth)
    scores = {index: sum(map(_worth, by_zone.values())) for index, by_zone in zones.items()}
    for index, worth in _written_in(machine, text.languages).items():
        scores[index] = scores.get(index, 0.0) + worth
    return {index: score for index, score in scores.items() if score >= LEAST}


def _worth(mentions: list[float]) -> float:
    return max(mentions) * (1 + AGAIN * min(len(mentions) - 1, TIMES))


def _written_in(machine: Machine, languages: Mapping[str, int]) -> dict[int, float]:
    total = sum(size for size in languages.values() if size > 0)
    scores: dict[int, float] = {}
    for name, size in languages.items():
        index = machine.by_language.get(name.lower())
        worth = next((worth for share, worth in SHARES if total and size / total >= share), 0.0)
        if index is not None and worth:
            scores[index] = max(worth, scores.get(index, 0.0))
    return scores


def _meant(machine: Machine, found: Scan, text: Text) -> list[tuple[int, Hit]]:
    """Mentions that mean the tool. Doubtful names joined to one that is meant ("Go vs Rust") follow it."""
    sure: list[tuple[int, Hit]] = []
    doubtful: list[tuple[int, Hit]] = []
    judged: Counter[tuple[int, Zone]] = Counter()
    for hit in found.tools:
        for index, alias, spelling in hit.pattern.tools:
            if judged[index, hit.zone] >= ENOUGH or not _spelt(found, hit, alias, spelling):
                continue
            judged[index, hit.zone] += 1
            verdict = _Doubt(machine, found, text, index, hit).settled(alias.doubt)
            (sure if verdict else doubtful).append((index, hit))
    return sure + _joined(machine, found, sure, doubtful)


def _spelt(found: Scan, hit: Hit, alias: Alias, spelling: str) -> bool:
    if alias.prominent and hit.zone >= Zone.DESCRIPTION:
        return False
    loose = hit.whole and hit.zone in (Zone.TAG, Zone.TOPIC)
    return not alias.exact or loose or found.text[hit.start : hit.end + 1].strip() == spelling


class _Doubt:
    """Does this mention mean the tool, or the word that is spelt the same?"""

    def __init__(self, machine: Machine, found: Scan, text: Text, index: int, hit: Hit) -> None:
        self.machine, self.found, self.text, self.index, self.hit = machine, found, text, index, hit

    def settled(self, doubt: int) -> bool:
        if self._spoken_against():
            return False
        if not doubt:
            return True
        return self._topic_of_a_repository() or self._beside() or self._among_its_trade(doubt)

    def _spoken_against(self) -> bool:
        vetoes = self.machine.taxonomy.tools[self.index].vetoes
        if not any(self._about(context) for context in vetoes):
            return False
        own = {hit.start for hit in self.found.tools if any(index == self.index for index, _, _ in hit.pattern.tools)}
        return not any(self._about(context, but=own) for context in self._needs())

    def _needs(self) -> tuple[str, ...]:
        return self.machine.needs[self.index]

    def _about(self, context: str, but: Collection[int] = ()) -> bool:
        return self.found.headlined(context, self.hit, but) or self.found.near(context, self.hit, REACH[1], but)

    def _topic_of_a_repository(self) -> bool:
        return self.hit.whole and self.hit.zone is Zone.TOPIC and self.text.type == "github_repo"

    def _beside(self) -> bool:
        low, hit = self.found.low, self.hit
        following = low[hit.end + 1 : low.find(" ", hit.end + 1)]
        preceding = low[low.rfind(" ", 0, hit.start) + 1 : hit.start]
        return following in self.machine.after[self.index] or preceding in self.machine.before[self.index]

    def _among_its_trade(self, doubt: int) -> bool:
        if any(self.found.near(context, self.hit, REACH[doubt]) for context in self._needs()):
            return True
        wide = doubt == 1 or (self.hit.whole and self.hit.zone in (Zone.TAG, Zone.TOPIC))
        return wide and any(self.found.headlined(context, self.hit) for context in self._needs())


def _joined(
    machine: Machine, found: Scan, sure: list[tuple[int, Hit]], doubtful: list[tuple[int, Hit]]
) -> list[tuple[int, Hit]]:
    """Two names of one trade that "and", "or", "vs" or a comma joins, and of which one is doubtful, are both meant."""
    meant = set()
    for (index, hit), (next_index, next_hit) in pairwise(sorted(sure + doubtful, key=lambda pair: pair[1].start)):
        trades = (set(machine.taxonomy.tools[i].trade) for i in (index, next_index))
        if found.low[hit.end : next_hit.start + 1] in JOINTS and set.intersection(*trades):
            meant |= {(index, hit.start), (next_index, next_hit.start)}
    return [(index, hit) for index, hit in doubtful if (index, hit.start) in meant]
