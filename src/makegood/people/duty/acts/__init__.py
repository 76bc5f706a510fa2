"""Every change to who works when. Each is one transaction and one event, and whoever watches has a say in it."""

from makegood.people.duty.acts.absences import (
    begin_absence,
    change_absence,
    end_absence,
    passed_on,
    still_runs,
)
from makegood.people.duty.acts.calendars import close_calendar, open_calendar
from makegood.people.duty.acts.giving import gave, set_giving
from makegood.people.duty.acts.leaving import leave
from makegood.people.duty.acts.overrides import say_off, say_on
from makegood.people.duty.acts.plans import Imported, import_plan
from makegood.people.duty.acts.rosters import clear_roster, set_roster
from makegood.people.duty.acts.shifts import add_free_day, add_shift, move_shift, remove_shift
from makegood.people.duty.acts.substitutes import end_substitute, set_substitute

__all__ = [
    "Imported",
    "add_free_day",
    "add_shift",
    "begin_absence",
    "change_absence",
    "clear_roster",
    "close_calendar",
    "end_absence",
    "end_substitute",
    "gave",
    "import_plan",
    "leave",
    "move_shift",
    "open_calendar",
    "passed_on",
    "remove_shift",
    "say_off",
    "say_on",
    "set_giving",
    "set_roster",
    "set_substitute",
    "still_runs",
]
