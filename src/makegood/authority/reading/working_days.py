"""Which days are working days, in a policy's file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.authority.conditions.values import as_day
from makegood.authority.reading.marks import Part
from makegood.clocks.hours import Hours
from makegood.clocks.public_days import countries, subdivisions

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = ((0, 1440),)


def read_days(part: Part | None) -> Hours:
    """The hours whose days are the policy's working days; without the field Monday to Friday."""
    fields = part.fields(("days", "country", "subdivision", "closed")) if part else {}
    days = fields["days"].texts() if "days" in fields else list(DAYS[:5])
    for day in days:
        if day not in DAYS:
            fields["days"].wrong(
                _("%(day)s is no day. There are: %(choices)s.") % {"day": day, "choices": ", ".join(DAYS)}
            )
    closed = [as_day(text) for text in (fields["closed"].texts() if "closed" in fields else [])]
    if None in closed:
        fields["closed"].wrong(_("Each is a day such as 2026-12-24."))
    country = fields["country"].text() if "country" in fields else ""
    subdivision = fields["subdivision"].text() if "subdivision" in fields else ""
    if country and (country not in countries() or (subdivision and subdivision not in subdivisions(country))):
        fields["country"].wrong(
            _("No public holidays are known for this country or subdivision. Write codes: DE and BY.")
        )
        country = subdivision = ""
    return Hours(
        zone="UTC",
        week=tuple(ALL_DAY if day in days else () for day in DAYS),
        closed=frozenset(day for day in closed if day),
        country=country,
        subdivision=subdivision,
    )
