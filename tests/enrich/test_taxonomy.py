"""The taxonomy holds together: what data/README.md promises, for whoever adds a line."""

from collections import Counter
from pathlib import Path

import pytest

from vitrine.enrich.normalise import phrase, slugify
from vitrine.enrich.taxonomy import Taxonomy, TaxonomyError, load


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


def test_it_is_large_enough(taxonomy: Taxonomy) -> None:
    assert len(taxonomy.tools) >= 620
    assert len(taxonomy.categories) >= 42


def test_slugs_are_unique_and_fit_for_addresses(taxonomy: Taxonomy) -> None:
    for slugs in ([t.slug for t in taxonomy.tools], [c.slug for c in taxonomy.categories]):
        assert [slug for slug, count in Counter(slugs).items() if count > 1] == []
        assert [slug for slug in slugs if slug != slugify(slug) or not slug.isascii()] == []


def test_no_two_tools_share_an_alias(taxonomy: Taxonomy) -> None:
    owners: dict[str, set[str]] = {}
    for tool in taxonomy.tools:
        for alias in tool.aliases:
            owners.setdefault(phrase(alias.text), set()).add(tool.slug)
    assert {alias: slugs for alias, slugs in owners.items() if len(slugs) > 1} == {}


def test_no_alias_is_written_twice_and_none_is_empty(taxonomy: Taxonomy) -> None:
    for tool in taxonomy.tools:
        patterns = Counter(phrase(alias.text) for alias in tool.aliases)
        assert [p for p, count in patterns.items() if count > 1 or not p.strip()] == [], tool.slug


def test_a_false_friend_is_never_also_an_alias_of_its_tool(taxonomy: Taxonomy) -> None:
    for tool in taxonomy.tools:
        aliases = {phrase(alias.text) for alias in tool.aliases}
        assert [p for p in tool.phrases if phrase(p) in aliases] == [], tool.slug


def test_every_false_friend_holds_a_name_of_its_tool(taxonomy: Taxonomy) -> None:
    for tool in taxonomy.tools:
        names = [phrase(alias.text) for alias in tool.aliases]
        lost = [p for p in tool.phrases if not any(name in phrase(p) for name in names)]
        assert lost == [], tool.slug


def test_every_tool_has_a_category(taxonomy: Taxonomy) -> None:
    assert [tool.slug for tool in taxonomy.tools if not tool.categories] == []


def test_no_category_weighs_a_keyword_twice(taxonomy: Taxonomy) -> None:
    for category in taxonomy.categories:
        patterns = Counter(phrase(word) for word, _ in category.keywords)
        assert [p for p, count in patterns.items() if count > 1 or not p.strip()] == [], category.slug


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Lathe | | | |", "kind"),
        ("[juggling]\nClub | clubs", "kind 'juggling'"),
        ("[woodtool]\nLathe | | juggling", "lathe: category that does not exist: juggling"),
        ("[woodtool]\nLathe | | woodworking | @juggling", "lathe: context that does not exist: juggling"),
        ("[woodtool]\nLathe | | woodworking | | @juggling", "lathe: context that does not exist: juggling"),
        ("[woodtool]\nLathe | | woodworking", "github-languages.txt: tool that does not exist: terraform"),
        ("[woodtool]\nLathe | ?? | woodworking", "an empty name"),
        ("[woodtool]\nLathe | a | woodworking | | | too much", "unpack"),
    ],
)
def test_a_malformed_line_is_refused_with_its_reason(tmp_path: Path, line: str, why: str) -> None:
    data = Path(load.__code__.co_filename).parent / "data"
    for name in ("contexts.txt", "categories.txt", "noise.txt", "languages.txt", "github-languages.txt"):
        (tmp_path / name).write_bytes((data / name).read_bytes())
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "some.txt").write_text(line, "utf-8")
    with pytest.raises(TaxonomyError, match=why):
        load(tmp_path)


@pytest.mark.parametrize(
    ("categories", "why"),
    [
        ("[juggling Juggling]\n4: clubs", "category juggling: 4 means nothing here"),
        ("[juggling Juggling]\nrepository: maybe", "category juggling: maybe means nothing here"),
        ("3: clubs", r"categories.txt:1: expected \[section\]"),
        ("[juggling Juggling]\nclubs", "categories.txt:2: expected"),
    ],
)
def test_a_malformed_category_is_refused_with_its_reason(tmp_path: Path, categories: str, why: str) -> None:
    (tmp_path / "contexts.txt").write_text("", "utf-8")
    (tmp_path / "categories.txt").write_text(categories, "utf-8")
    with pytest.raises(TaxonomyError, match=why):
        load(tmp_path)
