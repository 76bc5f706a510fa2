"""What was done, in words: for the log, for the customer's page and for their mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.worklog.queries import Done
from makegood.worklog.rules import Total


def lasted(minutes: int) -> str:
    """How long: "20 min", "2 h", "2 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(count)d h") % {"count": hours}] if hours else []
    return " ".join([*parts, _("%(count)d min") % {"count": rest}] if rest or not hours else parts)


def facts(one: Done) -> list[str]:
    """What stands beside what was done: how long, what was used, what it cost, how many receipts."""
    said = [lasted(one.minutes)] if one.minutes else []
    said += [_("used: %(what)s") % {"what": one.used}] if one.used else []
    said += [one.cost.in_words()] if one.cost is not None else []
    count = len(one.receipts)
    said += [ngettext("%(count)d receipt", "%(count)d receipts", count) % {"count": count}] if count else []
    return said


def altogether(total: Total) -> str:
    """The sum, in a few words: "2 h 30 min, €45"; "" when nothing was said of either."""
    parts = [lasted(total.minutes)] if total.minutes else []
    return ", ".join([*parts, *(one.in_words() for one in total.costs)])


def mail(new: Sequence[Done], total: Total) -> str:
    """What the customer hears by mail of these entries; `total` is of the whole log."""
    lines = [_("This is what we have done for you:"), ""]
    for one in new:
        day = date_format(one.on, "l j F", use_l10n=True)
        said = _("%(day)s, %(name)s: %(did)s") % {"day": day, "name": one.who, "did": one.did}
        lines += [f"- {said}" + (f" ({', '.join(facts(one))})" if facts(one) else "")]
    if sums := altogether(total):
        lines += ["", _("Altogether until now: %(sums)s.") % {"sums": sums}]
    lines += ["", _("The receipts and the whole log are on your page.")]
    return "\n".join(lines)
