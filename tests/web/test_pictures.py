"""The picture endpoint: signed, resized, kept, and fetched through the one door from a server over real HTTP."""

import io
import re
import struct
import zlib
from collections.abc import Callable

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.web.gallery import README_HOST, Gallery, drawn
from tests.web.portfolios import film, hang, person
from vitrine.catalog.models import Project
from vitrine.portfolio import pictures


def letterboxed() -> bytes:
    """As YouTube makes 4:3 thumbnails of 16:9 films: 480 x 360 with a black bar of 45 above and below."""
    image = Image.new("RGB", (480, 360), (0, 0, 0))
    image.paste((200, 60, 20), (0, 45, 480, 315))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def cover(gallery: Gallery, db: None) -> Callable[..., Project]:
    def make(body: bytes) -> Project:
        url = gallery.show("/vi/a/maxresdefault.jpg", body)
        return hang(person("wren"), [film(person("w2"), 1, image_url=url, image_colour="")])[0]

    return make


def size(body: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(body)).size


def at(name: str, width: int = 320) -> str:
    return pictures.address(name, width)


def test_a_cover_comes_in_the_width_asked_for_as_webp(client: Client, cover: Callable[..., Project]) -> None:
    project = cover(drawn(1280, 720))
    response = client.get(at(pictures.cover(project.pk, project.image_url)), headers={"Accept": "image/webp,*/*"})
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert size(response.content) == (320, 180)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept" in response["Vary"]
    assert not response.cookies


def test_who_cannot_read_webp_gets_jpeg(client: Client, cover: Callable[..., Project]) -> None:
    project = cover(drawn(1280, 720))
    response = client.get(at(pictures.cover(project.pk, project.image_url)), headers={"Accept": "image/png,image/jpeg"})
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(response.content)).format == "JPEG"


def test_the_black_bars_are_cut_off(client: Client, cover: Callable[..., Project]) -> None:
    project = cover(letterboxed())
    response = client.get(at(pictures.cover(project.pk, project.image_url), 480))
    image = Image.open(io.BytesIO(response.content)).convert("RGB")
    assert image.size == (480, 270)
    corner = image.getpixel((2, 2))
    assert isinstance(corner, tuple)
    assert corner[0] > 150


def test_nothing_is_made_larger_than_it_was(client: Client, cover: Callable[..., Project]) -> None:
    project = cover(drawn(400, 225))
    response = client.get(at(pictures.cover(project.pk, project.image_url), 1280))
    assert size(response.content) == (400, 225)


def test_the_colour_of_the_case_is_found_once(client: Client, cover: Callable[..., Project]) -> None:
    project = cover(drawn(1280, 720))
    client.get(at(pictures.cover(project.pk, project.image_url)))
    project.refresh_from_db()
    assert re.fullmatch(r"#[0-9a-f]{6}", project.image_colour)
    Project.objects.update(image_colour="#000001")
    client.get(at(pictures.cover(project.pk, project.image_url), 640))
    project.refresh_from_db()
    assert project.image_colour == "#000001"


def test_upstream_is_asked_once_for_all_widths(client: Client, cover: Callable[..., Project], gallery: Gallery) -> None:
    project = cover(drawn(1280, 720))
    for width in (160, 320, 640, 640):
        assert client.get(at(pictures.cover(project.pk, project.image_url), width)).status_code == 200
    assert len(gallery.visits) == 1


def test_a_kept_picture_needs_no_upstream_and_no_database(
    client: Client, cover: Callable[..., Project], gallery: Gallery, django_assert_num_queries: Callable[..., object]
) -> None:
    project = cover(drawn(1280, 720))
    address = at(pictures.cover(project.pk, project.image_url))
    client.get(address)
    gallery.shown.clear()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]  # pytest-django's own context manager
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "name", ["p1", "p1.x", "p1.AAAAAAAAAAAAAAAAAAAAAA", "uaHR0cDovL2E.AAAAAAAAAAAAAAAAAAAAAA", "x.y"]
)
def test_what_we_never_signed_is_not_fetched(client: Client, gallery: Gallery, db: None, name: str) -> None:
    assert client.get(f"/picture/{name}/320").status_code == 404
    assert gallery.visits == []


