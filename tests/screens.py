"""The pictures in the documentation, and every screen to be looked at.

    python -m tests.screens            docs/screens/*.webp anew, out of a fresh demo
    python -m tests.screens FOLDER     every page at 390 and 1440 px, light and dark, as PNG into FOLDER

Starts `vitrine up` on a data folder of its own and waits until the demo's imports are done. Needs Chromium
(/usr/bin/chromium, or CHROMIUM=…).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.process import ROOT, stopped

DOCS = ROOT / "docs" / "screens"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = 1440, 390
MOST = 150_000  # bytes of a picture in the documentation
LONGEST_WAIT = 120.0  # seconds for the demo's imports
DECODED = "Promise.all([...document.images].filter(i => i.loading != 'lazy').map(i => i.decode().catch(() => 0)))"
DEMO = {"wren": 207, "slowkiln": 50, "nadi": 50}  # works on each page when the imports are done


@dataclass(frozen=True, slots=True)
class Screen:
    """A page to take: `path` after the address, as the demo's creator when `signed_in`, `height` in pixels."""

    name: str
    path: str
    signed_in: bool = False
    height: int = 900


PAGES = (
    Screen("home", "/"),
    Screen("explore", "/explore/"),
    Screen("profile", "/wren/"),
    Screen("profile-repositories", "/wren/?type=github_repo"),
    Screen("work", "/wren/a-three-legged-stool-with-no-screws-no-glue-and-no-straight-lines/"),
    Screen("repository", "/wren/kerf/"),
    Screen("sign-in", "/accounts/login/"),
    Screen("sign-up", "/accounts/signup/"),
    Screen("not-found", "/nobody-of-this-name/"),
    Screen("found", "/import/?url=youtube.com/@chalkandproof"),
    Screen("found-signed-in", "/import/?url=youtube.com/@chalkandproof", signed_in=True),
    Screen("refused", "/import/?url=https://vimeo.com/1"),
    Screen("import", "/import/", signed_in=True),
    Screen("settings", "/settings/", signed_in=True),
    Screen("integrations", "/settings/integrations/", signed_in=True),
    Screen("keys", "/settings/keys/", signed_in=True),
)
IN_DOCS = (
    Screen("profile", "/wren/", height=1500),
    Screen("found", "/import/?url=youtube.com/@chalkandproof", signed_in=True, height=760),
)


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    password: str


@contextmanager
def demo() -> Iterator[Demo]:
    """`vitrine up` with the demo in it, all of it imported."""
    with tempfile.TemporaryDirectory(prefix="vitrine-screens-") as home:
        process = _up(Path(home))
        try:
            yield _ready(process, Path(home))
        finally:
            stopped(process)


def _up(home: Path) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")}
    env = {**kept, "VITRINE_ENV_FILE": os.devnull, "VITRINE_HOME": str(home), "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", "vitrine", "up", "--port", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def _ready(process: "subprocess.Popen[str]", home: Path) -> Demo:
    assert process.stdout is not None
    first = next((line for line in process.stdout if line.startswith("Vitrine is at ")), "")
    if not first:
        raise SystemExit("vitrine up ended before it began")
    password = (home / "demo_password").read_text(encoding="ascii").strip()
    return Demo(first.removeprefix("Vitrine is at ").strip(), password)


def wait_for_works(page: Page, url: str) -> None:
    """Until every page of the demo shows what its imports bring."""
    last = time.monotonic() + LONGEST_WAIT
    for slug, works in DEMO.items():
        while f"{works} works" not in page.goto(f"{url}/{slug}/").text():  # type: ignore[union-attr]  # never None for http
            if time.monotonic() > last:
                raise SystemExit(f"/{slug}/ never came to {works} works")
            time.sleep(0.5)


def sign_in(page: Page, house: Demo) -> None:
    page.goto(f"{house.url}/accounts/login/")
    page.fill("input[name=login]", "wren@example.org")
    page.fill("input[name=password]", house.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("a[href='/settings/']")


def taken(page: Page, url: str, screen: Screen, width: int, *, whole: bool) -> bytes:
    """A PNG of the screen with all its pictures loaded."""
    page.set_viewport_size({"width": width, "height": screen.height})
    page.goto(url + screen.path)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "Promise.all([...document.images].filter(i => i.loading != 'lazy').map(i => i.decode().catch(() => 0)))"
    )
    return page.screenshot(full_page=whole)


def as_webp(png: bytes) -> bytes:
    """The best quality that fits."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in range(90, 20, -5):
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= MOST:
            return out.getvalue()
    raise SystemExit(f"no quality makes this picture smaller than {MOST} bytes")


def for_docs(browser: Browser, house: Demo) -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(color_scheme="light")
    wait_for_works(page, house.url)
    for screen in sorted(IN_DOCS, key=lambda one: one.signed_in):
        if screen.signed_in:
            sign_in(page, house)
        (DOCS / f"{screen.name}.webp").write_bytes(as_webp(taken(page, house.url, screen, WIDE, whole=False)))
        print(f"docs/screens/{screen.name}.webp")


def all_of_them(browser: Browser, house: Demo, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page = browser.new_context(color_scheme=scheme, reduced_motion="reduce").new_page()
        wait_for_works(page, house.url)
        for screen in sorted(PAGES, key=lambda one: one.signed_in):
            if screen.signed_in:
                _signed_in_once(page, house)
            for width in (WIDE, NARROW):
                name = f"{screen.name}-{width}-{scheme}.png"
                (folder / name).write_bytes(taken(page, house.url, screen, width, whole=True))
                print(name)


def _signed_in_once(page: Page, house: Demo) -> None:
    if not any(cookie.get("name") == "vitrine_session" for cookie in page.context.cookies()):
        sign_in(page, house)


def main() -> None:
    with demo() as house, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        if sys.argv[1:]:
            all_of_them(browser, house, Path(sys.argv[1]))
        else:
            for_docs(browser, house)
        browser.close()


if __name__ == "__main__":
    main()
