"""What the rules decide, and what they look at after every act. `has(name)`: whether that rule of FIXES holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.model.company import (
    CLOSED,
    DAY,
    GONE,
    LIVE,
    LOOK,
    MERGED,
    NEW,
    NOBODY,
    ON,
    OPEN,
    RESPONSE,
    SUBSTITUTE,
    TEAM,
    WAITING,
    A,
    B,
    Matter,
    World,
)  # fmt: skip
from tests.model.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Scene:
    """What is played: which verbs, how many matters, who goes off duty or on leave, which ladder."""

    verbs: frozenset[str]
    matters: int = 1
    duty: tuple[int, ...] = (A, B)
    leave: tuple[int, ...] = ()
    rungs: tuple[int, ...] = (1, 2)
    silence: bool = False
    closable: bool = True
    begins: tuple[tuple[str, Any], ...] = ()  # how the matter stands at first, where that is not new


@dataclass(slots=True)
class Rules:
    """The rules of one scene, all or some of them."""

    fixes: frozenset[str]
    scene: Scene
    ladder: Ladder = field(init=False)

    def __post_init__(self) -> None:
        self.ladder = Ladder(self.scene.rungs, self.has)

    def has(self, name: str) -> bool:
        """Whether that rule holds here."""
        return name in self.fixes

    def people(self) -> list[int]:
        """Everyone there is in this scene."""
        return sorted({*TEAM, *self.scene.rungs})

    def coverer(self, w: World, it: Matter) -> int:
        """The owner if on duty, else their substitutes, the team, the ladder."""
        chain = [it.owner, SUBSTITUTE[it.owner]] if it.owner >= 0 else []
        return next((one for one in (*chain, *TEAM, *self.scene.rungs) if w.on(one)), NOBODY)

    def needs_cover(self, w: World, it: Matter) -> bool:
        """Whether a clock of its owner is due before they are back."""
        due = it.own_clocks
        if not it.is_live or not due:
            return False
        if it.owner < 0:
            return not any(w.on(one) for one in TEAM)
        away = w.duty[it.owner]
        return away != ON and (away < 0 or min(due) <= away)

    def owes(self, it: Matter) -> bool:
        """Whether anything is owed that a close would bury."""
        return bool(
            it.promise is not None or it.second is not None or it.offer is not None or it.partner
            or it.ask is not None or it.rung or it.unanswered or it.remedy == "s"
        )  # fmt: skip

    def tell(self, w: World, i: int, who: int) -> None:
        """They hear of it, if they are there."""
        if w.on(who):
            w.told.add(i)

    def start_response(self, w: World, it: Matter) -> None:
        """An answer is owed; one that was owed already stays as it was."""
        it.look = None
        if it.response is None:
            it.response = w.work(RESPONSE)

    def open(self, w: World, it: Matter) -> None:
        """It is our turn."""
        it.state = OPEN
        self.start_response(w, it)

    def close(self, it: Matter) -> None:
        """Nothing runs, nothing climbs, nothing is remembered."""
        self.ladder.end(it)
        it.response = it.look = it.promise = it.second = it.offer = it.offer_by = it.offer_clock = None
        it.partner_clock = it.ask = it.ask_clock = it.cover = it.undo = None
        it.partner, it.asked, it.draft, it.broken, it.remembered, it.had, it.state = "", 0, 0, 0, 0, None, CLOSED

    def drop_offer(self, it: Matter) -> None:
        """No inside offer is open."""
        it.offer = it.offer_by = it.offer_clock = None

    def breaks(self, w: World, i: int, it: Matter) -> None:
        """A word is broken: it climbs, the conversation is ours, somebody is told."""
        it.moved, again = 0, it.remembered
        was, fresh = it.rung, not it.rung
        it.broken = min(it.broken + 1, 2)
        self.ladder.begin(w, i, it, "broken promise")
        above = [who for place, who in self.ladder.steps(it) if place > it.rung and who != it.had]
        if fresh and again and w.on(it.rung_who) and it.rung_who == it.had and any(w.on(who) for who in above):
            w.bad.append("words break again and again, and nobody higher ever hears of it")
        if was and w.on(it.rung_who) and it.rung_clock is None:
            w.bad.append("what climbs stopped")
        if self.has("broken_tells") and it.state == WAITING:
            self.open(w, it)
        self.tell(w, i, self.coverer(w, it))

    def approver(self, w: World, it: Matter, by: int) -> int | None:
        """The nearest above the asker who is there and was not asked."""
        above = (one for one in self.scene.rungs if one > by and w.on(one) and not it.asked >> one & 1)
        return next(above, None)

    def settle(self, w: World) -> None:
        """What is looked at after every act."""
        for i, it in enumerate(w.matters):
            if not it.is_live:
                it.cover = None
                continue
            self.ladder.settle(w, i, it)
            if self.has("last_clock"):
                if it.state == WAITING and it.look is None:
                    it.look = w.work(LOOK)
                if it.state == OPEN and not it.clocks:
                    it.response = w.work(RESPONSE)
            if self.has("cover_always"):
                it.cover = self.coverer(w, it) if self.needs_cover(w, it) else None

    def wrong(self, w: World, label: str) -> list[str]:
        """What must not be, in any state, after this step."""
        bad = list(w.bad)
        for it in w.matters:
            if it.state not in (NEW, MERGED):
                bad += [*self._wrong_state(it), *self._wrong_parts(w, it)]
                if it.is_live and all(w.duty[one] == GONE for one in TEAM):
                    bad.append("I2 open in a team in which nobody is left")
                bad += self.ladder.wrong(w, it) if it.is_live else []
                if label == "tick" and w.works:
                    bad += _overdue(it)
        return bad

    def _wrong_state(self, it: Matter) -> Iterable[str]:
        if it.is_live and not it.clocks:
            yield "I2 open or waiting without any clock"
        if it.state == WAITING and it.look is None:
            yield "L3 waiting, and nobody will look again"
        if it.state == WAITING and it.unanswered:
            yield "waiting although the customer waits for us"
        if it.state == WAITING and it.response is not None:
            yield "waiting with a response clock running"
        if it.state == WAITING and it.rung:
            yield "waiting while something climbs"
        if it.state == OPEN and it.unanswered and it.response is None and not it.rung:
            yield "an unanswered message and no response clock"
        if it.state == CLOSED and (it.clocks or it.promise is not None):
            yield "closed with something open"
        if it.state == CLOSED and it.remedy == "s":
            yield "closed with a remedy that never reached the customer, and no clock"
        if it.is_live and it.broken and it.cause != "broken promise" and not it.rung and not it.rung_answered:
            yield "a broken word that nothing answered, and nothing climbs about it"
        if it.cause == "broken promise" and not it.broken:
            yield "it climbs on about broken words although none is left"

    def _wrong_parts(self, w: World, it: Matter) -> Iterable[str]:
        if it.second is not None and not it.second_runs:
            yield "I5 an open promise whose clock was dropped by a merge"
        holds = self.has("owner_holds")
        if it.offer is not None and (it.offer_clock is None or (it.owner != it.offer_by and not holds)):
            yield "I6 an open offer whose sender is not the owner"
        if it.partner == "offered" and it.owner != it.partner_by and not holds:
            yield "I6 a partner offer whose sender is not the owner"
        if it.two_offers:
            yield "two open inside offers after a merge"
        if it.partner and it.partner_clock is None:
            yield "L3 a partner has a part, and no clock lives"
        if it.ask is not None and it.ask >= 0 and it.ask_by is not None and it.ask <= it.ask_by:
            yield "I7 an approval put before the asker or a subordinate"
        if it.rung_who is not None and it.rung_who >= 0 and it.rung_who not in self.scene.rungs:
            yield "what climbs was taken from its rung by a handoff"
        if it.mails > 4:
            yield "L4 more than 4 mails to a partner for one handoff"
        if it.is_live and self.needs_cover(w, it) and not w.on(it.cover) and self.coverer(w, it) != NOBODY:
            yield "a clock due before its owner returns is with nobody on duty, though somebody is"

    def liveness(self, w: World, bound: int = 12) -> tuple[str, int]:
        """With everyone back, a worker, and nobody acting: each open matter reaches a person, each promise ends."""
        v = w.copy()
        v.works, v.duty = True, tuple(one if one == GONE else ON for one in v.duty)
        self.settle(v)
        told: set[int] = set()
        need = {i for i, it in enumerate(v.matters) if it.is_live}
        for time in range(1, bound + 1):
            v = v.copy()
            self.tick(v)
            self.settle(v)
            told |= v.told | {i for i, it in enumerate(v.matters) if it.state == CLOSED}
            promised = any(it.promise is not None or it.second is not None for it in v.matters)
            if need <= told and not promised:
                return "", time
        return ("L2 a promise never ends" if need <= told else "L1 an open conversation reaches nobody"), bound

    def tick(self, w: World) -> None:
        """Time passes; whatever is due gets its turn, if the worker is there."""
        from tests.model.turns import tick

        tick(self, w)


OVERDUE = {
    "response": "I3 a response clock ran out and nothing moved",
    "look": "I3 look-again ran out and nothing moved",
    "rung_clock": "I3 the top rung's time ran out and nothing moved",
    "ask_clock": "I3 an approval ran out and nothing moved",
}


def _overdue(it: Matter) -> list[str]:
    names = ("response", "look", "promise", "offer_clock", "partner_clock", "ask_clock", "rung_clock")
    late = [name for name in names if (left := getattr(it, name)) is not None and left <= 0]
    return [OVERDUE.get(name, f"I3 {name} ran out and nothing moved") for name in late]


__all__ = ["DAY", "LIVE", "Rules", "Scene"]
