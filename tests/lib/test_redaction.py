"""Secrets never reach a log, a message or a representation."""

import logging
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from tests.support.wire import Wire, answer, says, stalls
from vitrine.lib.errors import VitrineError
from vitrine.lib.http import Door, Request, RetryRule, redact, redact_headers

HUSH = "hush-0123456789"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.example/x?key=S&v=1", "https://a.example/x?key=***&v=1"),
        ("https://a.example/?v=1&KEY=S", "https://a.example/?v=1&KEY=***"),
        ("https://a.example/?access_token=S#access_token=S", "https://a.example/?access_token=***#access_token=***"),
        ("https://a.example/?monkey=S&keyboard=x", "https://a.example/?monkey=S&keyboard=x"),
        ("https://u:S@a.example/", "https://***@a.example/"),
        ("//u@a.example/", "//***@a.example/"),
        ("client_secret=S&code=S&grant_type=x", "client_secret=***&code=***&grant_type=x"),
        ("Authorization: Bearer abcdefgh.S-_", "Authorization: Bearer ***"),
        ("see 'https://a.example/?sig=S' (and &Signature=S)", "see 'https://a.example/?sig=***' (and &Signature=***)"),
        (
            "https://s3.example/a?X-Amz-Signature=S&X-Amz-Date=1",
            "https://s3.example/a?X-Amz-Signature=***&X-Amz-Date=1",
        ),
        ("?hub.secret=S&hub.topic=t", "?hub.secret=***&hub.topic=t"),
        ("no secret at all: 1 = 1", "no secret at all: 1 = 1"),
    ],
)
def test_redact(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_headers() -> None:
    shown = redact_headers({"Authorization": HUSH, "X-Goog-Api-Key": HUSH, "cookie": HUSH, "Accept": "x"})
    assert HUSH not in repr(shown)
    assert shown["Accept"] == "x"


@pytest.fixture
def debugging() -> Iterator[None]:
    logger = logging.getLogger("vitrine.http")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    yield
    logger.setLevel(before)


SECRETS = {
    "params": {"key": HUSH, "v": "1"},
    "headers": {"Authorization": f"Bearer {HUSH}", "X-Goog-Api-Key": HUSH},
}


@pytest.mark.usefixtures("debugging")
def test_a_request_leaves_one_line_and_no_secret() -> None:
    with Wire() as wire, capture_logs() as lines:
        door = Door(host_map={"api.example": wire.target})
        wire.on("/a", says(answer(200)))
        door.fetch(Request(url=f"https://u:{HUSH}@api.example/a", **SECRETS))  # type: ignore[arg-type]  # two real fields
        door.close()
    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["log_level"], line["outcome"]) == ("debug", 200)
    assert line["request"] == "GET https://***@api.example/a?key=***&v=1"
    assert HUSH not in repr(lines)


@pytest.mark.usefixtures("debugging")
def test_nor_does_a_failure_and_it_says_what_happens_next() -> None:
    with Wire() as wire, capture_logs() as lines:
        door = Door(host_map={"api.example": wire.target}, retry=RetryRule(first=0.01))
        wire.on("/a", stalls())
        request = Request(url="https://api.example/a", read_timeout=0.05, **SECRETS)  # type: ignore[arg-type]  # as above
        with pytest.raises(VitrineError) as caught:
            door.fetch(request)
        door.close()
    warnings = [line for line in lines if line["log_level"] == "warning"]
    assert [line["next"].partition(" in ")[0] for line in warnings] == ["attempt 2 of 3", "attempt 3 of 3"]
    for said in (repr(lines), caught.value.log, str(caught.value), repr(request)):
        assert HUSH not in said


def test_nothing_in_the_log_when_nobody_reads_debug_lines() -> None:
    with Wire() as wire, capture_logs() as lines:
        door = Door(host_map={"api.example": wire.target})
        door.fetch(Request(url="https://api.example/a"))
        door.close()
    assert lines == []
