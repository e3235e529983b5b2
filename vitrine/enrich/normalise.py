"""Text → words between single spaces, so that a pattern with a space at each end matches whole words only.

C++, C#, .NET and Node.js stay words; addresses and timestamps become marks that the passes can see; emoji,
mathematical alphabets and full-width letters become what they stand for; runs of a script written without spaces
are set apart, so that Latin names inside them are words too.
"""

import re
import unicodedata
from functools import lru_cache

REMEMBERED = 16_384  # names; the tags of a channel are the same few, over and over
LINK, STAMP, BREAK = "\x01", "\x02", "|"

# Paths of bare addresses (instagram.com/rust) are cut off at these endings only: Node.js/Express are two words.
# Each expression begins with letters of its own, which lets `re` skip to them: ten times faster than an alternative.
_ADDRESS = re.compile(r"https?:/\S+")
_HOST = re.compile(r"www\.\S+")
_PATH = re.compile(r"\.(?<=\w\.)(?:com|io|org|co|gg|tv|me|ly|to|app|ee|link|gl|store|shop|fm|be|us|uk|de|fr)/\S*")
_HANDLE = re.compile(r"@[\w./-]+")
_STAMP = re.compile(r":(?<=[0-9]:)[0-9][0-9]\b")  # of 1:02:03 the hour stays, and says nothing to anybody
_FOREIGN_PUNCTUATION = re.compile(r"[^\w\s\x00-\x7f]+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")  # what most names are, and what needs no work
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_LINKED = f" {LINK} "
_KEPT = ".#" + LINK + STAMP
# Bytes, because bytes.translate takes the same few microseconds whether or not the text is ASCII.
# Combining marks belong to their letter, in Hindi, Thai and Arabic above all; all other signs set words apart.
_MARKS = frozenset({"Mn", "Mc"})
_SPACED = {ord(c): " " for c in map(chr, range(128)) if not c.isalnum() and c not in _KEPT} | {ord("\n"): BREAK}
_ASCII = bytes(range(128)).decode().translate(_SPACED).encode() + bytes(range(128, 256))


def padded(text: str) -> str:
    """`text` normalised, case kept, with one space at each end and between words, and BREAK for each end of line."""
    if "/" in text or "www." in text:
        text = _PATH.sub(_LINKED, _HOST.sub(_LINKED, _ADDRESS.sub(_LINKED, text)))
    if "@" in text:
        text = _HANDLE.sub(" ", text)
    if ":" in text:
        text = _STAMP.sub(f" {STAMP} ", text)
    if not text.isascii():
        text = _plain(text)
    text = text.replace("++", "pp").encode("utf-8", "replace").translate(_ASCII).decode()
    text = f" {text} ".replace(BREAK, f" {BREAK} ").replace(". ", " ").replace(" #", " ")
    return " ".join(["", *text.split(), ""])


@lru_cache(maxsize=REMEMBERED)
def phrase(name: str) -> str:
    """A pattern for `name`: as it stands in lower-cased padded text, with a space at each end unless in CJK."""
    if _PLAIN.fullmatch(name):
        return f" {name} "
    pattern = lowered(padded(name))
    if pattern.strip() and not _UNSPACED_RUN.sub("", pattern).strip():
        return pattern.strip()
    return pattern


@lru_cache(maxsize=REMEMBERED)
def spoken(name: str) -> str:
    """`name` as it is said in lower-cased padded text."""
    return padded(name).lower()


def lowered(text: str) -> str:
    """Lower case, index by index the same letters."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=REMEMBERED)
def slugify(name: str) -> str:
    """Letters and digits of any script, joined by hyphens, at most 60 characters."""
    name = unicodedata.normalize("NFKC", name).lower().replace("++", "pp").replace("c#", "csharp").replace("'", "")
    letters = "".join(c if c.isalnum() or unicodedata.category(c) in _MARKS else " " for c in name)
    return "-".join(letters.split())[:60].strip("-")


def _plain(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _FOREIGN_PUNCTUATION.sub(_apart, text)
    return _UNSPACED_RUN.sub(r" \g<0> ", text)


def _apart(match: re.Match[str]) -> str:
    return "".join(c if unicodedata.category(c) in _MARKS else " " for c in match.group())
