"""What it has cost the customer, in a few words: "called twice, told it three times, waited 19 days"."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from django.utils.translation import get_language, ngettext, pgettext

from makegood.base.words import word as _
from makegood.effort.rules import Effort

MOST = 512  # numbers that are said often, in a few languages
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def parts(effort: Effort) -> list[str]:
    """What there is to say, each a few words that follow a name. What cost them nothing is left out."""
    said = [_contacted(channel, effort.contacts[channel]) for channel in effort.channels]
    if effort.told > 1:
        said.append(_("told it %(times)s") % {"times": times(effort.told)})
    if effort.transfers:
        said.append(_("was passed on %(times)s") % {"times": times(effort.transfers)})
    if effort.waited >= timedelta(minutes=1):
        said.append(_("waited %(time)s") % {"time": span(effort.waited)})
    return said


def sentence(effort: Effort) -> str:
    """All of it on one line; "" when they never turned to us."""
    return ", ".join(parts(effort)) if effort.contacts else ""


def _contacted(channel: str, count: int) -> str:
    how = {
        "phone": _("called %(times)s"),
        "page": _("wrote on their page %(times)s"),
    }.get(channel, _("wrote %(times)s"))
    return how % {"times": times(count)}


def times(count: int) -> str:
    """ "once", "twice", "three times", "14 times"."""
    return _times(get_language(), count)


@lru_cache(MOST)
def _times(_language: str | None, count: int) -> str:
    some = {
        1: pgettext("how often", "once"),
        2: pgettext("how often", "twice"),
        3: pgettext("how often", "three times"),
        4: pgettext("how often", "four times"),
        5: pgettext("how often", "five times"),
        6: pgettext("how often", "six times"),
    }
    return some.get(count) or ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def span(time: timedelta) -> str:
    """ "40 minutes", "1 hour", "19 days": whole ones, hours up to two days."""
    minutes, hours, days = (int(time / unit) for unit in (timedelta(minutes=1), HOUR, DAY))
    if time < HOUR:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if time < 2 * DAY:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def people_in_words(effort: Effort) -> str:
    """Whom they dealt with; "" for nobody yet."""
    return ", ".join(effort.people)
