"""READMEs and descriptions on our pages: as their authors meant them, and nothing that acts."""

import time
from collections.abc import Callable

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from vitrine.lib.markup import code_css, description_html, preformatted_html, readme_html

LINKS = "https://github.com/o/r/blob/main/"
IMAGES = "https://raw.githubusercontent.com/o/r/main/"


def ours(url: str) -> str:
    return "/pictures/" + url.removeprefix("https://")


def remembering(asked: list[str]) -> Callable[[str], str]:
    def picture(url: str) -> str:
        asked.append(url)
        return url

    return picture


def rendered(markdown: str) -> str:
    return readme_html(markdown, link_base=LINKS, image_base=IMAGES, picture=ours)


def tree(made: str) -> etree._Element:
    parsed: etree._Element = lxml.html.fragment_fromstring(made, create_parent="div")
    return parsed


def all_of(made: str, path: str) -> list[str]:
    found = tree(made).xpath(path)
    assert isinstance(found, list)
    return [str(each) for each in found]


class TestRendering:
    def test_tables_with_alignment(self) -> None:
        made = rendered("|a|b|\n|:-:|--:|\n|1|2|")
        assert all_of(made, "//td/@align") == ["center", "right"]
        assert all_of(made, "//@style") == []

    def test_task_lists_need_no_form(self) -> None:
        made = rendered("- [x] done\n- [ ] open")
        assert [text.strip() for text in all_of(made, "//li/span[@class='task']/text()")] == ["☑", "☐"]
        assert all_of(made, "//input") == []

    def test_code_is_coloured_by_classes(self) -> None:
        made = rendered("```python\ndef f(): return '<b>'\n```")
        assert all_of(made, "//pre/code/@class") == ["language-python"]
        assert "def" in all_of(made, "//span[@class='k']/text()")
        assert "&lt;b&gt;" in made

    def test_code_in_no_known_language_stays_code(self) -> None:
        assert all_of(rendered("```klingon\n<Qapla>\n```"), "//pre/code/text()") == ["<Qapla>\n"]

    def test_strikethrough_and_footnotes(self) -> None:
        made = rendered("~~no~~ yes[^1]\n\n[^1]: because")
        assert "<s>no</s>" in made
        [back] = all_of(made, "//sup/a/@href")
        assert all_of(made, f"//li[@id='{back[1:]}']/@class") == ["footnote-item"]

    def test_bare_addresses_become_links_but_not_in_links_or_code(self) -> None:
        made = rendered("see https://a.example/x_y. [https://b.example](https://c.example) `https://d.example`")
        assert all_of(made, "//a/@href") == ["https://a.example/x_y", "https://c.example"]

    def test_a_notice_keeps_its_kind(self) -> None:
        made = rendered("> [!WARNING]\n> Hot.")
        assert all_of(made, "//blockquote/@class") == ["alert-warning"]
        assert "[!" not in made

    def test_raw_html_that_is_harmless_stays(self) -> None:
        made = rendered("<details open><summary>More</summary>\n\n**x** <kbd>k</kbd><sub>2</sub>\n\n</details>")
        assert "<summary>More</summary>" in made
        assert "<kbd>k</kbd><sub>2</sub>" in made
        assert "<strong>x</strong>" in made

    def test_an_empty_one_is_empty(self) -> None:
        assert rendered("") == ""
        assert rendered("<!-- nothing -->").strip() == ""


class TestHeadings:
    def test_they_step_below_the_page_s_own(self) -> None:
        made = rendered("# One\n## Two\n###### Six")
        assert all_of(made, "//*[starts-with(name(), 'h')]/@id") == ["readme-one", "readme-two", "readme-six"]
        assert ("<h1" not in made, made.count("<h2"), made.count("<h3"), made.count("<h6")) == (True, 1, 1, 1)

    def test_and_stay_where_there_is_no_first_level(self) -> None:
        assert "<h2" in rendered("## Two")

    def test_their_names_are_github_s_and_unique(self) -> None:
        made = rendered("# What's new in 2.0?\n# Usage\n# Usage\n\n[go](#usage)")
        assert all_of(made, "//h2/@id") == ["readme-whats-new-in-20", "readme-usage", "readme-usage-1"]
        assert all_of(made, "//a/@href") == ["#readme-usage"]

    def test_empty_ones_go(self) -> None:
        assert all_of(rendered("<h1></h1>\n\n<h2><img src='https://komarev.com/ghpvc'></h2>"), "//h2|//h3") == []


