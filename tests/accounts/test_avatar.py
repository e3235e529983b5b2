"""A portrait that somebody brings. Over HTTP, from the upload to the picture that visitors get."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.support.signing_in import signed_in
from vitrine.accounts.models import User

HERE = "/settings/avatar/"


def picture(size: tuple[int, int] = (900, 600), form: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 60, 20)).save(out, form, **how)
    return out.getvalue()


def bring(user: User, content: bytes, name: str = "me.jpg") -> tuple[int, str]:
    answer = signed_in(user).post(HERE, {"do": "keep", "avatar": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def kept() -> list[str]:
    return default_storage.listdir("avatars")[1] if default_storage.exists("avatars") else []


def stored(user: User) -> Image.Image:
    user.refresh_from_db()
    assert user.avatar_url.startswith("media:avatars/")
    return Image.open(io.BytesIO(default_storage.open(user.avatar_url.removeprefix("media:")).read()))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_is_made_anew_as_a_square(alice: User, form: str) -> None:
    assert bring(alice, picture(form=form))[0] == 302
    made = stored(alice)
    assert (made.format, made.size) == ("WEBP", (512, 512))


def test_nothing_of_the_file_is_kept_but_the_picture(alice: User) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif, icc_profile=b"profile-of-a-camera", comment=b"secret comment")
    assert bring(alice, content)[0] == 302
    made = stored(alice)
    raw = default_storage.open(alice.avatar_url.removeprefix("media:")).read()
    assert not made.getexif()
    assert {"icc_profile", "exif", "xmp", "comment"}.isdisjoint(made.info)
    assert b"home" not in raw
    assert b"camera" not in raw


def test_a_picture_stands_upright(alice: User) -> None:
    upright = Image.new("RGB", (100, 200), "white")
    upright.paste("black", (0, 0, 100, 100))
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by 90° clockwise
    out = io.BytesIO()
    upright.rotate(90, expand=True).save(out, "JPEG", exif=turned, quality=95)
    bring(alice, out.getvalue())
    upper, _ = stored(alice).convert("L").crop((0, 0, 512, 120)).getextrema()
    _, lower = stored(alice).convert("L").crop((0, 400, 512, 512)).getextrema()
    assert (upper, lower) == (0, 255)


def test_visitors_get_it_from_our_own_address(client: Client, alice: User) -> None:
    bring(alice, picture())
    page = client.get("/alice/").content.decode()
    address = re.search(r'src="(/picture/a[^"]+)"', page)
    assert address is not None
    answer = client.get(address[1], headers={"Accept": "image/webp"})
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size[0] == Image.open(io.BytesIO(answer.content)).size[1]


def animated() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that would take 400 megapixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Choose a picture first."),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "An SVG is a small program"),
        (b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "An SVG is a small program"),
        (b"GIF89a and then nothing", "no picture that we can read"),
        (b"%PDF-1.7", "no picture that we can read"),
        (b"<html><script>alert(1)</script>", "no picture that we can read"),
        (picture()[:400], "no picture that we can read"),
        (b"\xff" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
    ],
    ids=["nothing", "svg", "xml", "half a gif", "pdf", "html", "cut", "heavy"],
)
def test_what_is_no_portrait_is_refused_in_words(alice: User, content: bytes, why: str) -> None:
    status, said = bring(alice, content)
    assert (status, why in said) == (422, True)
    assert kept() == []


def test_a_picture_that_moves_is_refused(alice: User) -> None:
    status, said = bring(alice, animated(), "me.gif")
    assert (status, "This picture moves" in said) == (422, True)


def test_a_pixel_bomb_is_refused_before_it_is_opened(alice: User) -> None:
    content = bomb()
    assert len(content) < 200_000
    status, said = bring(alice, content, "me.png")
    assert (status, "million pixels" in said) == (422, True)


def test_the_name_of_a_file_says_nothing(alice: User) -> None:
    assert bring(alice, picture(form="PNG"), "../../evil.svg")[0] == 302
    assert all(Path(name).suffix == ".webp" and "evil" not in name for name in kept())


def test_a_new_portrait_takes_the_place_of_the_former_one(alice: User) -> None:
    bring(alice, picture())
    bring(alice, picture((300, 300), "PNG"))
    assert len(kept()) == 1
    signed_in(alice).post(HERE, {"do": "drop"})
    alice.refresh_from_db()
    assert (alice.avatar_url, kept()) == ("", [])


def test_nobody_brings_a_portrait_unasked(client: Client, alice: User) -> None:
    answer = client.post(HERE, {"do": "keep", "avatar": SimpleUploadedFile("me.jpg", picture())})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
