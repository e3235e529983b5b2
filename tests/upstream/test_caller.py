"""The caller that platforms are handed: what it reserves it settles, however the work ends."""

import time
from dataclasses import replace

import pytest
from pytest_django import Settings

from tests.support.sandbox import Sandbox
from vitrine.accounts.models import User
from vitrine.lib.errors import QuotaExceededError
from vitrine.lib.http import TimedOut
from vitrine.lib.stopping import Stopped, StopToken, stoppable
from vitrine.platforms import registry
from vitrine.platforms.youtube import api
from vitrine.quota.models import ApiCall, Bucket
from vitrine.upstream.actions import open_caller

pytestmark = pytest.mark.django_db(transaction=True)

UPLOADS = "UUdBeVffdrWnbLTMpBrTUPrQ"


def pool() -> tuple[int, int]:
    """(used, reserved)."""
    bucket = Bucket.objects.get(name="youtube.pool")
    return bucket.used, bucket.reserved


def test_what_nobody_waited_for_is_settled_when_the_work_ends(alice: User, world: Sandbox) -> None:
    with open_caller(alice, "youtube", "import") as caller:
        caller.send(api.playlist_items(caller, UPLOADS))
        caller.get(api.playlist_items(caller, UPLOADS))
        assert pool() == (1, 1)
    assert pool() == (2, 0)
    assert ApiCall.objects.filter(endpoint="playlistItems.list", quota_cost=1).count() == 2


def test_a_listing_left_in_the_middle_leaves_nothing_reserved(alice: User, world: Sandbox) -> None:
    youtube = registry.get("youtube")
    with open_caller(alice, "youtube", "import") as caller:
        next(iter(youtube.listing(caller, registry.recognise("@tenthousand"))))
    used, reserved = pool()
    assert reserved == 0
    assert used == sum(call.quota_cost for call in ApiCall.objects.all())
    assert used >= world.usage()["pool"]


def test_whoever_is_told_to_stop_reserves_nothing_more(alice: User, world: Sandbox) -> None:
    token = StopToken()
    with open_caller(alice, "youtube", "import") as caller, stoppable(token):
        caller.get(api.playlist_items(caller, UPLOADS))
        token.stop("cancelled")
        with pytest.raises(Stopped):
            caller.get(api.playlist_items(caller, UPLOADS))
    assert pool() == (1, 0)


@pytest.mark.parametrize(("platforms", "operators"), [(0.1, 60.0), (60.0, 0.1)])
def test_the_shorter_patience_holds(
    alice: User, world: Sandbox, settings: Settings, platforms: float, operators: float
) -> None:
    settings.HTTP_READ_TIMEOUT = operators
    world.fault("stall", seconds=20, path="/shorts/")
    probe = api.shorts_probe("dQw4w9WgXcQ")
    probe = replace(probe, request=replace(probe.request, read_timeout=platforms, total_timeout=60.0))
    began = time.monotonic()
    with open_caller(alice, "youtube", "import") as caller, pytest.raises(TimedOut):
        caller.get(probe)
    assert time.monotonic() - began < 3


def test_a_pool_that_upstream_calls_empty_stays_closed_until_the_reset(alice: User, world: Sandbox) -> None:
    world.quota("pool", 10_000)
    youtube = registry.get("youtube")
    with pytest.raises(QuotaExceededError), open_caller(alice, "youtube", "import") as caller:
        youtube.summary(caller, registry.recognise("@hallowaybench"))
    assert Bucket.objects.get(name="youtube.pool").closed
    world.quota("pool", 0)
    with pytest.raises(QuotaExceededError), open_caller(alice, "youtube", "import") as caller:
        youtube.summary(caller, registry.recognise("@hallowaybench"))
    assert world.usage()["pool"] == 0, "nobody asked again"
