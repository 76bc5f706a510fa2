"""What is said while nobody is there, and to whom. Pure; times are UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from makegood.clocks.hours import Hours
from makegood.conversations.letter import Kind
from makegood.conversations.models import Message

LONGEST_WORDS = 2000
USUAL_PROMISE = 120  # working minutes after we are back
LONGEST_PROMISE = 60 * 24 * 5
DAY = timedelta(days=1)
_NAME = re.compile(r"\{([^{}]*)\}")
_NAMES = ("first_name", "back", "answer_by", "team", "company")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an admin chose for a mailbox. `words` by language, "" or absent: the usual ones; `promise` is so many
    working minutes after we are back, None: nothing is promised."""

    is_on: bool
    words: Mapping[str, str]
    promise: int | None


def why_not_set(setting: Setting) -> str:
    """Empty when this can be set; else why not, in words."""
    for text in setting.words.values():
        if len(text) > LONGEST_WORDS:
            return _("That is too long for such a mail. %(count)d characters at most.") % {"count": LONGEST_WORDS}
        if wrong := next((name for name in _NAME.findall(text) if name not in _NAMES), None):
            known = ", ".join(f"{{{name}}}" for name in _NAMES)
            return _("Nobody knows what {%(name)s} stands for. You can use %(known)s.") % {
                "name": wrong,
                "known": known,
            }
        if setting.promise is None and "{answer_by}" in text:
            return _("Your words say by when we answer, but nothing is promised. Choose a time, or leave it out.")
    if setting.promise is not None and not 0 < setting.promise <= LONGEST_PROMISE:
        return _("An answer can be promised within five days of work at most.")
    return ""


def asks_for_one(message: Message) -> bool:
    """Whether a message may be answered by a machine: a known person wrote it, to us, of themselves (RFC 3834)."""
    is_person = message.direction == Message.IN and message.kind == Kind.PERSON
    return is_person and message.may_autorespond and not message.is_stranger and not message.is_doubtful


def closed_until(hours: Hours, at: datetime) -> datetime | None:
    """When we are back; None: we are there, or nobody knows when we open."""
    return None if hours.is_open(at) else hours.next_open(at)


def answer_by(hours: Hours, back: datetime, minutes: int) -> datetime:
    """By when an answer is promised: so many working minutes after we are back."""
    return hours.add(back, timedelta(minutes=minutes))


def moment(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """A moment as one says it to a customer: "today at 8:00", "on Monday 23 November at 8:00"."""
    words = (_("today at %(time)s"), _("tomorrow, %(day)s, at %(time)s"), _("on %(date)s at %(time)s"))
    return _on_its_day(at, words, now=now, zone=zone)


def until(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """The same for an end: "today 10:00", "tomorrow, Friday, 10:00", "Monday 23 November, 10:00"."""
    words = (_("today %(time)s"), _("tomorrow, %(day)s, %(time)s"), _("%(date)s, %(time)s"))
    return _on_its_day(at, words, now=now, zone=zone)


def _on_its_day(at: datetime, words: tuple[str, str, str], *, now: datetime, zone: tzinfo) -> str:
    """The words for today, for tomorrow, or for any other day, with that day and time."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    about = {"time": f"{local:%H:%M}", "day": in_words(local, "l"), "date": in_words(local, "l j F")}
    return words[{today: 0, today + DAY: 1}.get(local.date(), 2)] % about


def usual() -> str:
    """What is said where nobody chose words, in the language that holds now."""
    return _(
        "Hello {first_name},\n\nthank you for your message. We have it. Nobody is here at the moment; "
        "we are back {back}.\n\nYou need not write again.\n\n{company}"
    )


def what() -> str:
    """What is promised, in the language that holds now."""
    return _("We answer you")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with what stands for what; a name that is not known leaves no gap. The time by when we answer is said
    in any case, where one is promised."""
    if values.get("answer_by") and "{answer_by}" not in text:
        head, end, tail = text.rpartition("\n\n{company}")
        promise = "\n\n" + _("We answer you by {answer_by}.")
        text = f"{head}{promise}{end}{tail}" if end else text.rstrip() + promise
    text = _NAME.sub(lambda found: values.get(found[1], ""), text)
    return re.sub(r"[ \t]+([,.;:!?])", r"\1", text).strip()
