"""The data files of `words/`, read: one book of rules a language. docs/coach.md teaches their form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from makegood.coach.kinds import Kind
from makegood.coach.phrases import Lists, Misspelt, Phrase, Phrases, fold, phrase

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class Rule:
    """Any of `find` in a sentence is the habit, unless one of the others stands there, near it, or anywhere."""

    find: Phrases
    better: str
    unless: Phrases = ()
    unless_near: Phrases = ()
    unless_text: Phrases = ()
    only_with: Phrases = ()
    unless_asked: Phrases = ()
    """In what the customer wrote: who asked for the number is not sent away with it."""
    only_asked: Phrases = ()
    """It is so only where one of these stands in what the customer wrote."""
    about: str = ""
    """Of a question: which fact it asks for."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What one language knows of one kind."""

    why: str
    better: str
    rules: tuple[Rule, ...] = ()
    unless: Phrases = ()
    unless_near: Phrases = ()
    unless_asked: Phrases = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """How to see that a question was answered: courtesies answer none, and each way of asking has its way to answer."""

    courtesies: Phrases
    greetings: Phrases
    fillers: Phrases
    """What is neither an answer nor a courtesy, such as an apology."""
    empty: Phrases
    """Both of these."""
    deeds: Phrases
    """What we do about it: a promise of one is an answer of a kind, even without a time."""
    small_words: frozenset[str]
    requests: Phrases
    ways: tuple[tuple[Phrases, Phrases], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is known of one language."""

    language: str
    habits: Mapping[Kind, Habit]
    facts: Mapping[str, Phrases]
    """Which words in what we know or were told show that we know the fact."""
    shouted: frozenset[str]
    headings: frozenset[str]
    """Of these, such as may stand in a heading in capitals."""
    labels: frozenset[str]
    """Before a word in capitals they say that it stands so on a thing: “press RESET”."""
    things: frozenset[str]
    """Behind it they say the same: “the RESET button”."""
    abbreviations: frozenset[str]
    articles: frozenset[str]
    """Behind one of them an abbreviation that few know is a word of our own."""
    answering: Answering
    most_words: int
    most_letters: int
    longest_sentence: int


@cache
def book(language: str) -> Book:
    """The book of one of LANGUAGES, read once. Raises Misspelt with the file's name and what is wrong there."""
    return read((FOLDER / f"{language}.yaml").read_text("utf-8"), language)


def read(text: str, language: str) -> Book:
    """The book that a file's text makes. Raises Misspelt, in words."""
    import yaml

    try:
        given = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)
        return _Reader(given).book(language)
    except yaml.YAMLError as error:
        raise Misspelt(f"{language}.yaml is no YAML: {error}") from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Misspelt(f"{language}.yaml: something is missing or of another form: {error!r}.") from None
    except Misspelt as unfit:
        raise Misspelt(f"{language}.yaml: {unfit}") from None


class _Reader:
    """Makes values of what stands in one file."""

    def __init__(self, given: Any) -> None:
        self.given = given
        self.lists: Lists = {name: tuple(words) for name, words in given["lists"].items()}
        self.known: dict[str, Any] = {}

    def book(self, language: str) -> Book:
        given, long, shout = self.given, self.given["too_long"], self.given["shouting"]
        return Book(
            language=language,
            habits={kind: self._habit(kind, given[kind.value]) for kind in Kind},
            facts={name: self._phrases(words) for name, words in given["known_question"]["facts"].items()},
            shouted=_words(shout["words"]),
            headings=_words(shout.get("headings", "")),
            labels=_words(shout.get("labels", "")),
            things=_words(shout.get("things", "")),
            abbreviations=_words(shout["abbreviations"]),
            articles=_words(given["jargon"].get("articles", "")),
            answering=self._answering(given["unanswered"]),
            most_words=int(long["most_words"]),
            most_letters=int(long["most_letters"]),
            longest_sentence=int(long["longest_sentence"]),
        )

    def _habit(self, kind: Kind, given: Any) -> Habit:
        better = str(given["better"])
        rules = tuple(self._rule(kind, one, better) for one in given.get("rules", ()))
        unless = (self._phrases(given.get(name, ())) for name in ("unless", "unless_near", "unless_asked"))
        return Habit(str(given["why"]), better, rules, *unless)

    def _rule(self, kind: Kind, given: Any, better: str) -> Rule:
        if strange := set(given) - _RULE_WORDS:
            raise Misspelt(f"a rule of {kind.value} has “{', '.join(sorted(map(str, strange)))}”, which no rule knows.")
        return Rule(
            find=self._phrases(given["find"]),
            better=str(given.get("better", better)),
            about=str(given.get("about", "")),
            **{name: self._phrases(given.get(name, ())) for name in _CONDITIONS},
        )

    def _phrases(self, given: Any) -> Phrases:
        return tuple(self._each(map(str, [given] if isinstance(given, str) else given)))

    def _each(self, given: Iterable[str]) -> Iterator[Phrase]:
        """A list alone is all of its phrases: each is looked for only where it may stand."""
        for one in given:
            if one.startswith("<") and one[1:-1] in self.lists:
                yield from self._each(self.lists[one[1:-1]])
            else:
                yield phrase(one, self.lists, self.known)

    def _answering(self, given: Any) -> Answering:
        courtesies, greetings, fillers = (self._phrases(given[one]) for one in ("courtesies", "greetings", "fillers"))
        return Answering(
            courtesies=courtesies,
            greetings=greetings,
            fillers=fillers,
            empty=(*courtesies, *fillers),
            deeds=self._phrases(given.get("deeds", ())),
            small_words=_words(given["small_words"]),
            requests=self._phrases(given["requests"]),
            ways=tuple((self._phrases(way["asks"]), self._phrases(way["answered_by"])) for way in given["ways"]),
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(one) for one in text.split())


_CONDITIONS = ("unless", "unless_near", "unless_text", "unless_asked", "only_with", "only_asked")
_RULE_WORDS = {"find", "better", "about", *_CONDITIONS}
