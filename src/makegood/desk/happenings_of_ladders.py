"""What climbed a ladder, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from makegood.base.words import word as _
from makegood.conversations.queries import Happening

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def _begun(happening: Happening, names: Names) -> str:
    cause, reason = happening.about.get("cause", ""), happening.about.get("reason", "")
    words = {
        "late_answer": _("The answer is late, so the next above is asked"),
        "late_call": _("The call back is late, so the next above is asked"),
        "broken_promise": _("A promise was broken, so the next above is asked"),
        "silent_partner": _("A partner does not answer, so the next above is asked"),
        "unanswered_offer": _("A handoff was not answered, so the next above is asked"),
        "effort": _("It has cost the customer much, so the next above is asked"),
        "customer": _("The customer took it higher"),
    }.get(cause, "")
    said = "\0" + words if words else _("took it higher")
    return f"{said}: {reason}" if reason else said


def _climbed(happening: Happening, names: Names) -> str:
    about = happening.about
    name = names.people.get(about.get("to") or 0, _("someone above"))
    words = _("%(name)s has it now") if about.get("told") else _("%(name)s has it as soon as they are back")
    skipped = [_skipped(one, names) for one in about.get("skipped", [])]
    return "\0" + " · ".join([words % {"name": name}, *skipped])


def _skipped(skip: dict[str, Any], names: Names) -> str:
    name = names.people.get(skip.get("agent", 0), _("a colleague"))
    words = {
        "absent": _("%(name)s is away"),
        "off": _("%(name)s is off duty"),
        "asked": _("%(name)s was asked already"),
        "subject": _("%(name)s is whom it is about"),
        "power": _("%(name)s may not grant that"),
        "avoided": _("the customer asked to be spared from %(name)s's place"),
    }.get(skip.get("why", ""), _("%(name)s was passed over"))
    return words % {"name": name}


def _stranded(happening: Happening, names: Names) -> str:
    return "\0" + _("Nobody above could be asked; the admins see it")


def _ended(happening: Happening, names: Names) -> str:
    return "\0" + _("What was taken higher is settled")


CLIMBED: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "escalation.begun": ("up", _begun),
    "escalation.climbed": ("up", _climbed),
    "escalation.stranded": ("up", _stranded),
    "escalation.ended": ("check", _ended),
}
