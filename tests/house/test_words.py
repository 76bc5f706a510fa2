"""The catalogues are whole: nothing guessed, placeholders as they are meant, compiled from what is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("babel", reason="only a developer's installation gathers words")

from django.utils.translation import gettext as _
from django.utils.translation import override

from makegood.config import settings
from tests.house import words

CATALOGUES = words.catalogues()
gathered = cache(words.gathered)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_no_guesses_and_the_right_placeholders_and_is_compiled(path: Path) -> None:
    assert words.complaints(path) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_lacks_nothing_that_the_desk_says(path: Path) -> None:
    assert words.lacking(words.read(path), gathered()) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_written_as_the_tool_writes_it(path: Path) -> None:
    assert path.read_bytes() == words.written(words.read(path))


def test_every_language_that_can_be_chosen_has_a_catalogue() -> None:
    assert {"en", *(path.parts[-3] for path in CATALOGUES)} == {code for code, _name in settings.LANGUAGES}


BROKEN = [
    ("%(name)s has this now.", "Das hat jetzt jemand."),
    ("%(name)s has this now.", "%(nome)s hat das jetzt."),
    ("answer in {span}", "Antwort in {spanne}"),
    ("answer in {span}", "Antwort"),
]


@pytest.mark.parametrize(("meant", "said"), BROKEN)
def test_other_placeholders_are_seen(tmp_path: Path, meant: str, said: str) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalog = words.Catalog(locale="de")
    catalog.add(meant, said)
    path.write_bytes(words.written(catalog))
    path.with_suffix(".mo").write_bytes(words.compiled(words.read(path)))
    assert words.complaints(path)


def test_words_of_every_kind_are_gathered() -> None:
    found = {one.id for one in gathered()}
    assert {"Write to someone", "You may not do this", "Sign in with a passkey", "answer by {at}"} <= found
    assert ("%(count)d byte", "%(count)d bytes") in found


def test_what_a_language_lacks_is_said_in_english() -> None:
    with override("de"):
        assert _("A sentence that nobody has brought into any language.").startswith("A sentence")
        assert _("Write to someone") == "Neue Nachricht"
