"""How a customer wants to be reached: what it means, whether it can be, and how one says it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from makegood.conversations.models.wishes import Way
from makegood.conversations.rules import Refused

LONGEST_WORDS = 300
MOST_AVOIDED = 20
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a customer wants. Times are on the clock of the place that has their matter; None: any.

    `avoids` are ids of locations, `words` their own, "" for none. `is_here`: said for one conversation alone.
    """

    way: str = Way.ANY
    call_from: time | None = None
    call_until: time | None = None
    only_changes: bool = False
    avoids: tuple[int, ...] = ()
    words: str = ""
    is_here: bool = False

    def __bool__(self) -> bool:
        """Whether they want anything at all."""
        times = self.call_from or self.call_until
        return bool(self.way or times or self.only_changes or self.avoids or self.words)

    def avoids_place(self, location: int) -> bool:
        """Whether they want nothing to do with that location."""
        return location in self.avoids


NONE = Wishes()


def why_not(wishes: Wishes, *, places: Sequence[int]) -> str:
    """Empty when these wishes can be kept; else why not, in words. `places` are the locations that they may name."""
    if wishes.way not in Way.values:
        return _("Choose how we shall reach you.")
    if wishes.call_from and wishes.call_until and wishes.call_from >= wishes.call_until:
        return _("The time until which we may call must be later than the one from which we may.")
    if wishes.way == Way.MAIL and (wishes.call_from or wishes.call_until):
        return _("You do not want to be called, so leave the times for calls empty.")
    if len(wishes.words) > LONGEST_WORDS:
        return _("That is too long. Say it in %(count)d characters at most.") % {"count": LONGEST_WORDS}
    if len(wishes.avoids) > MOST_AVOIDED or not set(wishes.avoids) <= set(places):
        return _("Choose the shop from the list.")
    return ""


def wishes_said(said: QueryDict) -> Wishes:
    """As a form says it, the customer's or an agent's. Raises Refused for what is no time."""
    places = {int(one) if one.isdecimal() and len(one) <= 18 else 0 for one in said.getlist("avoid") if one}
    return Wishes(
        way=said.get("way", ""),
        call_from=_time(said.get("from", "")),
        call_until=_time(said.get("until", "")),
        only_changes="only_changes" in said,
        avoids=tuple(sorted(places)),
        words=" ".join(said.get("words", "").split()),
        is_here="here" in said,
    )


def _time(text: str) -> time | None:
    """A time of day; None: none was said."""
    text = text.strip()
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None) if text else None
    except ValueError:
        raise Refused(_("That is no time of day. Write it as 18:00.")) from None


def next_call(wishes: Wishes, at: datetime, *, zone: tzinfo) -> datetime | None:
    """The first moment from then on at which they may be called; None: they want no calls."""
    if wishes.way == Way.MAIL:
        return None
    local = at.astimezone(zone)
    earliest, latest = wishes.call_from or time(), wishes.call_until
    opens = datetime.combine(local.date(), earliest, zone)
    if local < opens:
        return opens
    if latest and local >= datetime.combine(local.date(), latest, zone):
        return datetime.combine(local.date() + DAY, earliest, zone)
    return at


def in_words(wishes: Wishes, places: Mapping[int, str]) -> list[str]:
    """What they want, a short sentence each. `places` are the names of locations by id."""
    said = []
    if wishes.way == Way.MAIL:
        said.append(_("By mail, no calls"))
    if wishes.way == Way.PHONE or wishes.call_from or wishes.call_until:
        said.append(_calls(wishes))
    if wishes.only_changes:
        said.append(_("No mails unless something changes"))
    said += [_("Not %(place)s") % {"place": places.get(one, _("a place that is gone"))} for one in wishes.avoids]
    return said + ([f"“{wishes.words}”"] if wishes.words else [])


def _calls(wishes: Wishes) -> str:
    since, until = wishes.call_from, wishes.call_until
    about = {"since": f"{since:%H:%M}" if since else "", "until": f"{until:%H:%M}" if until else ""}
    if wishes.way == Way.PHONE:
        if since and until:
            return _("Rather by phone, between %(since)s and %(until)s") % about
        if since:
            return _("Rather by phone, after %(since)s") % about
        return _("Rather by phone, before %(until)s") % about if until else _("Rather by phone")
    if since and until:
        return _("Calls only between %(since)s and %(until)s") % about
    return (_("Calls only after %(since)s") if since else _("Calls only before %(until)s")) % about
