"""The smallest proof that it stands: it starts, answers by host, counts, and resets."""

import json
import urllib.error
import urllib.request

import pytest

from sandbox import cast
from tests.support.sandbox import Sandbox


def get(sandbox: Sandbox, host: str, path: str) -> bytes:
    request = urllib.request.Request(f"{sandbox.url}{path}", headers={"Host": host})  # noqa: S310  our own loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own loopback
        return bytes(answer.read())


def test_a_channel_is_found_by_its_handle_for_one_unit(sandbox: Sandbox) -> None:
    body = json.loads(
        get(
            sandbox,
            "www.googleapis.com",
            "/youtube/v3/channels?part=snippet,contentDetails&forHandle=hallowaybench&key=k",
        )
    )
    assert body["items"][0]["id"] == cast.HALLOWAY_BENCH.id
    assert body["items"][0]["contentDetails"]["relatedPlaylists"]["uploads"] == cast.HALLOWAY_BENCH.uploads_id
    assert sandbox.usage()["pool"] == 1
    assert [row["endpoint"] for row in sandbox.log()] == ["channels.list"]


def test_a_host_that_nobody_plays_is_told_so(sandbox: Sandbox) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(sandbox, "example.com", "/")
    assert refused.value.code == 421
