"""What may name a page. Pure.

Only a–z, 0–9 and hyphens, so that no two addresses look the same in any script; names of our own pages, and what passes
for one at a glance (`adm1n`, `set-tings`), are taken.
"""

import re
import unicodedata

from vitrine.accounts.types import RESERVED_SLUGS
from vitrine.lib.errors import ValidationFailedError

LEAST, MOST = 2, 40  # characters; the column holds as many
_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "7": "t", "-": None})


def checked(wish: str) -> str:
    """`wish` as the name of a page: trimmed, in lower case. Raises ValidationFailedError with the sentence."""
    slug = wish.strip().removeprefix("@")
    for letter in slug[: MOST + 1]:
        if not letter.isascii() or not letter.isprintable():
            raise _refused(_stranger(letter))
    slug = slug.lower()
    if not LEAST <= len(slug) <= MOST:
        raise _refused(f"An address has {LEAST} to {MOST} characters.")
    if not _FORM.fullmatch(slug):
        raise _refused("An address is made of a–z, 0–9 and single hyphens between them.")
    if slug.isdigit():
        raise _refused("An address has at least one letter, so that nobody takes it for a number.")
    if is_reserved(slug):
        raise _refused(f"“{slug}” is, or looks like, the address of one of our own pages.")
    return slug


def is_reserved(slug: str) -> bool:
    """Whether it names one of our own pages, or could be taken for one."""
    return slug in RESERVED_SLUGS or skeleton(slug) in _TAKEN


def skeleton(slug: str) -> str:
    """`slug` with what looks alike made the same: hyphens out, digits as letters, `rn` as `m`, `vv` as `w`."""
    return slug.translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def from_words(words: str) -> str:
    """Any words as a slug that would be taken but for who has it already: never reserved, never too short."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-") or "maker"
    return f"{base}-works" if len(base) < LEAST or base.isdigit() or is_reserved(base) else base


def _stranger(letter: str) -> str:
    """Why this character is not for addresses; a letter that only looks like one of ours is named."""
    name = unicodedata.name(letter, "")
    if unicodedata.category(letter).startswith("L") and name:
        return f"“{letter}” is a {name.lower()}. Addresses keep to a–z, so that none can be mistaken for another."
    return "An address is made of a–z, 0–9 and hyphens: no signs, no emoji."


def _refused(sentence: str) -> ValidationFailedError:
    return ValidationFailedError(sentence, detail={"field": "slug"})


_TAKEN = frozenset(skeleton(word) for word in RESERVED_SLUGS)
