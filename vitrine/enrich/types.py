"""What goes into enrichment and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_TOOLS = 8
MAX_CATEGORIES = 3
MAX_TOPICS = 10


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one work.

    `type` is Vitrine's word for the kind of work (`video`, `github_repo`). `languages` gives bytes by programming
    language, as GitHub names them. `body` is a README or a transcript; only its first 20 kB are read. `topics` are
    GitHub's repository topics.
    """

    type: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """`slug` is stable and fit for an address (topics may hold letters beyond ASCII), `name` is for people.

    `weight` is how sure the rules are, over 0 and under 1; comparable within one list only.
    """

    slug: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Labels:
    """At most 8 tools, 3 categories and 10 topics, best first. `language` is ISO 639-1, empty when unsure."""

    tools: tuple[Label, ...] = ()
    categories: tuple[Label, ...] = ()
    topics: tuple[Label, ...] = ()
    language: str = ""


def weight(score: float) -> float:
    """A score as a weight over 0 and under 1."""
    return round(score / (score + 2.0), 3)
