"""What may be done with a story, and when; how long things are; what a yes is to. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from makegood.base.masking import Kind, Why, cleaned
from makegood.stories.models import State

LONGEST, SHORTEST, LONGEST_TITLE, LONGEST_NAME, LONGEST_COMMENT = 6000, 40, 120, 60, 1500
WORDING = "2026-11"  # of the question on the teller's page; another text of it is another version
READ_WITHIN = timedelta(days=2)  # then somebody is reminded, and so on
UNANSWERED_FOR, DECLINED_FOR = timedelta(days=30), timedelta(days=90)  # then it is erased
SAME_FOR = timedelta(hours=1)  # so long the same form sent again is the same
TITLE_WORDS = 8

# From where to where. Withdrawn goes nowhere.
MOVES: dict[State, frozenset[State]] = {
    State.TELLER: frozenset({State.WAITING, State.WITHDRAWN}),
    State.WAITING: frozenset({State.PROPOSED, State.PUBLISHED, State.DECLINED, State.WITHDRAWN}),
    State.PROPOSED: frozenset({State.WAITING, State.PUBLISHED, State.DECLINED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.DECLINED, State.WITHDRAWN}),
    State.DECLINED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
CONSENTED = frozenset({State.WAITING, State.PROPOSED, State.PUBLISHED})
LINK = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|net|org|info|biz|ru|cn|io|shop|xyz|top|de|fr|es|uk|example)\b|<a\s|\[url", re.I
)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody tells, cleaned and within bounds. Without a title it has its first words for one."""

    title: str
    text: str


def words(title: str, text: str) -> Words:
    """The same, cleaned."""
    text = cleaned(text, LONGEST)
    title = " ".join(cleaned(title, LONGEST_TITLE).split())
    if not title and text:
        first = re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0].split()
        title = " ".join(first[:TITLE_WORDS])[: LONGEST_TITLE - 1].rstrip(",;:.")
        title += "…" if len(first) > TITLE_WORDS else ""
    return Words(title, text)


def name_said(name: str) -> str:
    """A name as it is to be shown: one line."""
    return " ".join(cleaned(name, LONGEST_NAME).split())


def digest(title: str, text: str, name: str) -> str:
    """What stands for the words and the name that somebody said yes to."""
    return hashlib.sha256("\0".join([title, text, name]).encode()).hexdigest()


def why_not_tell(said: Words) -> str:
    """Empty when it is a story; else what is missing."""
    if len(said.text) < SHORTEST:
        return _("Tell a little more, at least a sentence or two.")
    return ""


def why_not_move(now: State, to: State) -> str:
    """Empty when a story may go there; else what it is, in words."""
    if to in MOVES[now]:
        return ""
    return {
        State.TELLER: _("Its teller has not said yes yet."),
        State.WAITING: _("This has changed meanwhile: it waits to be read. Look at it again."),
        State.PROPOSED: _("This has changed meanwhile: its teller is asked. Look at it again."),
        State.PUBLISHED: _("It is on the wall already."),
        State.DECLINED: _("Somebody has decided already that it is not shown."),
        State.WITHDRAWN: _("Its teller has withdrawn it. Nothing of it is left."),
    }[now]


def why_not_say(name: str, said: str) -> str:
    """Empty when a reader's comment can be taken in; else why not."""
    if len(said) < 2:
        return _("There is nothing to send yet. Write something first.")
    if LINK.search(said) or LINK.search(name):
        return _("Comments carry no links. Take it out, and send it again.")
    return ""


def declining_words() -> list[str]:
    """What can be said when a story is not shown: kind, true, and to be changed."""
    read = _("Thank you for telling us this. We have read every word of it.")
    return [
        f"{read} {_('We do not show it, because it is about other people who cannot say what they think of it.')}",
        f"{read} {_('We do not show it, because it is still open between us, and we want to put it right first.')}",
        f"{read} {_('So many have told us something like it that we show only some of them.')}",
    ]


def frame_origins(typed: str) -> tuple[list[str], str]:
    """The websites that may show the wall, one a line, as origins; and what is wrong with one, "" when all are good."""
    found: list[str] = []
    for line in typed.split():
        if not re.fullmatch(r"https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?", line.lower().rstrip("/")):
            return [], _("“%(line)s” is no address of a website. Write it like https://shop.example.") % {"line": line}
        found.append(line.lower().rstrip("/"))
    return sorted(set(found))[:50], ""


def gone() -> str:
    """What is said when a story is not there any more, or never was."""
    return _("This story is not here any more.")


def decided_otherwise() -> str:
    """What is said when somebody else was quicker."""
    return _("Somebody has decided this otherwise meanwhile.")


def kinds_in_words() -> dict[str, str]:
    """What was masked, for a moderator."""
    return {
        Kind.MAIL: _("a mail address"),
        Kind.LINK: _("a web address"),
        Kind.PHONE: _("a telephone number"),
        Kind.CARD: _("a card number"),
        Kind.IBAN: _("a bank account"),
        Kind.INSURANCE: _("an insurance number"),
        Kind.NUMBER: _("a number or code"),
        Kind.BIRTH: _("a date of birth"),
        Kind.ADDRESS: _("a postal address"),
        Kind.STAFF: _("the name of one of us"),
        Kind.CUSTOMER: _("the name of a customer"),
        Kind.NAME: _("probably a name"),
    }


def whys_in_words() -> dict[str, str]:
    """By what it was found, for a moderator."""
    return {
        Why.FORM: _("it is written like one"),
        Why.CHECKED: _("its digits fit"),
        Why.CALLED: _("the words before it say so"),
        Why.DIGITS: _("a long row of digits"),
        Why.OURS: _("one of us is called that"),
        Why.THEIRS: _("a customer is called that"),
        Why.TITLE: _("it follows a form of address"),
        Why.INTRODUCED: _("the words before it introduce somebody"),
        Why.LISTED: _("it is a known first name"),
        Why.ACTS: _("it does what people do"),
        Why.SIGNED: _("it is signed with it"),
        Why.LOOKS: _("it looks like a name"),
        Why.AGAIN: _("it stands elsewhere in the text"),
    }
