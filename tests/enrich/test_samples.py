"""Whole works through the rules: no wrong tool, the right ones, their categories, topics and language."""

import pytest

from tests.enrich.samples import SAMPLES, Sample
from vitrine.enrich import enrich

WORKS = pytest.mark.parametrize("work", SAMPLES, ids=[sample.title[:40] for sample in SAMPLES])


@WORKS
def test_tools(work: Sample) -> None:
    found = {label.slug for label in enrich(work.text).tools}
    assert not work.tools - found, found
    assert not found - work.tools - work.may


@WORKS
def test_categories(work: Sample) -> None:
    found = [label.slug for label in enrich(work.text).categories]
    assert work.categories <= set(found), found


@WORKS
def test_topics(work: Sample) -> None:
    found = [label.slug for label in enrich(work.text).topics]
    assert work.topics <= set(found), found


@WORKS
def test_language(work: Sample) -> None:
    assert enrich(work.text).language == work.language
