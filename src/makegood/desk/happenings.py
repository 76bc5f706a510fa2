"""What happened, in one sentence each; and the timeline of a conversation, cut into days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from makegood.base import clockwords
from makegood.base.words import word as _
from makegood.conversations.queries import Happening, MessageItem, NoteItem
from makegood.desk.happenings_of_calls import CALLS
from makegood.desk.happenings_of_customers import OF_CUSTOMERS
from makegood.desk.happenings_of_handoffs import HANDED
from makegood.desk.happenings_of_ladders import CLIMBED
from makegood.desk.happenings_of_money import MONEY
from makegood.desk.happenings_of_promises import PROMISES, moment_of
from makegood.desk.happenings_of_remedies import REMEDIES
from makegood.desk.happenings_of_stories import STORIES
from makegood.desk.happenings_of_work import WORK

Item = MessageItem | NoteItem | Happening


@dataclass(frozen=True, slots=True)
class Told:
    """A happening as one line: a sign, who (may be ""), what they did."""

    sign: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: `kind` is day, message, note or event."""

    kind: str
    at: datetime
    item: Item | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the ids in events are called."""

    people: Mapping[int, str]
    teams: Mapping[int, str]
    me: str
    now: datetime


def entries(items: Iterable[Item], names: Names) -> list[Entry]:
    """Everything in one order, with a line where a day begins."""
    found: list[Entry] = []
    last: date | None = None
    zone = timezone.get_current_timezone()
    for item in items:
        day = item.at.astimezone(zone).date()
        if day != last:
            found.append(Entry("day", item.at))
        last = day
        found.append(_entry(item, names))
    return found


def _entry(item: Item, names: Names) -> Entry:
    if isinstance(item, MessageItem):
        return Entry("message", item.at, item)
    if isinstance(item, NoteItem):
        return Entry("note", item.at, item)
    return Entry("event", item.at, item, told(item, names))


def told(happening: Happening, names: Names) -> Told:
    """The sentence. A kind that has none of its own says its timeline label."""
    sign, sentence = SENTENCES.get(happening.kind, ("clock-calm", _other))
    who = _actor(happening.by, names)
    words = sentence(happening, names)
    return Told(sign, who if who and not words.startswith("\0") else "", words.lstrip("\0"))


def _actor(name: str, names: Names) -> str:
    """Who did it, as it stands before what was done: "You", "Ana"."""
    if not name or name == names.me:
        return pgettext("before what was done", "You") if name else ""
    return pgettext("before what was done", "%(name)s") % {"name": name}


def _other(happening: Happening, names: Names) -> str:
    return happening.kind.replace(".", " ")


def _assigned(happening: Happening, names: Names) -> str:
    to, team = happening.about.get("to"), happening.about.get("team")
    if why := happening.about.get("why", ""):
        return "\0" + _given(happening.about, why, names)
    if to is None:
        return _("gave it to %(team)s") % {"team": names.teams.get(team or 0, _("another team"))}
    return _("gave it to %(name)s") % {"name": names.people.get(to, _("a colleague"))}


def _given(about: Mapping[str, Any], why: str, names: Names) -> str:
    """What went to somebody by itself, and why."""
    name = names.people.get(about.get("to") or 0) or names.teams.get(about.get("team") or 0, _("the team"))
    if why == "absence":
        away = names.people.get(about.get("from") or 0, _("its owner"))
        return _("Longer away: %(away)s. %(name)s has it now") % {"away": away, "name": name}
    words = {"by_turn": _("It was the turn of %(name)s"), "by_load": _("It went to %(name)s, who had least open")}
    return words.get(why, _("It went to %(name)s")) % {"name": name}


def _held(happening: Happening, names: Names) -> str:
    until = moment_of(happening.about.get("until"))
    if until is None:
        return _("put it on hold")
    zone = timezone.get_current_timezone()
    return _("put it on hold until %(when)s") % {"when": clockwords.moment(until, now=names.now, zone=zone)}


def _tagged(happening: Happening, names: Names) -> str:
    tags, had = happening.about.get("tags", []), happening.about.get("had", [])
    new, gone = [one for one in tags if one not in had], [one for one in had if one not in tags]
    if new and not gone:
        return _("added the tag %(tags)s") % {"tags": ", ".join(new)}
    if gone and not new:
        return _("took off the tag %(tags)s") % {"tags": ", ".join(gone)}
    return _("changed the tags to %(tags)s") % {"tags": ", ".join(tags) or _("none")}


def _settled(happening: Happening, names: Names) -> str:
    return {
        "thanks": _("saw that it was thanks, and closed it"),
        "spam": _("marked it as spam, and blocked the sender"),
        "answered_elsewhere": _("noted that it was answered elsewhere, and closed it"),
    }.get(happening.about.get("why", ""), _("noted that nothing is to be answered"))


def _linked(happening: Happening, names: Names) -> str:
    about = happening.about
    if "part_of" in about:
        whole = about["part_of"]
        words = _("made it a part of #%(number)s") if whole else _("took it out of the greater matter")
        return words % {"number": whole}
    if "without" in about:
        return _("took the link to #%(number)s away") % {"number": about["without"]}
    if "with" in about:
        return _("linked it with #%(number)s") % {"number": about["with"]}
    return "\0" + _("Linked with another conversation")


def _merged(happening: Happening, names: Names) -> str:
    return _("merged #%(source)s into #%(target)s") % happening.about


def _unmerged(happening: Happening, names: Names) -> str:
    return _("took #%(source)s and #%(target)s apart again") % happening.about


def _split(happening: Happening, names: Names) -> str:
    return _("split #%(target)s off #%(source)s") % happening.about


def _missed(happening: Happening, names: Names) -> str:
    words = {
        "resolution": _("The time for a solution passed. The team was told"),
        "callback": _("The time to call back passed. The team was told"),
    }
    return "\0" + words.get(happening.about.get("kind", ""), _("The time to answer passed. The team was told"))


def _warned(happening: Happening, names: Names) -> str:
    words = {
        "resolution": _("A solution is due %(when)s. The team was told"),
        "callback": _("A call back is due %(when)s. The team was told"),
    }.get(happening.about.get("kind", ""), _("An answer is due %(when)s. The team was told"))
    return "\0" + words % {"when": _when(happening, names)}


def _counted_anew(happening: Happening, names: Names) -> str:
    words = _("The answer is due sooner, %(when)s: hours or targets have changed")
    if happening.about.get("kind") == "callback":
        words = _("The call is due when they want to be called, %(when)s")
    return "\0" + words % {"when": _when(happening, names)}


def _when(happening: Happening, names: Names) -> str:
    due = moment_of(happening.about.get("due_at"))
    return clockwords.moment(due, now=names.now, zone=timezone.get_current_timezone()) if due else _("soon")


def _says(words: Callable[[], str], *, alone: bool = False) -> Callable[[Happening, Names], str]:
    """A sentence that is always the same. `alone`: nobody did it, so no name stands before it."""
    return lambda happening, names: ("\0" if alone else "") + words()


SENTENCES: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "conversation.assigned": ("hand", _assigned),
    "conversation.claimed": ("person", _says(lambda: _("took it"))),
    "conversation.released": ("hand", _says(lambda: _("gave it back to the team"))),
    "conversation.held": ("clock-paused", _held),
    "conversation.resumed": ("clock-calm", _says(lambda: _("We look at it again"), alone=True)),
    "conversation.closed": ("check", _says(lambda: _("closed it"))),
    "conversation.reopened": ("undo", _says(lambda: _("reopened it"))),
    "conversation.tagged": ("tag", _tagged),
    "conversation.settled": ("check", _settled),
    "conversation.rested": (
        "clock-paused",
        _says(lambda: _("It rested, and is closed. Any word opens it again"), alone=True),
    ),
    "conversation.linked": ("link", _linked),
    "conversation.merged": ("merge", _merged),
    "conversation.unmerged": ("split", _unmerged),
    "conversation.split": ("split", _split),
    **PROMISES,
    **REMEDIES,
    **CLIMBED,
    **CALLS,
    **OF_CUSTOMERS,
    **MONEY,
    **WORK,
    **STORIES,
    "reply.undone": ("undo", _says(lambda: _("took a reply back before it left"))),
    "act.undone": ("undo", _says(lambda: _("took that back"))),
    "clock.missed": ("clock-over", _missed),
    "clock.warned": ("clock-soon", _warned),
    "clock.moved": ("clock-moved", _counted_anew),
    "alarm.raised": (
        "hint",
        _says(lambda: _("Many strangers write in this conversation. Look before you answer"), alone=True),
    ),
    **HANDED,
    "customer.blocked": ("lock", _says(lambda: _("blocked the sender"))),
    "customer.unblocked": ("lock", _says(lambda: _("unblocked the sender"))),
}
