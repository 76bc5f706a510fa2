"""The monthly letter to head office: who was thanked, and for what. It counts nobody, and compares nobody."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.words import in_words, word
from makegood.kudos.models import Way
from makegood.kudos.queries import giver_of, months_thanks
from makegood.people.models import Agent, Rank
from makegood.people.queries import company

AT = time(7)  # in the company's zone, on the first of the month after


@dataclass(frozen=True, slots=True)
class Line:
    """One thanks: where, to whom, in which words, by whom and when."""

    place: str
    name: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one reader gets, in both forms."""

    subject: str
    text: str
    html: str


def zone() -> ZoneInfo:
    """The company's; UTC until it has one."""
    here = company()
    return ZoneInfo(here.zone if here else "UTC")


def month_of(at: datetime) -> date:
    """The first day of the month in which that falls for the company."""
    return at.astimezone(zone()).date().replace(day=1)


def after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def due_at(month: date) -> datetime:
    """When the letter about a month leaves."""
    return datetime.combine(after(month), AT, zone()).astimezone(UTC)


def readers() -> list[int]:
    """Head office, as far as it wants mail."""
    found = Agent.objects.filter(is_active=True, is_told_by_mail=True, roles__rank=Rank.HEAD_OFFICE)
    return sorted(set(found.values_list("pk", flat=True)))


def lines(month: date) -> list[Line]:
    """What was said in the month, by place and person, in the language of now. None: an empty month."""
    begins = datetime.combine(month, time(), zone()).astimezone(UTC)
    ends = datetime.combine(after(month), time(), zone()).astimezone(UTC)
    with timezone.override(zone()):
        return [
            Line(place, name, one.words or _("Thank you!"), _by(giver_of(one), one.way, one.at))
            for place, name, one in months_thanks(begins, ends)
        ]


def _by(giver: str, way: str, at: datetime) -> str:
    giver = giver or (_("a colleague") if way == Way.COLLEAGUE else _("a customer"))
    return f"{giver}, {in_words(at, word('j F Y'))}"


def letter(month: date, some: Sequence[Line], *, name: str, origin: str) -> Letter:
    """The whole letter. `origin` "": it carries no link."""
    when = in_words(month, word("F Y"))
    hello = _("Hello %(name)s,") % {"name": name}
    begins = _("in %(month)s these of us were thanked, and this is what for:") % {"month": when}
    ends = _("All of it stands in the desk: %(address)s") % {"address": f"{origin}/kudos"} if origin else ""
    blocks = [hello, begins, *_told(some), ends]
    subject = _("Who was thanked in %(month)s") % {"month": when}
    return Letter(subject, "\n\n".join(one for one in blocks if one) + "\n", _as_html(hello, begins, some, ends))


def _told(some: Sequence[Line]) -> list[str]:
    told: list[str] = []
    place = name = ""
    for one in some:
        if one.place != place:
            told.append(one.place.upper())
            name = ""
        if one.name != name:
            told.append(f"{one.name}:")
        place, name = one.place, one.name
        told.append(f"  “{' '.join(one.words.split())}”\n  {one.by}")
    return told


def _as_html(hello: str, begins: str, some: Sequence[Line], ends: str) -> str:
    parts = [f"<p>{html.escape(hello)}</p><p>{html.escape(begins)}</p>"]
    place = name = ""
    for one in some:
        if one.place != place:
            parts.append(f"<h2>{html.escape(one.place)}</h2>")
            name = ""
        if one.name != name:
            parts.append(f"<h3>{html.escape(one.name)}</h3>")
        place, name = one.place, one.name
        words = html.escape(one.words).replace("\n", "<br>")
        parts.append(f"<blockquote><p><em>{words}</em></p><p>{html.escape(one.by)}</p></blockquote>")
    return "".join([*parts, f"<p>{html.escape(ends)}</p>" if ends else ""])
