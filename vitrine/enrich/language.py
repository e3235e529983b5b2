"""In what language the text is, by script and function words.

Our own small thing, because none of the libraries fits: langdetect is unmaintained, slow and random by default,
pycld2 and fasttext need compilers or a model of megabytes, lingua takes hundreds of megabytes. Titles are short and
full of names; a hundred function words a language and the honest answer "unsure" serve better here.
"""

import re

from .scan import Scan

WORDS = 400  # of the text that are looked at
LETTERS = 2_000
FEWEST = 3  # letters of a foreign script
SURE = 2  # function words, all different
LEAD = 0.15  # of the best, over the second
SCRIPTS = {
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af\u1100-\u11ff", "zh": "\u3400-\u9fff", "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff", "hi": "\u0900-\u097f", "bn": "\u0980-\u09ff", "ta": "\u0b80-\u0bff", "th": "\u0e00-\u0e7f",
    "el": "\u0370-\u03ff", "ru": "\u0400-\u04ff",
}  # fmt: skip
_SCRIPT = {code: re.compile(f"[{span}]") for code, span in SCRIPTS.items()}
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06cc\u06a9]")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06d2\u06be]")
_UKRAINIAN, _BULGARIAN, _RUSSIAN = re.compile("[іїєґ]"), re.compile("[ъ]"), re.compile("[ыэё]")
DENSE = {"ja": 2.5, "zh": 2.5, "ko": 2.0}  # one of their letters says as much as this many of ours


def language(found: Scan, profiles: dict[str, frozenset[str]]) -> str:
    """ISO 639-1 of title and description, or empty when unsure."""
    sample = found.prose[:LETTERS]
    if not sample.isascii() and (code := _by_script(sample)):
        return code
    return _by_words(frozenset(found.prose.split(" ", WORDS)[:WORDS]), profiles)


def _by_script(sample: str) -> str:
    counts = {code: len(script.findall(sample)) * DENSE.get(code, 1.0) for code, script in _SCRIPT.items()}
    if counts["ja"]:  # Japanese mixes both scripts, Chinese never has kana
        counts["ja"] += counts.pop("zh")
    code = max(counts, key=lambda c: counts[c])
    if counts[code] < FEWEST or counts[code] < 0.5 * len(_LATIN.findall(sample)):
        return ""
    return {"ru": _cyrillic, "ar": _arabic}.get(code, lambda _: code)(sample)


def _cyrillic(sample: str) -> str:
    if _UKRAINIAN.search(sample) and not _RUSSIAN.search(sample):
        return "uk"
    hard = len(_BULGARIAN.findall(sample))
    return "bg" if hard * 100 > len(sample) and not _RUSSIAN.search(sample) else "ru"


def _arabic(sample: str) -> str:
    if _URDU.search(sample):
        return "ur"
    return "fa" if len(_PERSIAN.findall(sample)) * 20 > len(sample) else "ar"


def _by_words(words: frozenset[str], profiles: dict[str, frozenset[str]]) -> str:
    """The language with the most of its function words there; it must lead, since neighbours share many."""
    counts = sorted(((len(profile & words), code) for code, profile in profiles.items()), reverse=True)
    (most, code), (second, _) = counts[:2]
    return code if most >= SURE and most - second >= max(1, most * LEAD) else ""
