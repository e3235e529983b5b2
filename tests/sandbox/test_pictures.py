"""Thumbnails, faces and banners: the sizes YouTube has, and pictures worth looking at."""

import io
import time

import pytest
from PIL import Image, ImageStat

from sandbox import cast
from sandbox.pictures.painter import FAMILIES, painted
from tests.sandbox.ask import api, ask
from tests.support.sandbox import Sandbox


def picture(sandbox: Sandbox, url: str) -> Image.Image:
    """The decoded picture at a URL of the picture hosts."""
    host, _, path = url.removeprefix("https://").partition("/")
    answer = ask(sandbox, host, f"/{path}")
    assert answer.status == 200
    image = Image.open(io.BytesIO(answer.body))
    image.load()
    return image


@pytest.mark.parametrize("video", [cast.HALLOWAY_BENCH.video(183), cast.LONG_SHORT_VIDEO, cast.KAMA.video(7)])
def test_every_thumbnail_that_is_named_is_there_in_its_size(sandbox: Sandbox, video: str) -> None:
    (item,) = api(sandbox, "videos", part="snippet", id=video).json()["items"]
    for said in item["snippet"]["thumbnails"].values():
        assert picture(sandbox, said["url"]).size == (said["width"], said["height"])


def test_the_large_ones_of_2026_exist_for_some(sandbox: Sandbox) -> None:
    names = ",".join(cast.RAIN_BARREL.video(number) for number in range(50))
    items = api(sandbox, "videos", part="snippet", id=names).json()["items"]
    sets = [set(item["snippet"]["thumbnails"]) for item in items]
    assert any("fhd" in found for found in sets)
    assert any("maxres" not in found for found in sets)
    large = next(item for item in items if "fhd" in item["snippet"]["thumbnails"])
    assert picture(sandbox, large["snippet"]["thumbnails"]["fhd"]["url"]).size == (1920, 1080)


def test_hqdefault_has_bars_and_mqdefault_has_none(sandbox: Sandbox) -> None:
    folder = f"https://i.ytimg.com/vi/{cast.HALLOWAY_BENCH.video(180)}"
    barred = picture(sandbox, f"{folder}/hqdefault.jpg")
    assert max(ImageStat.Stat(barred.crop((0, 0, 480, 40))).mean) < 6
    assert max(ImageStat.Stat(barred.crop((0, 325, 480, 360))).mean) < 6
    whole = picture(sandbox, f"{folder}/mqdefault.jpg")
    assert max(ImageStat.Stat(whole.crop((0, 0, 320, 20))).mean) > 40


def test_all_picture_hosts_show_the_same(sandbox: Sandbox) -> None:
    path = f"/vi/{cast.PLAIN_VIDEO}/mqdefault.jpg"
    bodies = {
        ask(sandbox, host, path).body for host in ("i.ytimg.com", "i1.ytimg.com", "i4.ytimg.com", "img.youtube.com")
    }
    assert len(bodies) == 1


def test_webp_is_had_by_its_name(sandbox: Sandbox) -> None:
    image = picture(sandbox, f"https://i.ytimg.com/vi_webp/{cast.PLAIN_VIDEO}/mqdefault.webp")
    assert (image.format, image.size) == ("WEBP", (320, 180))


@pytest.mark.parametrize(
    "path",
    [
        f"/vi/{cast.UNKNOWN_VIDEO}/hqdefault.jpg",
        f"/vi/{cast.DELETED_VIDEO}/default.jpg",
        f"/vi/{cast.PLAIN_VIDEO}/huge.jpg",
    ],
)
def test_no_picture_is_404_with_a_small_grey_one(sandbox: Sandbox, path: str) -> None:
    answer = ask(sandbox, "i.ytimg.com", path)
    assert answer.status == 404
    image = Image.open(io.BytesIO(answer.body))
    assert image.size == (120, 90)
    assert image.convert("RGB").getcolors() == [(120 * 90, (204, 204, 204))]


def test_faces_and_banners_come_in_the_size_that_is_asked_for(sandbox: Sandbox) -> None:
    (item,) = api(sandbox, "channels", part="snippet,brandingSettings", id=cast.TWO_FOX_GAMES.id).json()["items"]
    for said in item["snippet"]["thumbnails"].values():
        assert picture(sandbox, said["url"]).size == (said["width"], said["height"])
    banner = item["brandingSettings"]["image"]["bannerExternalUrl"]
    assert picture(sandbox, f"{banner}=w1060").size == (1060, 596)


def test_strangers_without_a_channel_have_no_face(sandbox: Sandbox) -> None:
    assert ask(sandbox, "yt3.ggpht.com", f"/{cast.UNKNOWN_CHANNEL[2:]}=s88").status == 404


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_draws_something_that_changes_with_the_seed(family: str) -> None:
    first, again, other = painted(family, 11), painted(family, 11), painted(family, 12)
    assert first.size == (1280, 720)
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()
    assert max(ImageStat.Stat(first).stddev) > 12  # no flat sheet


def test_neighbours_look_different(sandbox: Sandbox) -> None:
    small = [
        picture(sandbox, f"https://i.ytimg.com/vi/{cast.SMALL_SERVERS.video(number)}/default.jpg")
        .resize((8, 6))
        .tobytes()
        for number in range(100, 108)
    ]
    assert len(set(small)) == 8


def test_a_page_of_pictures_is_drawn_while_one_waits(sandbox: Sandbox) -> None:
    began = time.monotonic()
    for number in range(20):
        picture(sandbox, f"https://i.ytimg.com/vi/{cast.CHALK_AND_PROOF.video(number)}/mqdefault.jpg")
    assert time.monotonic() - began < 10  # 60 ms each on a machine that does nothing else
