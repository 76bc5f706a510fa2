"""A snippet shows the place that was found, as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.search.language import parse
from makegood.search.snippets import Finder, Part, marked, snippet


def seen(text: str, question: str) -> str:
    """The text with what was found in brackets."""
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in marked(text, Finder(parse(question).terms)))


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("refund ", "Refunds were refunded, not unrefundable", "[Refunds] were [refunded], not unrefundable"),
        ("policies ", "Our policy", "Our [policy]"),
        ("order ", "An ordinary order", "An ordinary [order]"),
        ("ord", "An ordinary order", "An [ordinary] [order]"),
        ("cafe ", "Ein Café!", "Ein [Café]!"),
        ("-card voucher ", "voucher card", "[voucher] card"),
        ('"lost card" ', "lost the card", "[lost] the [card]"),
        ("a+b ", "a+b", "[a]+[b]"),
        ("", "nothing", "nothing"),
    ],
)
def test_what_was_looked_for_is_marked(question: str, text: str, wanted: str) -> None:
    assert seen(text, question) == wanted


def test_the_place_is_shown_on_one_line_with_whole_words() -> None:
    text = "first word\n\n" * 40 + "the needle\tis here " + "after that " * 40
    parts = snippet(text, Finder(parse("needle ").terms))
    assert Part("needle", is_match=True) in parts
    whole = "".join(one.text for one in parts)
    assert whole.startswith("… ") and whole.endswith(" …") and "\n" not in whole and len(whole) < 230


@given(st.text(max_size=400), st.text(max_size=30))
def test_nothing_is_added_or_lost(text: str, question: str) -> None:
    finder = Finder(parse(question).terms)
    assert "".join(one.text for one in marked(text, finder)) == text
    assert snippet(text, finder) is not None


@pytest.mark.parametrize("filler", ["lorem ", "lörem ", "x", "款"])
@pytest.mark.parametrize("length", [1_990, 3_998, 30_000])
def test_a_long_text_shows_the_place_too_wherever_it_is(filler: str, length: int) -> None:
    text = filler * (length // len(filler)) + " the needles are here " + filler * 3_000
    parts = snippet(text, Finder(parse("needle ").terms))
    assert Part("needles", is_match=True) in parts
    assert len("".join(one.text for one in parts)) < 290


def test_what_stands_inside_a_word_is_not_shown_as_one() -> None:
    parts = snippet("a" * 300 + "needle" + "b" * 60 + " needle " + "c" * 300, Finder(parse("needle ").terms))
    assert [one.text for one in parts if one.is_match] == ["needle"]
