"""The process: quick to start, small, quiet, and gone when told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from sandbox import cast
from sandbox.server import services
from sandbox.service import Ground
from tests.sandbox.ask import API, ask
from tests.support.sandbox import ROOT, Sandbox
from vitrine.platforms import registry


@pytest.fixture
def fresh() -> Iterator[Sandbox]:
    running = Sandbox()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_it_says_where_it_listens_and_ends_on_sigterm(fresh: Sandbox) -> None:
    assert fresh.url == f"http://127.0.0.1:{fresh.port}"
    fresh.process.send_signal(signal.SIGTERM)
    assert fresh.process.wait(timeout=5) == 0


def test_it_ends_though_somebody_is_still_waiting(fresh: Sandbox) -> None:
    fresh.fault("stall", seconds=60)
    with pytest.raises(TimeoutError):
        ask(fresh, API, "/youtube/v3/videos?part=id&id=x&key=k", timeout=0.2)
    began = time.monotonic()
    assert fresh.stop() == 0
    assert time.monotonic() - began < 5


def test_it_is_small_and_quiet_when_nobody_asks(fresh: Sandbox) -> None:
    process = psutil.Process(fresh.process.pid)
    before = sum(process.cpu_times()[:2])
    time.sleep(0.5)
    assert sum(process.cpu_times()[:2]) - before <= 0.02
    assert process.memory_full_info().pss < 48 * 1024 * 1024


def test_a_channel_of_ten_thousand_is_not_held_in_memory(fresh: Sandbox) -> None:
    process = psutil.Process(fresh.process.pid)
    ask(fresh, API, f"/youtube/v3/playlistItems?part=snippet&maxResults=50&key=k&playlistId={cast.KAMA.uploads_id}")
    before = process.memory_info().rss
    for start in range(0, 10_000, 500):
        names = ",".join(cast.TEN_THOUSAND.video(number) for number in range(start, start + 50))
        assert ask(fresh, API, f"/youtube/v3/videos?part=snippet&key=k&id={names}").status == 200
    assert process.memory_info().rss - before < 24 * 1024 * 1024


def test_it_needs_nothing_of_vitrine_or_django() -> None:
    code = "import sys, sandbox.server; sys.exit(any(n.split('.')[0] in {'vitrine', 'django'} for n in sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, env=dict(os.environ))
    assert found.returncode == 0


def test_the_readme_names_the_cast() -> None:
    text = Path(ROOT / "sandbox" / "README.md").read_text("utf-8")
    for member in cast.CAST:
        assert member.handle in text
        assert member.id in text
    for name, value in vars(cast).items():
        if name.endswith(("_VIDEO", "_PLAYLIST")) or name.startswith("PLAYLIST_"):
            assert f"`{name}` | `{value}`" in text


def test_every_host_that_the_product_reaches_is_played() -> None:
    reached = {name for about in registry.all_about() for name in about.reaches}
    played = {
        host for service in services(Ground(seed=7, born=datetime(2026, 11, 20, tzinfo=UTC))) for host in service.hosts
    }
    assert reached
    assert not reached - played
