"""Small parts that are drawn once: the same words give the same part, other words another."""

from __future__ import annotations

from django.utils import translation

from makegood.base import drawn
from makegood.base.clockwords import Chip, State


def test_a_clock_says_its_shape_then_its_words_escaped() -> None:
    part = drawn.clock(Chip(State.SOON, "promise due <now>"))
    assert part.startswith('<span class="clock" data-state="soon"><svg') and "#clock-soon" in part
    assert part.endswith("promise due &lt;now&gt;</span>")


def test_the_same_words_in_another_state_are_another_clock() -> None:
    assert drawn.clock(Chip(State.OVER, "answer")) != drawn.clock(Chip(State.CALM, "answer"))


def test_who_has_it_is_said_in_the_readers_language() -> None:
    said = {}
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.setdefault(language, drawn.holder("Ana <Ruiz>", language))
    assert "Ana &lt;Ruiz&gt; has it" in said["en"] and ">A" in said["en"]
    assert said["de"] != said["en"] and "Ana &lt;Ruiz&gt;" in said["de"]


def test_two_tags_are_shown_and_the_rest_counted() -> None:
    assert drawn.tags(()) == ""
    assert drawn.tags(("a&b",)) == '<span class="tag">a&amp;b</span>'
    assert drawn.tags(("a", "b", "c", "d")).endswith('<span class="tag">b</span><span class="tag">+2</span>')
