"""What of a message or note can be found, and by which marks. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from makegood.base.folding import folded
from makegood.conversations.models import Conversation, Message, Note

ANY = "x"
NOTHING = "z"
MOST_RECIPIENTS = 20

# How mail programs begin the subject of what they pass on.
_PASSED_ON = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|doorst|vl|vs|i)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message (or one note) as the index takes it."""

    conversation: int
    message: int | None
    note: int | None
    at: datetime
    marks: str
    known_as: str
    text: str
    subject: str
    sender: str
    others: str

    @property
    def people(self) -> str:
        """Everyone who is named: who said it, and to whom."""
        return f"{self.sender} {self.others}"

    @property
    def all_marks(self) -> str:
        """The conversation's marks, and those of the time and the sender, which never change."""
        return f"{self.marks} {time_marks(self.at)} {' '.join(sender_marks(self.sender))}"


def entry_of_message(message: Message, conversation: Conversation, *, marks: str, known_as: str) -> Entry:
    """What is found of a message: its words, subject, sender, and to whom else it went."""
    people = [*message.to, *message.cc] if message.direction == Message.OUT else message.cc
    return Entry(
        conversation=conversation.pk,
        message=message.pk,
        note=None,
        at=message.at,
        marks=marks,
        known_as=known_as,
        text=text_of(message),
        subject=message.subject,
        sender=f"{message.sender_name} {message.sender_address}",
        others=f"{known_as} {_names(people)}",
    )


def entry_of_note(note: Note, conversation: Conversation, *, marks: str, known_as: str) -> Entry:
    """What is found of a note: its words, and the customer it is about."""
    return Entry(
        conversation=conversation.pk,
        message=None,
        note=note.pk,
        at=note.at,
        marks=marks,
        known_as=known_as,
        text=note.text,
        subject="",
        sender="",
        others=known_as,
    )


def text_of(message: Message) -> str:
    """What a message newly says; all of it when it is the first word or passes something on."""
    return newly_said(message.text, message.reply_text, is_answer=bool(message.references), subject=message.subject)


def newly_said(text: str, reply_text: str, *, is_answer: bool, subject: str) -> str:
    """The same of a message's own parts."""
    return reply_text if reply_text and is_answer and not _PASSED_ON.match(subject) else text


def _names(people: Iterable[Mapping[str, str]]) -> str:
    return " ".join(f"{one['name']} {one['address']}" for one in list(people)[:MOST_RECIPIENTS])


def marks_of(conversation: Conversation, guests: Iterable[str] = ()) -> str:
    """By what the index narrows a search before it reads any conversation: team, those to whom something in it is put
    (their marks), mailbox, tags. One space between."""
    tags = [tag_mark(one) for one in conversation.tags]
    mailbox = [mailbox_mark(conversation.mailbox_id)] if conversation.mailbox_id else []
    return " ".join(dict.fromkeys([ANY, team_mark(conversation.team_id), *guests, *mailbox, *tags]))


def team_mark(team: int) -> str:
    """The mark of a team's conversations."""
    return f"t{team}"


def agent_mark(agent: int) -> str:
    """The mark of conversations in which something is put to the agent."""
    return f"a{agent}"


def mailbox_mark(mailbox: int) -> str:
    """The mark of a mailbox's conversations."""
    return f"b{mailbox}"


def tag_mark(name: str) -> str:
    """The mark of a tag, whatever characters its name has. Ends in a digit, so that no stemmer touches it."""
    return f"g{hashlib.blake2b(name.casefold().encode(), digest_size=6).hexdigest()}0"


def sender_marks(name: str) -> list[str]:
    """The marks of who said something. Names that are also common words would otherwise be sought in every text."""
    return [f"n{word}" for word in folded(name).split()]


def time_marks(at: datetime) -> str:
    """The marks of a moment's year, month and day, in UTC."""
    return f"{at.astimezone(UTC):y%Y m%Y%m d%Y%m%d}"


def marks_between(after: date | None, before: date | None, *, first: date, last: date) -> list[str]:
    """Marks that together cover the days from `after` to before `before`, within `first` and `last`. None: no bound.

    A day more on either side, since days are the agent's and marks UTC. Few: whole months and years have one mark.
    """
    day = max(first, (after or first) - timedelta(days=1))
    end = min(last, before or last) + timedelta(days=1)
    marks = []
    while day <= end:
        mark, day = _widest(day, end)
        marks.append(mark)
    return marks


def _widest(day: date, end: date) -> tuple[str, date]:
    """The mark of the longest whole span that begins with the day and ends by `end`, and the day after it."""
    one = timedelta(days=1)
    if (day.month, day.day) == (1, 1) and day.replace(year=day.year + 1) - one <= end:
        return f"y{day:%Y}", day.replace(year=day.year + 1)
    month = (day + timedelta(days=31)).replace(day=1) if day.day == 1 else day
    if day.day == 1 and month - one <= end:
        return f"m{day:%Y%m}", month
    return f"d{day:%Y%m%d}", day + one
