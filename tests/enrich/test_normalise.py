# ruff: noqa: RUF001 - that letters look alike is what some of these are about
"""Words as the passes see them."""

import pytest

from vitrine.enrich import Text, enrich
from vitrine.enrich.normalise import padded, phrase, slugify


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++, C# and .NET.", " Cpp C# and .NET "),
        ("Node.js/Express", " Node.js Express "),
        ("Vue 3: three.js!", " Vue 3 three.js "),
        ("see https://a.org/rust?x=1 now", " see \x01 now "),
        ("instagram.com/rust", " instagram \x01 "),
        ("mail me@rust.org @swift", " mail me "),
        ("3:20 Docker", " 3 \x02 Docker "),
        ("one\ntwo", " one | two "),
        ("a|b", " a b "),
        ("Blender’s", " Blender s "),
        ("🔥Python🔥", " Python "),
        ("𝗣𝘆𝘁𝗵𝗼𝗻", " Python "),
        ("Ｐｙｔｈｏｎ", " Python "),
        ("使用Python开发", " 使用 Python 开发 "),
        ("Python으로", " Python 으로 "),
        ("#rust", " rust "),
        ("", " "),
    ],
)
def test_padded(text: str, words: str) -> None:
    assert padded(text) == words


def test_a_pattern_in_a_script_without_spaces_has_none() -> None:
    assert (phrase("機械学習"), phrase("Table saw"), phrase("C++")) == ("機械学習", " table saw ", " cpp ")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C++", "cpp"),
        ("C#", "csharp"),
        ("Wood & Co.", "wood-co"),
        ("機械学習", "機械学習"),
        ("हिन्दी", "हिन्दी"),
        ("!", ""),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Modern C++20 ranges", "cpp"),
        ("C# records", "csharp"),
        (".NET 9 is here", "dotnet"),
        ("F# for the curious", "fsharp"),
        ("Node.js streams", "nodejs"),
        ("Next.js caching", "nextjs"),
        ("Vue 3 composition API", "vue"),
        ("three.js water", "threejs"),
        ("ASP.NET Core", "aspnet"),
        ("用Python写游戏", "python"),
    ],
)
def test_names_with_signs_in_them(title: str, slug: str) -> None:
    assert slug in {label.slug for label in enrich(Text("video", title)).tools}


@pytest.mark.parametrize(
    "description",
    [
        "https://example.org/docker/kubernetes",
        "Follow me on Instagram: docker.kubernetes",
        "This video is sponsored by Docker.\nKubernetes is great too.",
        "Subscribe for more Docker",
        "@docker @kubernetes",
    ],
)
def test_addresses_calls_and_sponsors_name_no_tools(description: str) -> None:
    assert enrich(Text("video", "A day by the sea", description)).tools == ()


def test_a_paragraph_after_the_sponsor_counts_again() -> None:
    text = Text("video", "A day", "This video is sponsored by Docker.\nMore.\n\nWe run Kubernetes.")
    assert [label.slug for label in enrich(text).tools] == ["kubernetes"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("How to build a table and what you need for it", "en"),
        ("Wie man einen Tisch baut und was du dafür brauchst", "de"),
        ("Cómo hacer una mesa y lo que necesitas para ello", "es"),
        ("Comment faire une table et ce dont vous avez besoin", "fr"),
        ("Come fare un tavolo e che cosa ti serve per questo", "it"),
        ("Como fazer uma mesa e o que você precisa para isso", "pt"),
        ("Hoe je een tafel maakt en wat je daarvoor nodig hebt", "nl"),
        ("Hur man bygger ett bord och vad du behöver för det", "sv"),
        ("Jak zrobić stół i co jest do tego potrzebne", "pl"),
        ("Bir masa nasıl yapılır ve bunun için ne gerekir", "tr"),
        ("Как сделать стол и что для этого нужно", "ru"),
        ("Як зробити стіл і що для цього потрібно", "uk"),
        ("テーブルの作り方", "ja"),
        ("如何制作一张桌子", "zh"),
        ("테이블 만드는 방법", "ko"),
        ("كيف تصنع طاولة", "ar"),
        ("איך לבנות שולחן", "he"),
        ("मेज कैसे बनाएं", "hi"),
        ("วิธีทำโต๊ะ", "th"),
        ("Πώς να φτιάξετε ένα τραπέζι", "el"),
        ("12345", ""),
        ("xkcd", ""),
        ("Berlin", ""),
    ],
)
def test_language(text: str, code: str) -> None:
    assert enrich(Text("video", text)).language == code
