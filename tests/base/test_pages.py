"""What templates say: text as HTML, times in the reader's zone, sizes and initials."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone

from makegood.base.drawn import initials
from makegood.base.pages import hour, size, stamp
from makegood.base.text_html import folding, linked
from tests.servers.machine import costs_at_most

NOW = datetime(2026, 11, 19, 11, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_static_names(settings: Any) -> None:
    """Nothing was collected for a test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def page(source: str, **values: object) -> str:
    return engines["jinja2"].from_string(source).render({"now": NOW, **values})


def test_text_becomes_paragraphs_and_lines() -> None:
    assert linked("Dear Maren,\nyes.\n\n\nTove") == "<p>Dear Maren,<br>yes.</p><p>Tove</p>"


def test_text_is_never_markup() -> None:
    assert linked('<img src=x onerror="a()">') == "<p>&lt;img src=x onerror=&#34;a()&#34;&gt;</p>"


def test_an_address_in_text_is_a_link_that_tells_nobody() -> None:
    html = linked("See https://shop.example/a?b=1&c=2.")
    assert '<a href="https://shop.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">' in html
    assert html.endswith("</a>.</p>")


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "http://"])
def test_only_the_web_and_mail_become_links(text: str) -> None:
    assert "href" not in linked(text)


def test_a_mail_address_is_a_link() -> None:
    assert linked("maren@post.example") == '<p><a href="mailto:maren@post.example">maren@post.example</a></p>'


def test_an_address_folds_before_its_at_sign_and_a_long_one_at_its_dots() -> None:
    assert folding("+31205550142") == "+31205550142"
    assert folding("maren@post.example") == "maren<wbr>@post.example"
    assert folding("o'<b>@a-long-name-of.a-house.example") == (
        "o&#39;&lt;b&gt;<wbr>@a-long-name-of<wbr>.a-house<wbr>.example"
    )


@pytest.mark.parametrize("text", ["a@" * 50_000, "http://" * 30_000, "a.b-" * 50_000, "\n \n" * 50_000])
def test_a_hostile_text_does_not_stall_a_page(text: str) -> None:
    with costs_at_most(5):
        linked(text)


def test_times_are_in_the_readers_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert hour(NOW) == "12:42"
        assert page("{{ at|day }}", at=datetime(2026, 11, 18, 23, 30, tzinfo=UTC)) == "Today"
        assert page("{{ at|day }}", at=datetime(2026, 11, 17, 12, tzinfo=UTC)) == "Tuesday 17 November"
    assert stamp(NOW) == "2026-11-19T11:42:00+00:00"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (312, "312 bytes"), (48_200, "48 KB"), (1_200_000, "1.2 MB"), (30_000_000, "30.0 MB")],
)
def test_sizes_have_units(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(
    ("name", "letters"), [("Tove Lind", "TL"), ("Mo", "M"), ("", "?"), ("ana de la Ruiz", "AR"), ("…", "?")]
)
def test_initials_are_at_most_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_chip_on_a_page_tells_the_pages_time() -> None:
    source = '{% from "parts.html" import clock %}{{ clock(chip("next_response", due)) }}'
    html = page(source, due=datetime(2026, 11, 19, 12, 5, tzinfo=UTC))
    assert 'data-state="soon"' in html and "answer in 23 min" in html


def test_values_are_escaped() -> None:
    assert page("{{ name }}", name="<b>") == "&lt;b&gt;"


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    with pytest.raises(Exception, match="is undefined"):
        page("{{ nobody }}")
