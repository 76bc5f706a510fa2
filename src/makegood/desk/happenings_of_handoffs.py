"""What was handed on, inside and to partners, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from makegood.base import clockwords
from makegood.base.words import word as _
from makegood.conversations.queries import Happening
from makegood.desk.happenings_of_promises import moment_of

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def _offered(happening: Happening, names: Names) -> str:
    return _("offered this to %(name)s") % {"name": _receiver(happening, names)}


def _accepted(happening: Happening, names: Names) -> str:
    if happening.about.get("partner"):
        until = moment_of(happening.about.get("until"))
        when = _at(until, names) if until else ""
        return _theirs(happening, names, _("%(who)s takes it, by %(when)s"), when=when)
    took = timedelta(seconds=happening.about.get("took") or 0)
    return _("accepted the handoff after %(span)s") % {"span": clockwords.span(took)}


def _declined(happening: Happening, names: Names) -> str:
    if happening.about.get("partner"):
        return _theirs(happening, names, _("%(who)s declined: %(why)s"), why=happening.about.get("why", ""))
    return _("declined the handoff: %(why)s") % {"why": happening.about.get("why", "")}


def _theirs_moved(happening: Happening, names: Names) -> str:
    until = moment_of(happening.about.get("until"))
    return _theirs(happening, names, _("%(who)s moved it to %(when)s"), when=_at(until, names) if until else "")


def _partner(words: Callable[[], str]) -> Callable[[Happening, Names], str]:
    """A sentence about a partner, %(who)s in it."""
    return lambda happening, names: _theirs(happening, names, words())


def _theirs(happening: Happening, names: Names, words: str, **more: str) -> str:
    """What a partner did, or what happened with them; who wrote it down for them stands before it."""
    return "\0" + words % {"who": _receiver(happening, names), "why": happening.about.get("why", ""), **more}


def _at(at: datetime, names: Names) -> str:
    return clockwords.moment(at, now=names.now, zone=timezone.get_current_timezone())


def _withdrawn(happening: Happening, names: Names) -> str:
    why = happening.about.get("why", "")
    words = _("took back the offer to %(name)s") % {"name": _receiver(happening, names)}
    if not happening.by:
        words = "\0" + _("The offer to %(name)s is over") % {"name": _receiver(happening, names)}
    return f"{words}: {why}" if why else words


def _returned(happening: Happening, names: Names) -> str:
    return "\0" + _("%(name)s did not answer in time, so it came back") % {"name": _receiver(happening, names)}


def _receiver(happening: Happening, names: Names) -> str:
    name = str(happening.about.get("receiver", ""))
    return _("you") if name and name == names.me else name or _("a colleague")


HANDED: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "handoff.offered": ("hand", _offered),
    "handoff.asked": ("ask", lambda happening, names: _("asked something before accepting")),
    "handoff.answered": ("hand", lambda happening, names: _("answered the question")),
    "handoff.accepted": ("hand", _accepted),
    "handoff.declined": ("hand", _declined),
    "handoff.withdrawn": ("undo", _withdrawn),
    "handoff.returned": ("clock-over", _returned),
    "handoff.finished": ("check", _partner(lambda: _("%(who)s is done"))),
    "handoff.moved": ("clock-moved", _theirs_moved),
    "handoff.word": ("chat", _partner(lambda: _("%(who)s wrote"))),
    "handoff.told": ("mail", lambda happening, names: _("wrote to %(name)s") % {"name": _receiver(happening, names)}),
    "handoff.reminded": ("clock-now", _partner(lambda: _("%(who)s was reminded"))),
    "handoff.taken_back": (
        "undo",
        lambda happening, names: _("took it back from %(name)s") % {"name": _receiver(happening, names)},
    ),
    "handoff.undelivered": ("hint", _partner(lambda: _("Our mail did not reach %(who)s: %(why)s"))),
}
