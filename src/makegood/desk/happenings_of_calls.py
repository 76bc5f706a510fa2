"""What was called, and what became of it, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import ngettext

from makegood.base import clockwords, phones
from makegood.base.words import word as _
from makegood.conversations.queries import Happening
from makegood.desk.happenings_of_promises import moment_of

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def _made(happening: Happening, names: Names) -> str:
    about = happening.about
    left = about.get("outcome") == "left_message"
    words = _("called, and left a message") if left else _("called; no answer")
    if about.get("tried"):
        words += " · " + _("try %(tried)s of %(of)s") % {"tried": about["tried"], "of": about.get("of", 3)}
    if at := _at(about.get("next_at"), names):
        words += " · " + _("next try %(when)s") % {"when": at}
    return f"{words}: {about['words']}" if about.get("words") else words


def _asked(happening: Happening, names: Names) -> str:
    about = happening.about
    said = {"number": phones.shown(str(about.get("number", ""))), "when": _at(about.get("due_at"), names)}
    words = _("They want to be called back on %(number)s, by %(when)s")
    if about.get("again"):
        words = _("They still wait for a call back on %(number)s, by %(when)s")
    return "\0" + words % said


def _reached(happening: Happening, names: Names) -> str:
    return "\0" + _("They wanted to be called back, and were reached")


def _unreached(happening: Happening, names: Names) -> str:
    told, tries = happening.about.get("told"), happening.about.get("tries", 3)
    words = ngettext(
        "Called once, and nobody answered: a mail to them says so",
        "Called %(tries)s times, and nobody answered: a mail to them says so",
        tries,
    )
    if not told:
        words = ngettext(
            "Called once, nobody answered, and no mail reaches them: find another way",
            "Called %(tries)s times, nobody answered, and no mail reaches them: find another way",
            tries,
        )
    return "\0" + words % {"tries": tries}


def _called_off(happening: Happening, names: Names) -> str:
    return _("called the call back off: %(why)s") % {"why": happening.about.get("why", "")}


def _at(said: object, names: Names) -> str:
    at = moment_of(said)
    return clockwords.moment(at, now=names.now, zone=timezone.get_current_timezone()) if at else ""


CALLS: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "call.made": ("phone", _made),
    "callback.asked": ("phone", _asked),
    "callback.reached": ("clock-kept", _reached),
    "callback.unreached": ("hint", _unreached),
    "callback.called_off": ("cross", _called_off),
}
