"""What became of our word, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base import clockwords
from makegood.conversations.queries import Happening

if TYPE_CHECKING:
    from makegood.desk.happenings import Names


def moment_of(text: Any) -> datetime | None:
    """A time as events keep it; None when it is none."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _what(happening: Happening, words: str, *, alone: bool = False) -> str:
    """The words with what was promised; what an event did has no name before it."""
    nobody = alone or not happening.by
    return ("\0" if nobody else "") + words % {"what": happening.about.get("what", "")}


def _promised(happening: Happening, names: Names) -> str:
    due = moment_of(happening.about.get("due_at"))
    zone = timezone.get_current_timezone()
    when = clockwords.moment(due, now=names.now, zone=zone) if due else ""
    if not happening.by:
        return _what(happening, _("Promised by itself: “%(what)s”, by {when}").format(when=when))
    told = (
        _("promised “%(what)s”, by {when}")
        if happening.about.get("told")
        else _("noted a promise among ourselves: “%(what)s”, by {when}")
    )
    return _what(happening, told.format(when=when))


def _moved(happening: Happening, names: Names) -> str:
    due = moment_of(happening.about.get("due_at"))
    zone = timezone.get_current_timezone()
    when = clockwords.moment(due, now=names.now, zone=zone) if due else ""
    words = _("agreed a new time for “%(what)s”: {when}. {reason}")
    return _what(happening, words.format(when=when, reason=str(happening.about.get("reason", "")).replace("%", "%%")))


def _kept(happening: Happening, names: Names) -> str:
    if happening.by:
        return _what(happening, _("kept “%(what)s”"))
    return _what(happening, _("“%(what)s” is kept: what it waited for has happened"))


def _broken(happening: Happening, names: Names) -> str:
    if happening.by:
        return _what(happening, _("owned up: “%(what)s” will not be kept"))
    return _what(happening, _("We did not keep our word: “%(what)s”"))


def _made_good(happening: Happening, names: Names) -> str:
    if happening.by:
        return _what(happening, _("made good on “%(what)s”"))
    return _what(happening, _("“%(what)s” is made good: what it waited for has happened"))


def _came(happening: Happening, names: Names) -> str:
    words = {
        "shipped": _("It has shipped"),
        "arrived": _("It has arrived here"),
        "delivered": _("It has been delivered"),
        "repaired": _("It is repaired"),
        "paid": _("The payment is through"),
        "answered": _("A partner has answered"),
    }
    return "\0" + words.get(happening.about.get("event", ""), _("Something that we waited for has happened"))


def _owned_up(happening: Happening, names: Names) -> str:
    return "\0" + _("The customer was told by a mail that went by itself")


def _corrected(happening: Happening, names: Names) -> str:
    return _what(happening, _("said that “%(what)s” was kept in truth"))


def _withdrawn(happening: Happening, names: Names) -> str:
    return _what(happening, _("withdrew “%(what)s”"))


PROMISES: dict[str, tuple[str, Callable[[Happening, Names], str]]] = {
    "promise.made": ("word", _promised),
    "promise.kept": ("clock-kept", _kept),
    "promise.renegotiated": ("clock-moved", _moved),
    "promise.broken": ("clock-over", _broken),
    "promise.owned_up": ("mail", _owned_up),
    "promise.corrected": ("clock-kept", _corrected),
    "promise.made_good": ("check", _made_good),
    "promise.withdrawn": ("cross", _withdrawn),
    "event.came": ("check", _came),
}
