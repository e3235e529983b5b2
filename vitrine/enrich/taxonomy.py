"""The taxonomy as data: reads `data/` and refuses what is malformed, naming file and line.

The format is one line a tool (see data/README.md) and not TOML: a thousand lines load in a few milliseconds, and a
change to a tool is a change to one line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .normalise import phrase, slugify

DATA = Path(__file__).parent / "data"


class TaxonomyError(ValueError):
    """A data file does not hold what data/README.md asks for."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a tool. `doubt` 0: it means the tool; 1: only where its trade is spoken of; 2: only close by.

    `exact`: upper and lower case matter. `prominent`: counts in title and tags only.
    """

    text: str
    doubt: int = 0
    exact: bool = False
    prominent: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    slug: str
    name: str
    kind: str
    aliases: tuple[Alias, ...]
    categories: tuple[str, ...]
    trade: tuple[str, ...]  # contexts that its kind belongs to
    needs: tuple[str, ...]  # contexts, any of which settles a doubt: those named, else its trade
    words: tuple[str, ...]  # own words that settle it as well
    vetoes: tuple[str, ...]  # contexts that speak against it
    phrases: tuple[str, ...]  # in these the name means something else


@dataclass(frozen=True, slots=True)
class Category:
    slug: str
    name: str
    repository: str  # `only` for repositories, `never` for them, or empty
    form: bool  # says how the work is made (tutorial, podcast, library), not what it is about
    keywords: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Context:
    """A trade: `words` anywhere near speak for it, `before` and `after` directly beside a doubtful name settle it."""

    name: str
    words: list[str] = field(default_factory=list)
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    tools: tuple[Tool, ...]
    categories: tuple[Category, ...]
    contexts: tuple[Context, ...]
    noise: dict[str, tuple[str, ...]]  # phrases that mark a line as `sponsor` or `social`
    dull: frozenset[str]  # never a topic
    spelling: dict[str, str]  # lower case → as it is written
    small: dict[str, frozenset[str]]  # function words by ISO 639-1
    profiles: dict[str, frozenset[str]]  # these and other words that give the language away
    languages: dict[str, str]  # GitHub's name of a language → tool, where no alias says so


def load(folder: Path = DATA) -> Taxonomy:
    """Raises TaxonomyError where a line cannot be read or names a kind, context or category that does not exist."""
    contexts = tuple(_context(name, pairs) for name, pairs in _sections(folder / "contexts.txt"))
    categories = tuple(_category(head, pairs) for head, pairs in _sections(folder / "categories.txt"))
    tools = tuple(tool for path in sorted((folder / "tools").glob("*.txt")) for tool in _tools(path, contexts))
    noise = {name: _split(values[0][1]) for name, values in _sections(folder / "noise.txt")}
    dull, spelling = frozenset(noise.pop("dull")), {word.lower(): word for word in noise.pop("spelling")}
    words = {code: dict(pairs) for code, pairs in _sections(folder / "languages.txt")}
    small = {code: frozenset(pairs["words"].split()) for code, pairs in words.items()}
    profiles = {code: frozenset(" ".join(pairs.values()).split()) for code, pairs in words.items()}
    languages = {name: slug for _, pairs in _sections(folder / "github-languages.txt") for name, slug in pairs}
    taxonomy = Taxonomy(tools, categories, contexts, noise, dull, spelling, small, profiles, languages)
    _check(taxonomy)
    return taxonomy


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("# "):
            yield number, text


def _sections(path: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """`[head]` and its `key: value` lines; a line without a key goes on with the one before."""
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    for number, line in _lines(path):
        if line.startswith("["):
            sections.append((line.strip("[] "), []))
            continue
        key, colon, value = line.partition(": ")
        if not sections or not (colon or sections[-1][1]):
            raise TaxonomyError(f"{path.name}:{number}: expected [section] and then key: value")
        pairs = sections[-1][1]
        if colon:
            pairs.append((key, value))
        else:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line}")
    return sections


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _context(name: str, pairs: list[tuple[str, str]]) -> Context:
    values = dict(pairs)
    return Context(
        name,
        words=list(_split(values.get("words", ""))),
        before=frozenset(_split(values.get("before", ""))),
        after=frozenset(_split(values.get("after", ""))),
        kinds=_split(values.get("kinds", "")),
        categories=_split(values.get("categories", "")),
    )


def _category(head: str, pairs: list[tuple[str, str]]) -> Category:
    slug, _, name = head.partition(" ")
    values = dict(pairs)
    repository = values.get("repository", "")
    if wrong := values.keys() - {"1", "2", "3", "format", "repository"} or {repository} - {"", "only", "never"}:
        raise TaxonomyError(f"category {slug}: {', '.join(sorted(wrong))} means nothing here")
    keywords = tuple((word, weight) for weight in (3, 2, 1) for word in _split(values.get(str(weight), "")))
    return Category(slug, name, repository, "format" in values, keywords)


def _tools(path: Path, contexts: tuple[Context, ...]) -> Iterator[Tool]:
    kind, defaults = "", tuple[str, ...]()
    trades = {k: tuple(c.name for c in contexts if k in c.kinds) for context in contexts for k in context.kinds}
    for number, line in _lines(path):
        if line.startswith("["):
            kind, _, rest = line[1:].partition("]")
            defaults = tuple(rest.split())
            continue
        if kind not in trades:
            raise TaxonomyError(f"{path.name}:{number}: kind {kind!r} belongs to no context")
        try:
            yield _tool(line, kind, defaults, trades[kind])
        except (IndexError, ValueError) as error:
            raise TaxonomyError(f"{path.name}:{number}: {error}") from error


def _tool(line: str, kind: str, defaults: tuple[str, ...], trade: tuple[str, ...]) -> Tool:
    cells = [cell.strip() for cell in line.split("|")]
    head, more, categories, needs, nots = (*cells, *[""] * (5 - len(cells)))
    name, _, slug = head.partition(" <")
    others = tuple(_alias(text) for text in _split(more))
    own = _alias(name.removeprefix("!"))
    # A name that the aliases repeat with flags is only what they say.
    repeated = name.startswith("!") or phrase(own.text) in {phrase(alias.text) for alias in others}
    return Tool(
        slug=slug.rstrip(">") or slugify(own.text),
        name=own.text,
        kind=kind,
        aliases=others if repeated else (own, *others),
        categories=tuple(categories.split()) or defaults,
        trade=trade,
        needs=tuple(n[1:] for n in _split(needs) if n.startswith("@")) if needs else trade,
        words=tuple(n for n in _split(needs) if not n.startswith("@")),
        vetoes=tuple(n[1:] for n in _split(nots) if n.startswith("@")),
        phrases=tuple(n for n in _split(nots) if not n.startswith("@")),
    )


def _alias(text: str) -> Alias:
    bare = text.lstrip("?=^")
    flags = text[: len(text) - len(bare)]
    if not bare:
        raise ValueError("an empty name")
    return Alias(bare.strip(), doubt=min(flags.count("?"), 2), exact="=" in flags, prominent="^" in flags)


def _check(taxonomy: Taxonomy) -> None:
    """Every name that one file uses for something in another stands there."""
    tools, categories = {t.slug for t in taxonomy.tools}, {c.slug for c in taxonomy.categories}
    contexts = {c.name for c in taxonomy.contexts}
    for tool in taxonomy.tools:
        _known(f"{tool.slug}: category", tool.categories, categories)
        _known(f"{tool.slug}: context", (*tool.needs, *tool.vetoes), contexts)
    for context in taxonomy.contexts:
        _known(f"context {context.name}: category", context.categories, categories)
    _known("github-languages.txt: tool", taxonomy.languages.values(), tools)


def _known(what: str, names: Iterable[str], known: set[str]) -> None:
    if wrong := [name for name in names if name not in known]:
        raise TaxonomyError(f"{what} that does not exist: {', '.join(wrong)}")