class TestLinks:
    @pytest.mark.parametrize(
        ("target", "leads_to"),
        [
            ("docs/a.md", f"{LINKS}docs/a.md"),
            ("./docs/a.md#b", f"{LINKS}docs/a.md#b"),
            ("/LICENSE", f"{LINKS}LICENSE"),
            ("../../issues", "https://github.com/o/r/issues"),
            ("https://a.example/?b=c", "https://a.example/?b=c"),
            ("//a.example/x", "https://a.example/x"),
            ("mailto:a@b.example", "mailto:a@b.example"),
        ],
    )
    def test_lead_where_they_would_on_the_platform(self, target: str, leads_to: str) -> None:
        assert all_of(rendered(f"[x]({target})"), "//a/@href") == [leads_to]
        assert all_of(rendered(f'<a href="{target}">x</a>'), "//a/@href") == [leads_to]

    def test_vouch_for_nobody(self) -> None:
        assert all_of(rendered("[x](https://a.example)"), "//a/@rel") == ["noopener nofollow ugc"]

    def test_a_link_around_a_picture_has_a_name(self) -> None:
        assert all_of(rendered("[![](a.png)](https://a.example/x)"), "//a/img/@alt") == ["a.example"]


class TestPictures:
    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("a.png", "/pictures/raw.githubusercontent.com/o/r/main/a.png"),
            ("/a.png", "/pictures/raw.githubusercontent.com/o/r/main/a.png"),
            ("https://a.example/b.svg?c=d", "/pictures/a.example/b.svg?c=d"),
        ],
    )
    def test_come_from_us_only(self, source: str, shown: str) -> None:
        assert all_of(rendered(f"![x]({source})"), "//img/@src") == [shown]
        assert all_of(rendered(f'<img src="{source}" width="99">'), "//img/@src") == [shown]

    def test_without_anybody_to_show_them_their_words_stay(self) -> None:
        made = readme_html("![A chair](a.png)", link_base=LINKS, image_base=IMAGES, picture=None)
        assert "<img" not in made
        assert "A chair" in made

    def test_one_that_is_turned_down_leaves_its_words(self) -> None:
        made = readme_html("![A chair](a.png)", link_base=LINKS, image_base=IMAGES, picture=lambda _: "")
        assert "<img" not in made
        assert "A chair" in made

    def test_sources_and_sets_do_not_smuggle_others_in(self) -> None:
        made = rendered(
            '<picture><source srcset="https://e.example/1.png"><img src="a.png" srcset="https://e.example/2.png 2x">'
            "</picture>"
        )
        assert "e.example" not in made
        assert len(all_of(made, "//img/@src")) == 1

    @pytest.mark.parametrize(
        "pixel",
        [
            '<img src="https://e.example/p" width="1" height="1">',
            '<img src="https://e.example/p" width=0>',
            '<img src="https://e.example/p" height="1px">',
            "![](https://komarev.com/ghpvc/?username=x)",
            "![](https://hits.seeyoufarm.com/api/count)",
            "![](https://visitor-badge.laobi.icu/badge?page_id=x)",
            "![](https://profile-counter.glitch.me/x/count.svg)",
            "![](https://www.google-analytics.com/collect?v=1)",
            "![](https://static.scarf.sh/a.png?x-pxid=1)",
            "![](https://e.example/track.gif)",
        ],
    )
    def test_trackers_are_left_out(self, pixel: str) -> None:
        asked: list[str] = []
        made = readme_html(pixel, link_base=LINKS, image_base=IMAGES, picture=remembering(asked))
        assert "<img" not in made
        assert asked == []


PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<script\x0c>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<img src=javascript:alert(1)>",
    "<img/src/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=x:alert(alt) onerror=eval(src) alt=1>",
    "<img srcset='javascript:alert(1)'>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,x#x'></use></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jAvAsCrIpT:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//e.example' onclick=alert(1) onmouseover='alert(2)'>x</a>",
    "<a href='x' style='position:fixed;inset:0'>x</a>",
    "<a href='x' target=_blank ping='https://e.example'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    '![x](https://e.example/"onerror="alert(1))',
    '[x](https://e.example/"onmouseover="alert(1))',
    "[x](https://e.example 'x\" onclick=\"alert(1)')",
    "[a]: javascript:alert(1)\n\n[a]",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n|-|\n| <svg onload=alert(1)> |",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    '```"onload=alert(1)\nx\n```',
    "```<script>alert(1)</script>\nx\n```",
    "<body onload=alert(1)>",
    "<html><head><base href='https://e.example/'></head></html>",
    "<base href='javascript:/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=https://e.example/x.css>",
    "<style>*{background:url(https://e.example)}</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<table background='https://e.example/x'><tr><td background='javascript:alert(1)'>x</td></tr></table>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=x autoplay onplay=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<x onclick=alert(1)>x</x>",
    "<custom-element is=x onclick=alert(1)>x</custom-element>",
    "<p hx-get='https://e.example' hx-on:click='alert(1)' data-hx-get=/x x-data='alert(1)'>x</p>",
    "<p id=main class='modal overlay site-header' name=x>x</p>",
    "<a id=location name=document href=x>x</a>",
    "<form id=x><input name=attributes></form>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<p dir='\" onclick=alert(1) x=\"'>x</p>",
    "\u0000<script>alert(1)</script>",
    "<script\u200b>alert(1)</script>",
    "< script>alert(1)</ script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<img src=x alt='<script>alert(1)</script>' onerror=alert(1)>",
    "![<script>alert(1)</script>](javascript:x)",
    "<h1 id='\"><script>'><img src=x alt='</h1><script>alert(1)</script>'></h1>",
    "> [!NOTE]<script>alert(1)</script>\n> <img src=x onerror=alert(1)>",
    "- [x] <script>alert(1)</script>",
]

ALLOWED_ATTRIBUTES = frozenset(
    {
        *("align", "alt", "class", "colspan", "data-seconds", "dir", "height", "href", "id", "lang", "loading", "open"),
        *("rel", "reversed", "rowspan", "scope", "src", "start", "tabindex", "title", "width"),
    }
)
ACTIVE = frozenset(
    {
        *(
            "applet",
            "audio",
            "base",
            "button",
            "embed",
            "form",
            "frame",
            "frameset",
            "iframe",
            "input",
            "link",
            "marquee",
        ),
        *("math", "meta", "noscript", "object", "plaintext", "script", "select", "source", "style", "svg", "template"),
        *("textarea", "title", "track", "video", "xmp"),
    }
)


def nothing_acts(made: str) -> None:
    for element in tree(made).iter():
        assert isinstance(element.tag, str), element
        assert element.tag not in ACTIVE
        assert set(element.attrib) <= ALLOWED_ATTRIBUTES, element.attrib
        href = element.get("href", "https://")
        assert href.startswith(("https://", "http://", "mailto:", "#")), href
        assert element.get("src", "/pictures/").startswith("/pictures/")
        assert element.get("id", "readme-").startswith("readme-")
        assert not {"modal", "overlay", "site-header"} & set(element.get("class", "").split())


class TestSafety:
    def test_there_are_payloads_enough(self) -> None:
        assert len(set(PAYLOADS)) >= 60

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_nothing_acts(self, payload: str) -> None:
        for around in ["{}", "# x {}", "> {}", "text *{}* text", "<div>\n\n{}\n\n</div>", "<p>{}"]:
            nothing_acts(rendered(around.replace("{}", payload)))

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_nor_in_a_description(self, payload: str) -> None:
        made = description_html(f"{payload}\nhttps://e.example/{payload}")
        nothing_acts(made)
        assert {element.tag for element in tree(made).iter()} <= {"div", "p", "br", "a"}

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.sampled_from([*PAYLOADS, "\n\n", "<div>", "</p>", "`", "```\n", '"', ">", "|a|\n|-|\n"]), max_size=6
        )
    )
    def test_nor_in_any_mixture(self, parts: list[str]) -> None:
        nothing_acts(rendered("".join(parts)))

    def test_nothing_passes_that_is_given_to_the_picture_function_by_mistake(self) -> None:
        asked: list[str] = []
        readme_html(
            "![a](javascript:x) ![b](file:///etc/passwd) ![c](data:x) ![d](ftp://x/y)",
            link_base=LINKS,
            image_base=IMAGES,
            picture=remembering(asked),
        )
        assert asked == []


class TestBounds:
    def test_a_very_long_one_is_cut_at_a_line_and_says_so(self) -> None:
        made = rendered("A line of text about wood.\n\n" * 30_000)
        assert "the rest is left out" in made
        assert made.count("A line of text about wood.") == made.count("wood.</p>")
        assert len(made) < 1_000_000

    @pytest.mark.parametrize(
        "knot",
        [
            "[" * 50_000,
            "*a_" * 20_000,
            "`" * 50_000,
            "".join("`" * n + " " for n in range(300)),
            "<a href=" * 20_000,
            "<div>" * 20_000,
            "> " * 20_000 + "x",
            "- " * 5_000 + "x",
            "[a](" * 20_000,
            "![" * 20_000,
            "|" * 40_000 + "\n" + "|-" * 20_000,
            "&" * 50_000,
            "https://" * 20_000,
            "<!--" * 20_000,
            "[^1]" * 10_000 + "\n\n[^1]: x",
            "a\n" * 60_000,
            "a\n\n" * 100_000,
            "# a\n" * 100_000,
            "|a|b|\n|-|-|\n" * 30_000,
            "<div>\n\n" * 50_000,
            "<b>" * 90 + "\n\nx" * 9_000,
            "".join(f"<font x={i}>\n\n" for i in range(5_000)) + "x\n\n" * 5_000,
            "```python\n" + "(" * 60_000 + "\n```",
            "```json\n" + '"\\' * 30_000 + "\n```",
            "\\" * 60_000,
            "<b>" * 500 + "x",
        ],
        ids=range(26),
    )
    def test_a_knotted_one_takes_seconds_at_most(self, knot: str) -> None:
        began = time.monotonic()
        nothing_acts(rendered(knot))
        assert time.monotonic() - began < 12


