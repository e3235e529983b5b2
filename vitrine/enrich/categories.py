"""What kind of work it is and what trade it belongs to."""

from .automaton import Machine
from .scan import Scan, Zone
from .types import Text

WORTH = {Zone.TITLE: 3.0, Zone.TAG: 2.0, Zone.TOPIC: 2.5, Zone.DESCRIPTION: 1.0, Zone.BODY: 0.3}
ONE_LINE = 2.0  # the description of a repository is one sentence
AGAIN = 0.25
TIMES = 3
BY_TOOL = 0.55  # of a tool's score, to its first category; half of that to its others
LEAST = 3.9
FAINT = 2.0  # words that merely help do not make a category, however many
SHARE = 0.3  # of the best subject's score; less is an aside. Forms (tutorial, podcast) stand beside subjects


def categories(machine: Machine, found: Scan, text: Text, tools: dict[int, float]) -> dict[int, float]:
    """Scores by category, only of those that count."""
    scores = _by_keywords(found, WORTH | ({Zone.DESCRIPTION: ONE_LINE} if text.type == "github_repo" else {}))
    slugs = {category.slug: index for index, category in enumerate(machine.taxonomy.categories)}
    for index, score in tools.items():
        for place, slug in enumerate(machine.taxonomy.tools[index].categories):
            scores[slugs[slug]] = scores.get(slugs[slug], 0.0) + score * BY_TOOL / (1 + place)
    unfit = "never" if text.type == "github_repo" else "only"
    fitting = {i: s for i, s in scores.items() if machine.taxonomy.categories[i].repository != unfit}
    forms = {i for i in fitting if machine.taxonomy.categories[i].form}
    best = max((score for i, score in fitting.items() if i not in forms), default=0.0)
    return {i: score for i, score in fitting.items() if score >= (LEAST if i in forms else max(LEAST, SHARE * best))}


def _by_keywords(found: Scan, zones: dict[Zone, float]) -> dict[int, float]:
    """Each keyword counts in the best zone it stands in, and a little for each time it comes again."""
    spoken: dict[tuple[int, int], list[float]] = {}
    strong: set[int] = set()
    for hit in found.keywords:
        for category, weight in hit.pattern.keywords:
            key = (category, id(hit.pattern))
            spoken.setdefault(key, []).append(weight * zones[hit.zone] * hit.factor)
            if weight > 1 and hit.zone is not Zone.BODY:
                strong.add(category)
    scores: dict[int, float] = {}
    for (category, _), worths in spoken.items():
        worth = max(worths) * (1 + AGAIN * min(len(worths) - 1, TIMES))
        scores[category] = scores.get(category, 0.0) + worth
    return {category: score if category in strong else min(score, FAINT) for category, score in scores.items()}
