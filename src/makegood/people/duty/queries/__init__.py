"""All reads about who works when."""

from makegood.people.duty.queries.absences import absence, is_away_now, last_absence, running, takers, when_it_passes_on
from makegood.people.duty.queries.covering import Covered, Held, cover_of, covered_by, covers, stand_ins
from makegood.people.duty.queries.facts import persons
from makegood.people.duty.queries.now import (
    duty_of,
    duty_of_all,
    is_on_duty,
    last_given,
    members_of,
    next_change,
    next_on,
    on_duty_now,
    team_on_duty,
)
from makegood.people.duty.queries.screens import (
    DayShown,
    Planned,
    WeekShown,
    absence_of,
    breaks_of,
    planned,
    planned_by,
    shift_of,
    substitute_of,
    weeks,
    whose_calendar,
)
from makegood.people.duty.queries.seeing import Seers, seers
from makegood.people.duty.queries.who import is_planned_by, is_used, leads, may_plan, name_of

__all__ = [
    "Covered",
    "DayShown",
    "Held",
    "Planned",
    "Seers",
    "WeekShown",
    "absence",
    "absence_of",
    "breaks_of",
    "cover_of",
    "covered_by",
    "covers",
    "duty_of",
    "duty_of_all",
    "is_away_now",
    "is_on_duty",
    "is_planned_by",
    "is_used",
    "last_absence",
    "last_given",
    "leads",
    "may_plan",
    "members_of",
    "name_of",
    "next_change",
    "next_on",
    "on_duty_now",
    "persons",
    "planned",
    "planned_by",
    "running",
    "seers",
    "shift_of",
    "stand_ins",
    "substitute_of",
    "takers",
    "team_on_duty",
    "weeks",
    "when_it_passes_on",
    "whose_calendar",
]
