"""Pages as tests look at them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.support.browser import browser  # noqa: F401 - a fixture
from tests.web.gallery import gallery  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What pages remember for minutes would outlive the rows of a test."""
    cache.clear()
    yield
    cache.clear()
