"""Who is on duty, who stands in, who is given what: decided without a database, `at` an argument, times in UTC."""

from makegood.people.duty.rules.cover import Cover, How, chain, cover_for, needs_cover
from makegood.people.duty.rules.person import Away, Line, Person, Said, Work
from makegood.people.duty.rules.time import is_away, next_on_duty, off_duty_at, on_duty, said_until
from makegood.people.duty.rules.words import State, Status, status_of

__all__ = [
    "Away",
    "Cover",
    "How",
    "Line",
    "Person",
    "Said",
    "State",
    "Status",
    "Work",
    "chain",
    "cover_for",
    "is_away",
    "needs_cover",
    "next_on_duty",
    "off_duty_at",
    "on_duty",
    "said_until",
    "status_of",
]
