"""What customers said beside their words: how they want to be reached, and thanks; in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from makegood.base import clockwords
from makegood.base.words import word as _
from makegood.conversations.queries import Happening
from makegood.conversations.wishes import Wishes, in_words
from makegood.desk.happenings_of_promises import moment_of

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def _wishes(happening: Happening, names: Names) -> str:
    kept = happening.about.get("is", {})
    wishes = _as_wishes(kept.get("here") or kept.get("all") or {})
    places = {int(pk): name for pk, name in happening.about.get("places", {}).items()}
    said = ", ".join(in_words(wishes, places))
    if happening.by:
        return _("noted how the customer wants to be reached: %(wishes)s") % {"wishes": said or _("as it suits us")}
    if "taken_back" in happening.about:
        return "\0" + _("The customer took that back: %(wishes)s") % {"wishes": said or _("as it suits us")}
    here = kept.get("here") is not None
    words = _("The customer wants here: %(wishes)s") if here else _("The customer wants: %(wishes)s")
    return "\0" + words % {"wishes": said or _("to be reached as it suits us")}


def _as_wishes(plain: dict[str, Any]) -> Wishes:
    return Wishes(
        way=plain.get("way", ""),
        call_from=time.fromisoformat(plain["call_from"]) if plain.get("call_from") else None,
        call_until=time.fromisoformat(plain["call_until"]) if plain.get("call_until") else None,
        only_changes=plain.get("only_changes", False),
        avoids=tuple(plain.get("avoids", ())),
        words=plain.get("words", ""),
    )


def _thanked(happening: Happening, names: Names) -> str:
    about, me = happening.about, happening.about.get("name") == names.me
    name, words = about.get("name", _("a colleague")), about.get("words", "")
    if happening.by and about.get("way") != "mail":
        return _colleague_thanked(me, name, words)
    if not words:
        return "\0" + (_("The customer thanked you") if me else _("The customer thanked %(name)s") % {"name": name})
    said = _("The customer thanked you: “%(words)s”") if me else _("The customer thanked %(name)s: “%(words)s”")
    return "\0" + said % {"name": name, "words": words}


def _colleague_thanked(me: bool, name: str, words: str) -> str:
    if not words:
        return _("said that you did this well") if me else _("said that %(name)s did this well") % {"name": name}
    said = _("thanked you: “%(words)s”") if me else _("thanked %(name)s: “%(words)s”")
    return said % {"name": name, "words": words}


def _asked(happening: Happening, names: Names) -> str:
    return "\0" + _("The customer was asked by a mail whether this is solved")


def _answered(happening: Happening, names: Names) -> str:
    about = happening.about
    words = (
        _("The customer says: this is solved") if about.get("solved") else _("The customer says: this is not solved")
    )
    work = {
        "little": _("it was hardly any work for them"),
        "some": _("it was some work for them"),
        "much": _("it was a lot of work for them"),
    }.get(about.get("work", ""))
    return "\0" + (f"{words}, {work}" if work else words)


def _closed(happening: Happening, names: Names) -> str:
    back = moment_of(happening.about.get("back"))
    zone = timezone.get_current_timezone()
    when = clockwords.moment(back, now=names.now, zone=zone) if back else ""
    return "\0" + _("Nobody was here. The customer was told by a mail when we are back: %(when)s") % {"when": when}


def _watched(happening: Happening, names: Names) -> str:
    about = happening.about
    why = {
        "silent": _("The carrier of the order %(number)s has told nothing for days."),
        "moved": _("The order %(number)s comes on another day."),
    }.get(about.get("why", ""), _("The order %(number)s takes longer than was said."))
    told = _("The customer was told by a mail") if about.get("told") else _("The customer could not be written to")
    said = why % {"number": about.get("number", "")} + " " + told
    if held_back := about.get("held_back"):
        said += ". " + _("What is given for late orders was not: %(why)s") % {"why": held_back}
    return "\0" + said


def _notified(happening: Happening, names: Names) -> str:
    return "\0" + _("Told by a notice to many: “%(subject)s”") % {"subject": happening.about.get("subject", "")}


def _tied(happening: Happening, names: Names) -> str:
    words = _("noted that it is about the order %(number)s")
    if happening.about.get("off"):
        words = _("noted that it is not about the order %(number)s")
    return words % {"number": happening.about.get("number", "")}


OF_CUSTOMERS: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "closed.said": ("mail", _closed),
    "wishes.changed": ("person", _wishes),
    "kudos.given": ("heart", _thanked),
    "question.asked": ("ask", _asked),
    "question.answered": ("ask", _answered),
    "order.tied": ("link", _tied),
    "notice.told": ("mail", _notified),
    "order.watched": ("clock-soon", _watched),
}
