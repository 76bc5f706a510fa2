"""Which clocks there are, who is called when one runs out, and how long a conversation may rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from makegood.clocks.models import Kind

RESPONSES = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE)
# What the customer waits for.
OWED = (*RESPONSES, Kind.RESOLUTION, Kind.CALLBACK)
# What the conversation itself owes: it starts and ends with its state. Other clocks end with their cause.
OWN = (*RESPONSES, Kind.LOOK_AGAIN, Kind.RESOLUTION)
# Whose clocks go along when the conversation goes to another team; an offer's, a partner's and a rung's stay.
OWNERS = (*OWN, Kind.PROMISE, Kind.CALLBACK)
# Clock kind: the kind of turn on the agenda that takes it when it runs out (config/turns.py names the function).
TURNS: dict[str, str] = {
    Kind.FIRST_RESPONSE: "clock",
    Kind.NEXT_RESPONSE: "clock",
    Kind.LOOK_AGAIN: "clock",
    Kind.PROMISE: "promise",
    Kind.OFFER: "offer",
    Kind.PARTNER: "partner",
    Kind.RUNG: "rung",
    Kind.RESOLUTION: "clock",
    Kind.CALLBACK: "clock",
    Kind.ASK: "ask",
}

# After a miss, whoever may answer is told again each time this passes, until somebody answers.
TOLD_AGAIN = timedelta(hours=4)
LONGEST_HOLD = timedelta(days=90)


def why_not_hold_until(until: datetime, *, now: datetime) -> str:
    """Empty when a conversation may rest until then; else the reason, in words."""
    if until <= now:
        return _("That time has passed. Choose a later one.")
    if until - now > LONGEST_HOLD:
        return _("A conversation can rest for 90 days at most. Choose an earlier day.")
    return ""
