"""What stands in a mail beside the customer's page: a line to say thanks, or the one question after closing. And the
monthly letter about thanks to head office."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.agenda import queries
from makegood.agenda.models import Turn
from makegood.channels.mail.telling.own import OwnMail, write_to
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation
from makegood.conversations.queries import OutgoingMail, tongue_for
from makegood.conversations.rules import UNASKED
from makegood.kudos import letter as letters
from makegood.kudos.queries import given_in
from makegood.people import queries as people

Links = tuple[tuple[str, str], ...]


def more_links(mail: OutgoingMail, page: str) -> Links:
    """Words and address of each such line, in the customer's language; `page` is the address of theirs."""
    with translation.override(tongue_for(mail.conversation)):
        if mail.once.startswith(f"{UNASKED}{Occasion.SOLVED}:"):
            return (
                (_("Yes, it is solved:"), f"{page}/solved?it=yes"),
                (_("No, it is not:"), f"{page}/solved?it=no"),
            )
        if mail.mailbox.gives_thanks and not mail.is_automatic and not _has_thanked(mail.conversation):
            return ((_("Say thanks, in two taps:"), "/thanks/".join(page.rsplit("/t/", 1))),)
    return ()


def _has_thanked(number: int) -> bool:
    return given_in(Conversation(pk=number)) is not None


def begin(*, now: datetime) -> None:
    """The letter about the month that runs is planned, unless one is: each month plans the next. Twice is once."""
    if not queries.is_any("kudos_month"):
        _plan_month(letters.month_of(now))


def _key(month: date) -> str:
    return f"kudos-month:{month:%Y-%m}"


def _plan_month(month: date) -> None:
    agenda.plan("kudos_month", _key(month), run_at=letters.due_at(month), about={"month": month.isoformat()})


def month(turn: Turn, *, now: datetime) -> None:
    """Each reader of head office has a turn, unless nobody was thanked; the next month is planned. Twice is once."""
    about = date.fromisoformat(turn.about["month"])
    with transaction.atomic():
        # All of it or nothing: once the next month stands there, the letters about this one may have left already.
        if queries.turn(_key(letters.after(about))) is not None:
            return
        _plan_month(letters.after(about))
        if letters.lines(about):
            for agent in letters.readers():
                key = f"kudos-letter:{about:%Y-%m}:{agent}"
                agenda.plan("kudos_letter", key, run_at=now, about={"month": about.isoformat(), "agent": agent})


def letter(turn: Turn, *, now: datetime) -> None:
    """The letter has left, in its reader's language. A repeat is the same mail. Raises TryAgain, or GiveUp."""
    agent, about = turn.about["agent"], date.fromisoformat(turn.about["month"])
    if agent not in letters.readers():
        return
    reader = people.agent(agent)
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    with translation.override(reader.language):
        if some := letters.lines(about):
            said = letters.letter(about, some, name=reader.name.partition(" ")[0], origin=origin)
            own = OwnMail(said.subject, said.text, f"thanks-{about:%Y-%m}-{agent}", said.html)
            write_to(reader, own, now=now)