class TestDescription:
    def test_paragraphs_lines_links_and_times(self) -> None:
        made = description_html(
            "One <b>\ntwo https://www.a.example/b?c=d&e=f.\n\n\n1:23 Start, 1:02:03 end & 75:00 late", duration=3800
        )
        assert made == (
            '<p>One &lt;b&gt;<br>\ntwo <a href="https://www.a.example/b?c=d&amp;e=f" rel="noopener nofollow ugc">'
            "a.example/b?c=d&amp;e=f</a>.</p>\n"
            '<p><a href="#t=83" data-seconds="83">1:23</a> Start, <a href="#t=3723" data-seconds="3723">1:02:03</a> end'
            " &amp; 75:00 late</p>"
        )

    def test_a_long_link_is_shown_short_and_leads_all_the_way(self) -> None:
        link = "https://a.example/" + "x" * 200
        made = description_html(link)
        assert all_of(made, "//a/@href") == [link]
        assert len(all_of(made, "//a/text()")[0]) <= 60

    def test_what_is_no_time_stays_text(self) -> None:
        assert "<a" not in description_html("1:75 and 12:34:56:78 and 1.2:30 and a1:23")

    def test_nothing_is_nothing(self) -> None:
        assert description_html(" \n\n ") == ""


def test_the_colours_have_a_style_sheet() -> None:
    assert ".code .k" in code_css("default", ".code")


def test_a_text_that_is_no_markdown_stands_as_it_is() -> None:
    made = preformatted_html("\nkerf\n====\n\n  <script>1</script> & *this*\x00\n")
    assert made == '<pre tabindex="0">kerf\n====\n\n  &lt;script&gt;1&lt;/script&gt; &amp; *this*</pre>'
    assert preformatted_html(" \n\n") == ""
