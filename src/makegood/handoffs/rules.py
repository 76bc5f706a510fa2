"""What may happen to a handoff: pure decisions, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.clocks.hours import Hours
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.handoffs.models import Handoff, State

TO_ACCEPT = timedelta(hours=2)  # working time of whoever is to accept
LONGEST_TEXT = 4000


def accept_by(at: datetime, hours: Hours) -> datetime:
    """By when an offer inside is to be answered."""
    return hours.add(at, TO_ACCEPT)


def lengthened(due_at: datetime, hours: Hours) -> datetime:
    """The same once more, for a question that was asked back."""
    return hours.add(due_at, TO_ACCEPT)


def cleaned(text: str) -> str:
    """Whole, within bounds, without empty ends."""
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def why_not_offer(conversation: Conversation, *, may: bool, reason: str) -> str:
    """Empty when this may be handed on; else why not, in words."""
    if conversation.state == Standing.MERGED:
        return _("This conversation was merged into another. Hand that one on.")
    if conversation.state == Standing.CLOSED:
        return _("This conversation is closed. Reopen it first.")
    if not may:
        return _("Only %(name)s or a lead can hand this on.") % {"name": conversation.owner or _("who has it")}
    return "" if cleaned(reason) else _("Say in a few words why you hand it on, so that nobody has to ask again.")


def why_not_close(handoff: Handoff) -> str:
    """Why the conversation does not close while this is open, and what to do instead."""
    if handoff.partner_id and handoff.state == State.ACCEPTED:
        return _("%(name)s still has a part of this. Wait for them, or take it back first.") % {"name": handoff.to_name}
    if handoff.partner_id:
        return _("%(name)s has not answered yet. Wait for them, or take it back first.") % {"name": handoff.to_name}
    return _("This is offered to %(name)s. Withdraw the offer first, or wait for the answer.") % {
        "name": handoff.to_name
    }


def what_became(handoff: Handoff) -> str:
    """What became of one that somebody else has ended or accepted meanwhile, by name."""
    who = str(handoff.ended_by or handoff.accepted_by or handoff.to_name)
    return {
        State.ACCEPTED: _("%(name)s has accepted this already.") % {"name": who},
        State.DECLINED: _("%(name)s has declined this already.") % {"name": who},
        State.WITHDRAWN: _("This offer was withdrawn: %(why)s") % {"why": handoff.why}
        if handoff.why
        else _("This offer was withdrawn."),
        State.RETURNED: _("This went back already: %(why)s") % {"why": handoff.why or _("nobody answered in time.")},
        State.FINISHED: _("%(name)s has finished this already.") % {"name": handoff.to_name},
    }.get(State(handoff.state), _("This has changed meanwhile. Look again."))


# Partners

PARTNER_ANSWERS_IN = 1  # working days to accept
USUAL_DAYS = 3  # working days, when they accept without a date
REMIND_AGAIN_IN = 1  # working day between reminders, and between the last one and taking it back
MOST_REMINDERS = 2
MOST_MOVES = 2
LONGEST_DATE = timedelta(days=366)
DAY_ENDS = time(18)


def end_of(day: date, zone: str) -> datetime:
    """When a day is over at the partner's: six in the evening of their clock."""
    return datetime.combine(day, DAY_ENDS, ZoneInfo(zone)).astimezone(UTC)


def why_not_date(at: datetime, *, now: datetime) -> str:
    """Empty when this can be promised; else why not, in words."""
    if at <= now:
        return _("That day has passed. Name a later one.")
    return _("That is more than a year away. Name an earlier day.") if at - now > LONGEST_DATE else ""


def why_not_move(handoff: Handoff, *, now: datetime) -> str:
    """Empty when the partner may give a new date; else why not, in words."""
    if handoff.state != State.ACCEPTED or handoff.promised_at is None:
        return what_became(handoff)
    if handoff.promised_at <= now:
        return _("The day that you named has come. Write to us instead; we have to tell the customer.")
    return _("You have moved it twice already. Write to us instead.") if handoff.moves >= MOST_MOVES else ""


YES = frozenset("yes ja oui si sí sim".split())
NO = frozenset("no nein non não".split())
DONE = frozenset("done fertig erledigt fini terminé hecho listo feito fatto".split())
# The whole first line, so that "No problem, we do it" declines nothing.
_COMMAND = re.compile(r"\W*(?P<word>[^\W\d_]+)\W*(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})?\W*")


@dataclass(frozen=True, slots=True)
class Command:
    """What the first line of a mail decides: "yes", "no", "done"; "" for nothing. `day`: the one that stands in it."""

    verb: str = ""
    day: date | None = None


def command_of(text: str) -> Command:
    """How a mail by a partner begins; only a line of one word that we asked for, and perhaps a day, decides."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    found = _COMMAND.fullmatch(line[:60]) if len(line) <= 60 else None
    word = found["word"].casefold() if found else ""
    verb = "yes" if word in YES else "no" if word in NO else "done" if word in DONE else ""
    return Command(verb, _day(found["day"] or "")) if verb and found else Command()


def _day(text: str) -> date | None:
    parts = [int(one) for one in re.findall(r"\d+", text)]
    try:
        return date(*(parts if "-" in text else reversed(parts))) if parts else None
    except ValueError:
        return None


def is_theirs(address: str, addresses: Iterable[str]) -> bool:
    """Whether the mail address is one of the partner's own."""
    return address.strip().lower() in {one.lower() for one in addresses}
