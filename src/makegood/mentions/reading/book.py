"""The data files of `words/`, read: what one language says when it tells something. docs/mentions.md teaches their form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from makegood.base.tongue import tongue_of
from makegood.mentions.reading.text import fold

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("??.yaml")))
_GAP = r"(?:[\s,]+[\w'-]+){0,4}?[\s,]+"
_LIST = re.compile(r"<(\w+)>")


class Misspelt(ValueError):
    """A data file is not of the form that docs/mentions.md teaches; it says where."""


@dataclass(frozen=True, slots=True)
class Book:
    """What one language knows: each name is a list of its file, ready to be looked for in a folded sentence."""

    language: str
    finds: Mapping[str, re.Pattern[str]]

    def has(self, name: str, folded: str) -> bool:
        """Whether any phrase of that list stands there."""
        return self.finds[name].search(folded) is not None

    def find(self, name: str, folded: str) -> re.Match[str] | None:
        """The first phrase of that list that stands there; None when none does."""
        return self.finds[name].search(folded)


@cache
def book(language: str) -> Book:
    """The book of one of LANGUAGES, read once. Raises Misspelt with the file's name."""
    given = _loaded(f"{language}.yaml")
    try:
        lists = {name: tuple(str(one) for one in words) for name, words in given.items()}
        return Book(language, {name: phrases(words, lists) for name, words in lists.items()})
    except (TypeError, AttributeError, re.error, RecursionError) as error:
        raise Misspelt(f"{language}.yaml: something is missing or of another form: {error!r}.") from None


@cache
def names(kind: str) -> frozenset[str]:
    """A list of `names.yaml` (companies, people, places), folded."""
    return frozenset(fold(one) for line in _loaded("names.yaml")[kind] for one in str(line).split(","))


def _loaded(name: str) -> Any:
    import yaml

    text = (FOLDER / name).read_text("utf-8")
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)
    except yaml.YAMLError as error:
        raise Misspelt(f"{name} is no YAML: {error}") from None


def language_of(text: str) -> str:
    """Whose book reads it: the text's language when we have it, else English."""
    guess = tongue_of(text)
    return guess if guess in LANGUAGES else "en"


def phrases(words: tuple[str, ...], lists: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern for all of them: `word*` any ending, `...` up to four words, `[may]`, `(a|b)`, `<list>`, `#` a number."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_pattern(fold(one), lists) for one in words)})(?!\w)")


def _pattern(phrase: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    phrase = _LIST.sub(lambda one: f"({'|'.join(lists[one[1]])})", phrase)
    if _LIST.search(phrase):
        return _pattern(phrase, lists)
    text = re.escape(phrase)
    for sign, meaning in (
        (r"\(", "(?:"), (r"\)", ")"), (r"\|", "|"), (r"\*", r"[\w'-]*"), (r"\#", r"\d[\d.,]*"),
        (r"\]\ ", r")\s+)?"), (r"\]", "))?"), (r"\[", "(?:(?:"),
    ):  # fmt: skip
        phrase = text = text.replace(sign, meaning)
    return text.replace(r"\ \.\.\.\ ", _GAP).replace(r"\ ", r"\s+")


@cache
def page_book() -> Book:
    """What stands around what people wrote: `page.yaml`, read once."""
    return Book("", {name: phrases(tuple(words), {}) for name, words in _loaded("page.yaml").items()})
