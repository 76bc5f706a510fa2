"""What there is in the model: four people, a conversation or two, and time in ticks.

Times are relative (ticks until due), so that equal situations are equal states. A day is three ticks: two open, one
closed. A (agent, owner by habit), B (lead, A's substitute), M (manager) and H (head office, of no place alone).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

A, B, M, H, NOBODY = 0, 1, 2, 3, -1
NAME = {A: "A", B: "B", M: "M", H: "H", NOBODY: "nobody"}
TEAM, SUBSTITUTE = (A, B), {A: B, B: M, M: B, H: M}
HERE_ALONE = (A, B, M)  # of this place and no other
# Duty: on, or back in so many ticks (above 0), or away with no known return, or gone for good.
ON, LEAVE, GONE = 0, -1, -2
# Lengths, in ticks. RESPONSE, LOOK, OFFER, PARTNER, APPROVE and RUNG are working time.
RESPONSE, LOOK, HOLD, PROMISE, OFFER, PARTNER, APPROVE, RUNG = 2, 3, 4, 2, 1, 2, 1, 1
NEW, OPEN, WAITING, CLOSED, MERGED = "N", "O", "W", "C", "X"
LIVE = (OPEN, WAITING)
CLOCKS = ("response", "look", "promise", "second", "offer_clock", "partner_clock", "ask_clock", "rung_clock")
DAY = 3


@dataclass(slots=True)
class Matter:
    """A conversation with all that hangs on it. Clocks are ticks left, None when they do not run."""

    state: str = NEW
    owner: int = NOBODY
    cover: int | None = None
    unanswered: bool = False
    draft: int = 0  # 1: someone writes; 2: and the customer wrote since
    response: int | None = None
    look: int | None = None
    rests: bool = False
    undo: Any = None
    promise: int | None = None
    second: int | None = None
    second_runs: bool = True
    moved: int = 0
    broken: int = 0  # broken words that nothing has answered: not made good, corrected, or followed by a new one
    remembered: int = 0  # the rung that was reached since it last closed
    had: int | None = None  # who had it there; the rules do not look at it
    offer: int | None = None
    offer_by: int | None = None
    offer_clock: int | None = None
    two_offers: bool = False
    partner: str = ""  # offered, accepted
    partner_clock: int | None = None
    partner_by: int | None = None
    mails: int = 0
    reminders: int = 0
    ask: int | None = None
    ask_clock: int | None = None
    asked: int = 0  # a bit for each person
    ask_by: int | None = None
    rung: int = 0  # 0: nothing climbs
    rung_who: int | None = None
    rung_clock: int | None = None
    rung_asked: int = 0  # a bit for each person asked in this pass
    rung_answered: bool = False
    remains: int = 0  # the lowest rung that was not used up; the rules do not look at it
    cause: str = ""
    avoids: bool = False
    remedy: str = ""  # g granted, s stuck
    was: Any = None

    def key(self) -> tuple[Any, ...]:
        """Equal for equal situations."""
        return tuple(getattr(self, name) for name in NAMES)

    @property
    def is_live(self) -> bool:
        """Open or waiting."""
        return self.state in LIVE

    @property
    def clocks(self) -> list[int]:
        """All that run."""
        found = [getattr(self, name) for name in CLOCKS if name != "second" or self.second_runs]
        return [one for one in found if one is not None]

    @property
    def own_clocks(self) -> list[int]:
        """Those that are its owner's."""
        return [one for one in (self.response, self.look, self.promise) if one is not None]

    @property
    def escalation(self) -> tuple[Any, ...]:
        """What climbs, as it stands."""
        return tuple(getattr(self, name) for name in ESCALATION)

    def set_escalation(self, values: tuple[Any, ...]) -> None:
        """It climbs as it did."""
        for name, value in zip(ESCALATION, values, strict=True):
            setattr(self, name, value)


NAMES = tuple(one.name for one in fields(Matter))
ESCALATION = ("rung", "rung_who", "rung_clock", "rung_asked", "rung_answered", "remains", "cause")


@dataclass(slots=True)
class World:
    """The company at a moment. `bad`: what went wrong in the last step; `told`: the matters of which someone heard."""

    matters: list[Matter]
    phase: int = 0
    works: bool = True  # the worker
    duty: tuple[int, ...] = (ON, ON, ON, ON)
    bad: list[str] = field(default_factory=list)
    told: set[int] = field(default_factory=set)

    def copy(self) -> World:
        """The same moment, to go on from."""
        return World([replace(one) for one in self.matters], self.phase, self.works, self.duty)

    def key(self) -> tuple[Any, ...]:
        """Equal for equal situations."""
        return self.phase, self.works, self.duty, tuple(one.key() for one in self.matters)

    def on(self, who: int | None) -> bool:
        """Whether they are on duty."""
        return who is not None and who >= 0 and self.duty[who] == ON

    def returns(self, who: int) -> bool:
        """Whether they are on duty, or known to come."""
        return self.duty[who] >= ON

    def work(self, ticks: int) -> int:
        """Ticks until so many open ones have passed, from now."""
        time = 0
        while ticks:
            ticks -= (self.phase + time) % DAY != 2
            time += 1
        return time
