"""How well pages are read does not fall behind what docs/mentions.md says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from makegood.mentions.reading import read
from makegood.mentions.reading.text import clean
from tests.mentions.measuring import labelled, measured

STORIES = Path(os.environ.get("MAKEGOOD_STORIES", "no such folder"))
"""A folder of pages of other people, saved as text: each tells two things at least."""


@pytest.mark.parametrize(
    ("half", "found", "least"),
    [
        ("build", 0.95, 0.84),
        ("measure", 0.90, 0.74),
        ("fresh", 0.90, 0.82),
        ("voices", 0.90, 0.84),
        ("aside", 0.85, 0.78),
        ("last", 0.85, 0.84),
        ("unseen", 0.90, 0.76),
        ("hand", 0.95, 0.80),
        ("sealed", 0.90, 0.58),
        ("letters", 0.95, 0.78),
        ("closed", 0.65, 0.45),
    ],
)
def test_it_is_as_good_as_we_say(half: str, found: float, least: float) -> None:
    share = measured(half)
    assert share["found"] >= found and share["precision"] >= (0.9 if half not in ("sealed", "closed") else 0.7)
    assert {name: round(value, 2) for name, value in share.items() if value < least} == {}


def test_nothing_is_read_where_nothing_is_told() -> None:
    pages = [
        page
        for half in ("build", "measure", "fresh", "voices", "aside", "last", "unseen")
        for page in labelled(half)
        if not page.episodes
    ]
    assert len(pages) >= 4
    assert {page.name: read(page.source, html=page.is_html) for page in pages} == {page.name: [] for page in pages}


@pytest.mark.skipif(not STORIES.is_dir(), reason="MAKEGOOD_STORIES names no folder of pages")
def test_pages_of_others_tell_what_stands_in_them() -> None:
    for file in sorted(STORIES.glob("*.txt")):
        text = file.read_text("utf-8")
        found = read(text)
        assert len(found) >= 2, file.name
        for one in found:
            assert one.passage in clean(text) and one.about
            assert all(words in one.passage for words in one.quotes)
