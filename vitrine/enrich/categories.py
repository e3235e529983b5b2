"""What kind of work it is and what trade it belongs to."""

from .automaton import Machine
from .scan import Scan, Zone
from .types import Text

WORTH = {Zone.TITLE: 3.0, Zone.TAG: 2.0, Zone.TOPIC: 2.5, Zone.DESCRIPTION: 1.0, Zone.BODY: 0.3}
AGAIN = 0.25
TIMES = 3
BY_TOOL = 0.45  # of a tool's score, to its first category; half of that to its others
LEAST = 2.9
FAINT = 2.0  # words that merely help do not make a category, however many
SHARE = 0.22  # of the best category's score; less is an aside


def categories(machine: Machine, found: Scan, text: Text, tools: dict[int, float]) -> dict[int, float]:
    """Scores by category, only of those that count."""
    scores = _by_keywords(found)
    slugs = {category.slug: index for index, category in enumerate(machine.taxonomy.categories)}
    for index, score in tools.items():
        for place, slug in enumerate(machine.taxonomy.tools[index].categories):
            scores[slugs[slug]] = scores.get(slugs[slug], 0.0) + score * BY_TOOL / (1 + place)
    medium = {"github_repo": "repo"}.get(text.type, text.type)
    fitting = {i: s for i, s in scores.items() if machine.taxonomy.categories[i].only in ("", medium)}
    least = max(LEAST, SHARE * max(fitting.values(), default=0.0))
    return {index: score for index, score in fitting.items() if score >= least}


def _by_keywords(found: Scan) -> dict[int, float]:
    """Each keyword counts in the best zone it stands in, and a little for each time it comes again."""
    spoken: dict[tuple[int, int], list[float]] = {}
    strong: set[int] = set()
    for hit in found.keywords:
        for category, weight in hit.pattern.keywords:
            key = (category, id(hit.pattern))
            spoken.setdefault(key, []).append(weight * WORTH[hit.zone] * hit.factor)
            if weight > 1 and hit.zone is not Zone.BODY:
                strong.add(category)
    scores: dict[int, float] = {}
    for (category, _), worths in spoken.items():
        worth = max(worths) * (1 + AGAIN * min(len(worths) - 1, TIMES))
        scores[category] = scores.get(category, 0.0) + worth
    return {category: score if category in strong else min(score, FAINT) for category, score in scores.items()}
