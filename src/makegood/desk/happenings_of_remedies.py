"""What was given, and who was asked whether it may be, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from makegood.base.money import Money, NoCurrency
from makegood.conversations.queries import Happening
from makegood.remedies import words
from makegood.remedies.models import RemedyKind

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def _what(happening: Happening, minor: int | None = None) -> str:
    """What it is about, in a few words."""
    about = happening.about
    try:
        value = Money(int(about["value"] if minor is None else minor), str(about["currency"])).in_words()
        return words.short(RemedyKind(about["what"]), value)
    except (KeyError, ValueError, NoCurrency):
        return _("something")


def _said(happening: Happening, sentence: str, **more: str) -> str:
    nobody = "" if happening.by else "\0"
    return nobody + sentence % {"what": _what(happening), "why": str(happening.about.get("why", "")), **more}


def _granted(happening: Happening, names: Names) -> str:
    if happening.about.get("how") == "itself":
        return _said(happening, _("Given by itself: %(what)s"))
    told = happening.about.get("told") or happening.about.get("how") != "authority"
    return _said(happening, _("granted %(what)s") if told else _("granted %(what)s; the customer was not told yet"))


def _fulfilled(happening: Happening, names: Names) -> str:
    return _said(happening, _("gave %(what)s") if happening.by else _("Given: %(what)s"))


def _stuck(happening: Happening, names: Names) -> str:
    return _said(happening, _("could not give %(what)s: %(why)s") if happening.by else _("Stuck: %(what)s. %(why)s"))


def _retried(happening: Happening, names: Names) -> str:
    return _said(happening, _("tried again to give %(what)s"))


def _came_back(happening: Happening, names: Names) -> str:
    return _said(happening, _("Came back: %(what)s. %(why)s"))


def _withdrawn(happening: Happening, names: Names) -> str:
    return _said(happening, _("took back %(what)s. %(why)s") if happening.by else _("Taken back: %(what)s. %(why)s"))


def _asked(happening: Happening, names: Names) -> str:
    return _said(happening, _("asked whether they may give %(what)s"))


def _put(happening: Happening, names: Names) -> str:
    who = {"name": str(happening.about.get("name", ""))}
    if happening.about.get("told"):
        return _said(happening, _("%(name)s was asked for a yes"), **who)
    return _said(happening, _("%(name)s is asked for a yes as soon as they are here"), **who)


def _answered(happening: Happening, names: Names) -> str:
    about = happening.about
    if not about.get("yes"):
        return _said(happening, _("said no to %(what)s: %(why)s"))
    given = {"what": _what(happening, about.get("given"))}
    if about.get("silence"):
        return _said(happening, _("was asked and said nothing, which is a yes to %(what)s"), **given)
    return _said(
        happening, _("said yes, but less: %(what)s") if about.get("less") else _("said yes to %(what)s"), **given
    )


def _unanswered(happening: Happening, names: Names) -> str:
    return _said(happening, _("Nobody answered in time whether %(what)s may be given"))


def _unasked(happening: Happening, names: Names) -> str:
    return _said(happening, _("took the question back") if happening.by else _("The question was taken back"))


REMEDIES: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "remedy.granted": ("gift", _granted),
    "remedy.fulfilled": ("gift", _fulfilled),
    "remedy.stuck": ("hint", _stuck),
    "remedy.retried": ("gift", _retried),
    "remedy.came_back": ("hint", _came_back),
    "remedy.withdrawn": ("cross", _withdrawn),
    "ask.made": ("up", _asked),
    "ask.put": ("up", _put),
    "ask.answered": ("check", _answered),
    "ask.unanswered": ("hint", _unanswered),
    "ask.withdrawn": ("cross", _unasked),
}
