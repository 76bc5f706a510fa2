"""Somebody tries codes that are none: they are noted, and whoever tries too many waits while the admins are told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.models import Agent
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.vouchers import queries, rules
from makegood.vouchers.models import Guess


def refuse_guesser(*, by: Agent, address: str, at: datetime) -> None:
    """Raises TooManyGuesses when this agent, or somebody at that address, tried too many codes that are none."""
    if reason := rules.why_not_try(*queries.guesses(by, address, at=at)):
        raise rules.TooManyGuesses(reason)


def guessed(*, by: Agent, address: str, at: datetime) -> None:
    """A code that is none was tried. The one that is too many raises an alarm, once."""
    with transaction.atomic():
        Guess.objects.filter(at__lt=at - 4 * rules.WITHIN).delete()
        before = rules.why_not_try(*queries.guesses(by, address, at=at))
        Guess.objects.create(agent=by, address=address[:45], at=at)
        if not before and rules.why_not_try(*queries.guesses(by, address, at=at)):
            words = f"Too many codes of vouchers that are none were tried within 15 minutes, the last by {by.name}."
            record(Kind.ALARM_RAISED, at=at, by=by.pk, about={"why": "guesses", "words": words, "address": address})
