"""Which Ref an address of GitHub gives, as a table."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.lib.errors import InvalidURLError
from vitrine.platforms import registry
from vitrine.platforms.github.urls import RESERVED, recognise
from vitrine.platforms.types import Ref

KERF = Ref("github", "repository", "hallowaybench/kerf", "https://github.com/hallowaybench/kerf", by="name")
BENCH = Ref("github", "user", "hallowaybench", "https://github.com/hallowaybench", by="name")

SPELLINGS_OF_KERF = [
    "https://github.com/hallowaybench/kerf",
    "http://github.com/hallowaybench/kerf",
    "github.com/hallowaybench/kerf",
    "//github.com/hallowaybench/kerf",
    "www.github.com/hallowaybench/kerf",
    "https://www.github.com/hallowaybench/kerf",
    "https://m.github.com/hallowaybench/kerf",
    "HTTPS://GITHUB.COM/HallowayBench/Kerf",
    "GitHub.com/HALLOWAYBENCH/KERF",
    "  https://github.com/hallowaybench/kerf\n",
    "https://github.com/hallowaybench/kerf/",
    "https://github.com//hallowaybench//kerf//",
    "https://github.com./hallowaybench/kerf",
    "https://github.com:443/hallowaybench/kerf",
    "http://github.com:80/hallowaybench/kerf",
    "github.com:443/hallowaybench/kerf",
    "https://github.com/hallowaybench/kerf.git",
    "https://github.com/hallowaybench/kerf.GIT",
    "https://github.com/hallowaybench/kerf.git/",
    "https://github.com/hallowaybench/kerf.wiki.git",
    "https://github.com/hallowaybench/kerf?tab=readme-ov-file",
    "https://github.com/hallowaybench/kerf?tab=readme-ov-file#install",
    "https://github.com/hallowaybench/kerf#readme",
    "https://github.com/hallowaybench/kerf/#readme",
    "https://github.com/hallowaybench/kerf/tree/main",
    "https://github.com/hallowaybench/kerf/tree/feature/curves/src",
    "https://github.com/hallowaybench/kerf/blob/main/docs/solid-wood.md#L10-L20",
    "https://github.com/hallowaybench/kerf/raw/main/kerf.png",
    "https://github.com/hallowaybench/kerf/edit/main/README.md",
    "https://github.com/hallowaybench/kerf/blame/main/README.md",
    "https://github.com/hallowaybench/kerf/issues",
    "https://github.com/hallowaybench/kerf/issues/12",
    "https://github.com/hallowaybench/kerf/issues?q=is%3Aopen+label%3Abug",
    "https://github.com/hallowaybench/kerf/pull/34/files",
    "https://github.com/hallowaybench/kerf/pulls",
    "https://github.com/hallowaybench/kerf/discussions/5",
    "https://github.com/hallowaybench/kerf/releases",
    "https://github.com/hallowaybench/kerf/releases/tag/v2.3.0",
    "https://github.com/hallowaybench/kerf/archive/refs/heads/main.zip",
    "https://github.com/hallowaybench/kerf/commit/4f1c9ae",
    "https://github.com/hallowaybench/kerf/commits/main",
    "https://github.com/hallowaybench/kerf/compare/v1...v2",
    "https://github.com/hallowaybench/kerf/actions/runs/1",
    "https://github.com/hallowaybench/kerf/wiki/Boards",
    "https://github.com/hallowaybench/kerf/stargazers",
    "https://github.com/hallowaybench/kerf/settings",
    "https://github.com/hallowaybench/kerf/graphs/contributors",
    "https://github.com/halloway%62ench/kerf",
    "git@github.com:hallowaybench/kerf.git",
    "git@github.com:HallowayBench/kerf",
    "github.com:hallowaybench/kerf.git",
    "ssh://git@github.com/hallowaybench/kerf",
    "ssh://git@github.com:22/hallowaybench/kerf.git",
    "git://github.com/hallowaybench/kerf.git",
    "git+https://github.com/hallowaybench/kerf.git",
    "git+https://github.com/hallowaybench/kerf.git@v2#egg=kerf",
    "git+ssh://git@github.com/hallowaybench/kerf.git",
    "https://git@github.com/hallowaybench/kerf.git",
    "https://raw.githubusercontent.com/hallowaybench/kerf/main/README.md",
    "https://raw.githubusercontent.com/hallowaybench/kerf/refs/heads/main/img/kerf.png",
    "https://raw.github.com/hallowaybench/kerf/main/README.md",
    "https://media.githubusercontent.com/media/hallowaybench/kerf/main/kerf.stl",
    "https://codeload.github.com/hallowaybench/kerf/zip/refs/heads/main",
    "https://api.github.com/repos/hallowaybench/kerf",
    "https://api.github.com/repos/hallowaybench/kerf/languages",
    "https://github.dev/hallowaybench/kerf/blob/main/README.md",
]

SPELLINGS_OF_BENCH = [
    "https://github.com/hallowaybench",
    "github.com/HallowayBench/",
    "www.github.com/hallowaybench?tab=repositories",
    "https://github.com/hallowaybench#js-pjax",
    "https://github.com/orgs/hallowaybench",
    "https://github.com/orgs/HallowayBench/repositories?type=source",
    "https://github.com/orgs/hallowaybench/people",
    "https://github.com/users/hallowaybench/projects/1",
    "https://github.com/sponsors/hallowaybench",
    "https://api.github.com/users/hallowaybench",
    "https://api.github.com/orgs/hallowaybench/repos",
]

OTHER_NAMES = [
    ("github.com/a/b", "a/b"),
    ("github.com/a-b/c_d.e-f", "a-b/c_d.e-f"),
    ("github.com/a/.github", "a/.github"),
    ("github.com/a/-", "a/-"),
    ("github.com/a/a.github.io", "a/a.github.io"),
    ("github.com/wren_acme/kerf", "wren_acme/kerf"),
    ("github.com/old-/kerf", "old-/kerf"),
    ("github.com/a/settings", "a/settings"),
    ("github.com/settings-app/x", "settings-app/x"),
    ("github.com/a/b.git.git", "a/b.git"),
    (f"github.com/{'a' * 39}/{'b' * 100}", f"{'a' * 39}/{'b' * 100}"),
]

NOT_OURS = [
    "",
    " ",
    "hallowaybench/kerf",
    "kerf",
    "@hallowaybench",
    "wren@github.com",
    "mailto:wren@github.com",
    "javascript:alert(document.domain)",
    "https://youtube.com/watch?v=abcdefghijk",
    "https://gitlab.com/a/b",
    "https://codeberg.org/a/b",
    "https://hallowaybench.github.io/kerf",
    "https://github.company.com/a/b",
    "https://github.blog/2026-03-12-rest",
    "https://example.org/?u=https://github.com/a/b",
    "https://example.org/github.com/a/b",
    "https://github.com\\@evil.io/a/b",
    "https://[::1",
    "https://github.com:port/a/b",
    "look at https://github.com/a/b",
    "https://",
    "://github.com/a/b",
    "x" * 100_000,
]

REFUSED = [
    ("https://github.com", "front page"),
    ("github.com/", "front page"),
    ("https://www.github.com/?q=1", "front page"),
    ("https://github.com/settings/profile", "own pages"),
    ("https://github.com/marketplace/actions/x", "own pages"),
    ("https://github.com/explore", "own pages"),
    ("https://github.com/topics/woodworking", "own pages"),
    ("https://github.com/features/actions", "own pages"),
    ("https://github.com/trending/python", "own pages"),
    ("https://github.com/search?q=kerf", "own pages"),
    ("https://github.com/login?return_to=%2Fa%2Fb", "own pages"),
    ("https://github.com/Stars/wren/lists/wood", "own pages"),
    ("https://github.com/orgs", "own pages"),
    ("https://github.com/sponsors", "own pages"),
    ("https://gist.github.com/wren/0123456789abcdef", "Gists"),
    ("https://gist.githubusercontent.com/wren/0123/raw/a.py", "Gists"),
    ("https://docs.github.com/en/rest", "GitHub's own sites"),
    ("https://avatars.githubusercontent.com/u/1?v=4", "GitHub's own sites"),
    ("https://api.github.com/repositories/1000", "API"),
    ("https://api.github.com/", "API"),
    ("https://raw.githubusercontent.com/hallowaybench", "no repository"),
    ("https://media.githubusercontent.com/", "no repository"),
    ("https://notgithub.com/a/b", "only looks like"),
    ("https://github.com.evil.io/a/b", "only looks like"),
    ("https://github.com-evil.io/a/b", "only looks like"),
    ("https://api.github.com.evil.io/repos/a/b", "only looks like"),
    ("https://xraw.githubusercontent.com.evil.io/a/b", "only looks like"),
    ("https://g\N{LATIN SMALL LETTER DOTLESS I}thub.com/a/b", "only looks like"),
    ("https://g\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}thub.com/a/b", "only looks like"),
    ("https://g1thub.c0m/a/b", "only looks like"),
    ("https://xn--gthub-n4a.com/a/b", "only looks like"),
    ("https://\N{FULLWIDTH LATIN SMALL LETTER G}ithub.com/a/b", "only looks like"),
    ("https://wren:secret@github.com/a/b", "user name or password"),
    ("https://wren@github.com/a/b", "user name or password"),
    ("https://evil.io@github.com/a/b", "user name or password"),
    ("wren@github.com:a/b.git", "user name or password"),
    ("https://github.com:8443/a/b", "port 8443"),
    ("http://github.com:443/a/b", "port 443"),
    ("github.com:22/a/b", "port 22"),
    ("ftp://github.com/a/b", "ftp://"),
    ("file://github.com/a/b", "file://"),
    ("https://github.com/-wren/kerf", "people or organisations"),
    ("https://github.com/wren.png", "people or organisations"),
    (f"https://github.com/{'a' * 40}", "people or organisations"),
    ("https://github.com/w%2Fren/kerf", "people or organisations"),
    ("https://github.com/orgs/a.b", "people or organisations"),
    ("https://github.com/wren/..", "a repository on GitHub can have"),
    ("https://github.com/wren/.git", "a repository on GitHub can have"),
    ("https://github.com/wren/k%C3%A9rf", "a repository on GitHub can have"),
    ("https://github.com/wren/ke%00rf", "a repository on GitHub can have"),
    (f"https://github.com/wren/{'a' * 101}", "a repository on GitHub can have"),
]


@pytest.mark.parametrize("text", SPELLINGS_OF_KERF)
def test_every_spelling_of_a_repository_gives_one_ref(text: str) -> None:
    assert recognise(text) == KERF


@pytest.mark.parametrize("text", [*SPELLINGS_OF_KERF, *SPELLINGS_OF_BENCH])
def test_no_spelling_is_lost_on_the_way_to_github(text: str) -> None:
    assert registry.recognise(text) == recognise(text)


@pytest.mark.parametrize("text", SPELLINGS_OF_BENCH)
def test_every_spelling_of_an_account_gives_one_ref(text: str) -> None:
    assert recognise(text) == BENCH


@pytest.mark.parametrize(("text", "name"), OTHER_NAMES)
def test_all_names_that_github_gives_are_read(text: str, name: str) -> None:
    ref = recognise(text)
    assert ref is not None
    assert (ref.kind, ref.id, ref.url) == ("repository", name, f"https://github.com/{name}")


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_does_not_speak_of_github_is_left_to_others(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidURLError) as caught:
        recognise(text)
    assert reason in caught.value.sentence


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_page_of_github_itself_is_taken_for_an_account(name: str) -> None:
    for text in (f"https://github.com/{name}", f"github.com/{name.upper()}/something"):
        with pytest.raises(InvalidURLError, match="own pages"):
            recognise(text)


PIECES = st.sampled_from(
    ["https://", "ssh://", "git@", "www.", "github.com", "api.", "raw.githubusercontent.com", "gist.", ":", "/", "//",
     "@", "?", "#", "%", "%2F", "%00", "\\", "..", ".git", "orgs", "repos", "wren", "kerf", "[", "]", ":443", "xn--",
     "\N{FULLWIDTH SOLIDUS}", "\N{CARE OF}", "\0", " ", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)))
def test_whatever_is_typed_gives_a_ref_or_nothing_or_a_reason(text: str) -> None:
    with suppress(InvalidURLError):
        ref = recognise(text)
        assert ref is None or recognise(ref.url) == ref
