"""A description as its maker wrote it."""

from vitrine.web.prose import prose

FILM = "https://www.youtube.com/watch?v=abc&t={}s"


def test_a_short_first_paragraph_stands_large() -> None:
    made = prose("Three legs cannot wobble.\n\nThe rest.", at_second=FILM)
    assert made.lead == "Three legs cannot wobble."
    assert made.html == "<p>The rest.</p>"


def test_a_first_paragraph_with_a_link_stays_where_links_live() -> None:
    assert prose("See https://example.org", at_second=FILM).lead == ""


def test_times_lead_into_the_film_without_any_script() -> None:
    html = prose("First.\n\nAt 4:38 it turns.", at_second=FILM, duration=1122).html
    assert '<a href="https://www.youtube.com/watch?v=abc&amp;t=278s" data-seconds="278">4:38</a>' in html


def test_times_beyond_the_end_and_times_of_no_film_stay_words() -> None:
    assert "<a" not in prose("First.\n\nAt 44:38 it turns.", at_second=FILM, duration=1122).html
    assert "<a" not in prose("First.\n\nAt 4:38 it turns.").html


def test_the_list_of_chapters_is_left_out_where_the_page_shows_it() -> None:
    text = "First.\n\nWhat I say.\n\nChapters:\n0:00 Why\n1:42 - Blanks\n(4:38) The angle"
    assert "Blanks" not in prose(text, at_second=FILM, without_chapters=True).html
    assert "Blanks" in prose(text, at_second=FILM).html


def test_one_time_alone_is_a_remark_and_stays() -> None:
    assert "4:38 is the best part" in prose("First.\n\nx\n4:38 is the best part", without_chapters=True).html


def test_nothing_a_maker_writes_becomes_markup() -> None:
    made = prose('<script>alert(1)</script>\n\n<img src=x onerror="alert(1)"> & more', at_second='https://x"><b>&t={}s')
    assert "<script" not in made.html
    assert "<img" not in made.html
    assert "<b>" not in made.html