def test_a_signature_holds_for_its_own_address_only(
    client: Client, cover: Callable[..., Project], gallery: Gallery
) -> None:
    project = cover(drawn(1280, 720))
    name = pictures.cover(project.pk, project.image_url)
    Project.objects.update(image_url=gallery.show("/other.jpg", drawn(640, 360)))
    assert client.get(at(name)).status_code == 404
    assert gallery.visits == []


@pytest.mark.parametrize("width", [0, 1, 321, 99999])
def test_only_the_widths_of_the_ladder_are_made(client: Client, cover: Callable[..., Project], width: int) -> None:
    project = cover(drawn(1280, 720))
    assert client.get(at(pictures.cover(project.pk, project.image_url), width)).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"<html>no</html>", 200), (drawn(64, 64)[:200], 200), (b"gone", 404), (b"broken", 500)],
)
def test_what_cannot_be_had_leaves_a_quiet_drawing(
    client: Client, cover: Callable[..., Project], gallery: Gallery, body: bytes, status: int
) -> None:
    project = cover(body)
    gallery.show("/vi/a/maxresdefault.jpg", body, status)
    response = client.get(at(pictures.cover(project.pk, project.image_url)))
    assert (response.status_code, response["Content-Type"]) == (404, "image/svg+xml")
    assert response["Cache-Control"] == "public, max-age=60"
    visits = len(gallery.visits)
    client.get(at(pictures.cover(project.pk, project.image_url)))
    assert len(gallery.visits) == visits, "a failure is remembered for a while"


def test_a_bomb_is_refused_before_it_opens(client: Client, cover: Callable[..., Project]) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    project = cover(png + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")))
    assert client.get(at(pictures.cover(project.pk, project.image_url))).status_code == 404


def test_a_picture_in_running_text_keeps_its_shape(client: Client, gallery: Gallery, db: None) -> None:
    gallery.shown["/wide.png"] = (200, drawn(900, 200, "PNG"), "image/png")
    response = client.get(at(pictures.signed(f"https://{README_HOST}/wide.png"), 480))
    assert size(response.content) == (480, 107)


def test_a_missing_picture_in_running_text_lets_its_words_show(client: Client, gallery: Gallery, db: None) -> None:
    response = client.get(at(pictures.signed(f"https://{README_HOST}/none.png"), 480))
    assert (response.status_code, response.content) == (404, b"")


def test_a_face_is_cut_square(client: Client, gallery: Gallery, db: None) -> None:
    url = gallery.show("/face.jpg", drawn(800, 600))
    assert size(client.get(at(pictures.portrait(url), 160)).content) == (160, 160)


def test_a_foreign_svg_can_run_and_load_nothing(client: Client, gallery: Gallery, db: None) -> None:
    gallery.shown["/badge.svg"] = (
        200,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "image/svg+xml",
    )
    response = client.get(at(pictures.signed(f"https://{README_HOST}/badge.svg"), 480))
    assert response["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "http://169.254.169.254/latest/", "http://[::1]/x.png"])
def test_an_address_inside_is_refused_at_the_door(client: Client, gallery: Gallery, db: None, url: str) -> None:
    assert client.get(at(pictures.signed(url), 480)).status_code == 404


def test_the_folder_stays_under_its_limit(gallery: Gallery, settings: Settings, db: None, client: Client) -> None:
    for number in range(6):
        url = gallery.show(f"/{number}.png", drawn(600, 400, "PNG", (number * 40, 10, 10)))
        client.get(at(pictures.signed(url), 480))
    folder = settings.HOME / "cache" / "pictures"
    before = sum(file.stat().st_size for file in folder.glob("*/*"))
    left = pictures.make_room(before // 2)
    assert 0 < left <= before // 2
    assert left == sum(file.stat().st_size for file in folder.glob("*/*"))
