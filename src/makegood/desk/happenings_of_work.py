"""What was written into the work log, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.base.money import Money, NoCurrency
from makegood.conversations.queries import Happening
from makegood.worklog.words import lasted

if TYPE_CHECKING:
    from makegood.desk.happenings import Names

Sentence = Callable[[Happening, "Names"], str]


def _facts(happening: Happening) -> str:
    """What was done, how long it took, what it cost, how many receipts bear it out."""
    about = happening.about
    parts = [" ".join(str(about.get("did", "")).split())]
    parts += [lasted(minutes)] if (minutes := about.get("minutes")) else []
    if about.get("cost") is not None:
        try:
            parts.append(Money(int(about["cost"]), str(about["currency"])).in_words())
        except NoCurrency:
            parts.append(f"{about['cost']} {about['currency']}")
    count = int(about.get("receipts") or 0)
    return " · ".join(
        [*parts, *([ngettext("%(count)d receipt", "%(count)d receipts", count) % {"count": count}] if count else [])]
    )


def _done(happening: Happening, names: Names) -> str:
    if who := str(happening.about.get("who", "")):
        return "\0" + _("%(who)s wrote into the work log: %(what)s") % {"who": who, "what": _facts(happening)}
    return _("wrote into the work log: %(what)s") % {"what": _facts(happening)}


def _corrected(happening: Happening, names: Names) -> str:
    return _("corrected the work log: %(what)s") % {"what": _facts(happening)}


def _struck(happening: Happening, names: Names) -> str:
    why = str(happening.about.get("why", ""))
    said = {"what": " ".join(str(happening.about.get("did", "")).split()), "why": why}
    words = _("struck out of the work log: %(what)s. %(why)s") if why else _("struck out of the work log: %(what)s")
    return words % said


WORK: dict[str, tuple[str, Sentence]] = {
    "work.done": ("check", _done),
    "work.corrected": ("pen", _corrected),
    "work.struck": ("cross", _struck),
}
