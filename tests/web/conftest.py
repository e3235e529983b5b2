"""Pages as tests look at them."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import Visit
from tests.web.gallery import Gallery, drawn, gallery  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What pages remember for minutes would outlive the rows of a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, gallery: Gallery) -> Iterator[Visit]:  # noqa: F811 - a fixture
    gallery.otherwise = (200, drawn(640, 360), "image/jpeg")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    here = Visit(context, live_server.url)
    yield here
    context.close()
    assert here.wrong == []
