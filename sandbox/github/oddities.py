"""READMEs that no person would write by hand into a file: huge ones, broken ones."""

from collections.abc import Callable

from .world import Repo

HUGE = frozenset({"huge", "long"})


def huge(repo: Repo) -> bytes:
    """20 MB of Markdown."""
    return _repeated(repo, 20 * 1024 * 1024)


def long(repo: Repo) -> bytes:
    """900 kB: more than a page shows, less than the 1 MB up to which GitHub sends content as JSON."""
    return _repeated(repo, 900 * 1024)


def broken_utf8(repo: Repo) -> bytes:
    """Latin-1 in the middle, a lone surrogate, a sequence cut at the end."""
    text = f"# {repo.name}\n\nSharpening notes, saved by three editors over twenty years.\n\n"
    return (
        text.encode()
        + b"Gr\xfc\xdfe aus der Werkstatt, 40\xb0 und \xed\xa0\x80 so weiter.\n\n- caf\xe9\n- fine\n\xe2\x82"
    )


def blank(_repo: Repo) -> bytes:
    return b""


def _repeated(repo: Repo, size: int) -> bytes:
    head = f"# {repo.name}\n\n{repo.description}\n\n".encode()
    row = b"| birch-ply-12 | 41 % | 140 mm | 23 | held |\n"
    table = b"| board | humidity | radius | cuts | |\n|---|---|---|---|---|\n"
    return (head + table + row * (size // len(row)))[:size]


TEXTS: dict[str, Callable[[Repo], bytes]] = {"huge": huge, "long": long, "broken_utf8": broken_utf8, "blank": blank}
