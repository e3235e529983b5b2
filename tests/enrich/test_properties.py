# ruff: noqa: RUF001 - that letters look alike is what some of these are about
"""What holds for every text: it never raises, it is the same each time, it is bounded, and it is linear enough."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.enrich.samples import SAMPLES
from vitrine.enrich import Label, Labels, Text, enrich
from vitrine.enrich.automaton import machine
from vitrine.enrich.normalise import lowered, padded

WORDS = st.sampled_from([
    "Go", "Rust", "C++", "C#", ".NET", "Node.js", "#rust", "@rust", "router", "oak", "|", "\n", "\n\n",
    "use code", "0:00",
    "https://x.org/rust", "subscribe", "Vue 3", "İstanbul", "𝗣𝘆𝘁𝗵𝗼𝗻", "🔥", "机器学习",
    "#機械学習", "हिन्दी", "vs", "and", "\x01",
    "\ud800", "\u2028", "ﷺ", "tutorial", "3D", "'", "…", "www.", "http://", "a.com/b", "ẞ", "ǆ",
])  # fmt: skip
PROSE = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join))
TEXTS = st.builds(
    Text,
    type=st.sampled_from(["video", "github_repo", "article", ""]),
    title=PROSE,
    description=PROSE,
    tags=st.lists(PROSE, max_size=6).map(tuple),
    languages=st.dictionaries(
        st.sampled_from(["Rust", "HCL", "C", "Nope", ""]), st.integers(min_value=-5, max_value=10**12)
    ),
    body=PROSE,
    topics=st.lists(PROSE, max_size=4).map(tuple),
)


def every(labels: Labels) -> tuple[Label, ...]:
    return labels.tools + labels.categories + labels.topics


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_any_text_gives_bounded_labels_the_same_each_time(text: Text) -> None:
    labels = enrich(text)
    assert labels == enrich(text)
    assert (len(labels.tools) <= 8, len(labels.categories) <= 3, len(labels.topics) <= 10) == (True, True, True)
    for some in (labels.tools, labels.categories, labels.topics):
        assert len({label.slug for label in some}) == len(some)
        assert [label.weight for label in some] == sorted((label.weight for label in some), reverse=True)
    assert all(0 < label.weight < 1 and label.name.strip() and 0 < len(label.slug) <= 60 for label in every(labels))
    assert labels.language == "" or len(labels.language) == 2


@settings(max_examples=250, deadline=None)
@given(PROSE)
def test_padded_text_has_single_spaces_and_one_lower_case_letter_for_each(text: str) -> None:
    whole = padded(text)
    assert whole[0] == whole[-1] == " "
    assert "   " not in whole
    assert len(lowered(whole)) == len(whole)


def test_an_empty_work_has_no_labels() -> None:
    assert enrich(Text("video", "")) == Labels()


def test_many_threads_see_what_one_sees() -> None:
    alone = [enrich(sample.text) for sample in SAMPLES]
    seen: list[list[Labels]] = []
    threads = [threading.Thread(target=lambda: seen.append([enrich(s.text) for s in SAMPLES])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [alone] * 4


def test_threads_that_start_together_get_one_automaton() -> None:
    asked = """
import threading
from vitrine.enrich.automaton import machine
gate, seen = threading.Barrier(6), []
def ask():
    gate.wait()
    seen.append(id(machine()))
threads = [threading.Thread(target=ask) for _ in range(6)]
[t.start() for t in threads]
[t.join() for t in threads]
print(len(seen), len(set(seen)))
"""
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["6", "1"]


def test_the_same_in_another_process_whatever_the_hash_seed() -> None:
    asked = """
from vitrine.enrich import Text, enrich
print(enrich(Text("video", "Go vs Rust vs Zig", "oak table saw", ("wood", "oak", "rust"))))
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


HOSTILE: Mapping[str, str] = {
    "doubtful names": "Go Rust Swift Express Spring " * 4_000,
    "sponsors": "use code\n" * 3_000,
    "addresses": "http://http://" * 2_000,
    "hashtags": "#a1 " * 6_000,
    "points": ".com/" * 5_000,
    "one word": "x" * 30_000,
    "expanding letters": "ﷺ" * 20_000,
}


@pytest.mark.parametrize("description", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(description: str) -> None:
    """A real one takes half a millisecond; a second would mean that time grows faster than the text."""
    machine()
    start = time.process_time()
    enrich(Text("video", description, description, (description,) * 300, body=description))
    assert time.process_time() - start < 1.0


def test_only_the_beginning_of_a_body_is_read() -> None:
    assert enrich(Text("github_repo", "x", body="word " * 4_000 + "Kubernetes " * 50)).tools == ()
