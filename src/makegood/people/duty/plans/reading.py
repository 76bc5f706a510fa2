"""Any plan, and whose shifts its words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from makegood.base.tables import MOST_BYTES, Problem, Unreadable, text_of
from makegood.people.duty.plans.csv_plan import read_csv
from makegood.people.duty.plans.shapes import Plan, Said
from makegood.people.duty.rules.checks import check_shift
from makegood.people.rules import Unfit


def read(content: bytes, *, zone: str, first: date, last: date) -> Plan:
    """What the file says, a calendar or a table, in the order of the days. Raises Unreadable.

    Of what repeats without an end, only what lies between the two days is taken.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Cut it into several."))
    if b"\0" in content:
        raise Unreadable(_("This is neither a calendar nor a table."))
    if b"BEGIN:VCALENDAR" in content[:2000].upper():
        # Only who reads a calendar pays for the library.
        from makegood.people.duty.plans.ical_plan import read_ical

        found = read_ical(content, zone=zone, first=first, last=last)
    else:
        found = read_csv(text_of(content), zone=zone)
    said, problems = [], list(found.problems)
    for one in found.said:
        try:
            if one.stretch:
                check_shift(one.stretch, one.breaks)
            said.append(one)
        except Unfit as why:
            problems.append(Problem(one.place, str(why)))
    return Plan(sorted(said, key=lambda one: (one.day, one.who)), problems)


def whose(plan: Plan, people: Iterable[tuple[int, str, str]]) -> tuple[dict[int, list[Said]], list[Problem]]:
    """The shifts of each person, and what is nobody's or twice. People are (id, name, address).

    A name means somebody when only one of them has it.
    """
    known = _known(people)
    found: dict[int, list[Said]] = {}
    problems = list(plan.problems)
    for one in plan.said:
        ids = known.get(one.who.strip().lower(), ())
        if len(ids) != 1:
            several = _("Several people here are called %(name)r. Write the mail address.")
            nobody = _("Nobody whose time you plan is called %(name)r. Write the mail address.")
            problems.append(Problem(one.place, (several if ids else nobody) % {"name": one.who[:60]}))
        elif why := _clash(one, found.get(ids[0], ())):
            problems.append(Problem(one.place, why))
        else:
            found.setdefault(ids[0], []).append(one)
    return found, problems


def _known(people: Iterable[tuple[int, str, str]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, name, address in people:
        for word in {name.strip().lower(), address.strip().lower()}:
            found.setdefault(word, []).append(pk)
    return found


def _clash(new: Said, others: Sequence[Said]) -> str:
    """Empty when it stands beside the others of the same person. They are in the order of their days."""
    for one in reversed(others):
        if (new.day - one.day).days > 1:
            break
        if one.stretch and new.stretch and one.stretch[0] < new.stretch[1] and new.stretch[0] < one.stretch[1]:
            return _("It overlaps what %(place)s says.") % {"place": one.place}
        if one.day == new.day and (one.stretch is None or new.stretch is None):
            return _("That day is free, and worked, according to %(place)s.") % {"place": one.place}
    return ""
