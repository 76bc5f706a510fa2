"""What people are like, drawn once: the diligent and the sloppy, the patient and the loud, the silent partners."""

from __future__ import annotations

import random
from dataclasses import dataclass

SLOPPY, SILENT, LOUD = 0.1, 0.15, 0.2  # shares


@dataclass(frozen=True, slots=True)
class Habits:
    """How likely somebody takes up in an hour what waits for them, and forgets what they said they would do."""

    takes_up: float
    forgets: float
    looks_ahead: float  # moves a promise in good time when it will not do


def of_agent(number: int, *, seed: int) -> Habits:
    """The same person is always the same."""
    chance = random.Random(f"{seed}:agent:{number}")
    if chance.random() < SLOPPY:
        return Habits(takes_up=0.1, forgets=0.4, looks_ahead=0.1)
    return Habits(takes_up=chance.uniform(0.35, 0.8), forgets=chance.uniform(0.01, 0.06), looks_ahead=0.8)


def partner_answers(number: int, *, seed: int) -> float:
    """How likely a partner does something in an hour of their day; 0: they never do."""
    chance = random.Random(f"{seed}:partner:{number}")
    return 0.0 if chance.random() < SILENT else chance.uniform(0.05, 0.25)
