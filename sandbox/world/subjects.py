"""What creators talk about: the words that titles and descriptions are made of, a file a subject in `words/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
ORDINARY = (
    "astronomy", "bikes", "cooking", "dataviz", "field", "gamedev", "gardening", "maths", "pottery", "servers",
    "synths", "workshop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """Patterns in `titles` and `shorts` hold {a} to {e} (words from the lists of those names; capitals for a capital
    first letter), {n} (a small number) and {number} (which upload it is). `pictures` names families of drawings.
    """

    category: str
    topics: tuple[str, ...]
    pictures: tuple[str, ...]
    titles: tuple[str, ...]
    shorts: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    tools: tuple[str, ...]
    tags: tuple[str, ...]
    chapters: tuple[str, ...]
    sentences: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    language: str = "en"


@cache
def subject(name: str) -> Subject:
    """The subject of a file in `words/`."""
    data = tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))
    return Subject(
        category=data["category"],
        language=data.get("language", "en"),
        slots={letter: tuple(data[letter]) for letter in "abcde" if letter in data},
        links=tuple((label, address) for label, address in data["links"]),
        **{
            name: tuple(data[name])
            for name in ("topics", "pictures", "titles", "shorts", "tools", "tags", "chapters", "sentences")
        },
    )
