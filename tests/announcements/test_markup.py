"""The simple format: what is made of it, and that nothing of a writer's own HTML or scripts gets through."""

import re

from hypothesis import given
from hypothesis import strategies as st

from estate.announcements.markup import html, plain

SAID = "# Water\n\nDear **owners**,\nplease note:\n\n- fill a bucket\n- close the tap\n\n1. one\n2. two\n\nSee [our page](https://a.example/x)."


def test_paragraphs_lists_headings_and_links_are_shown() -> None:
    shown = html(SAID)
    assert "<h3>Water</h3>" in shown
    assert "<strong>owners</strong>" in shown
    assert "<li>fill a bucket</li>" in shown
    assert '<a href="https://a.example/x">our page</a>' in shown


def test_a_message_has_the_same_without_marks() -> None:
    assert plain(SAID) == (
        "Water\n\nDear owners,\nplease note:\n\n· fill a bucket\n· close the tap\n\n1. one\n2. two\n\n"
        "See our page (https://a.example/x)."
    )


def test_html_scripts_and_pictures_of_a_writer_are_shown_as_text_or_not_at_all() -> None:
    shown = html(
        "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://a.example/p.png) <b onclick=a()>"
    )
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert "<img" not in shown
    assert "<b " not in shown


@given(st.text(alphabet="<>&\"'[]()!*_#-1. \nabjavscript:/", max_size=80))
def test_whatever_is_written_only_the_tags_of_the_format_come_out(text: str) -> None:
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", html(text)))
    assert tags <= {"p", "ul", "ol", "li", "h3", "strong", "em", "a", "br", "hr", "blockquote"}
    for href in re.findall(r'href="([^"]*)"', html(text)):
        assert re.match(r"(https?|mailto|tel):", href)
