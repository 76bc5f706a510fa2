"""Who is asked when something climbs. Held against the desk's own decisions in test_same_as_the_desk.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.model.company import DAY, HERE_ALONE, NOBODY, RUNG, Matter, World

CLIMBS_ON = ("broken promise", "customer")
OUTRANKS = {"late answer": 0, "silent partner": 1, "broken promise": 2, "customer": 2}


@dataclass(frozen=True, slots=True)
class Next:
    """Who has it: told now, or to come, or nobody."""

    place: int
    who: int
    told: bool


Steps = list[tuple[int, int]]


def folded(steps: Steps) -> Steps:
    """Each person once, on the lowest of their rungs."""
    return [(place, who) for i, (place, who) in enumerate(steps) if who not in [one for _place, one in steps[:i]]]


def above_owner(steps: Steps, owner: int) -> Steps:
    """Those above the owner's own; all of them when there is none."""
    own = max((place for place, who in steps if who == owner), default=0)
    return [one for one in steps if one[0] > own] or steps


class Ladder:
    """The rungs of a company, and which rules hold."""

    def __init__(self, rungs: tuple[int, ...], has: Callable[[str], bool]) -> None:
        self.rungs, self.has = rungs, has

    def steps(self, it: Matter) -> Steps:
        """Above its owner."""
        steps = list(enumerate(self.rungs, 1))
        steps = above_owner(steps, it.owner) if self.has("above_owner") else steps
        return folded(steps) if self.has("rungs_fold") else steps

    def top(self, it: Matter) -> int:
        """The highest place."""
        return max(place for place, _who in self.steps(it))

    def reached(self, it: Matter, beyond: int) -> int:
        """The lowest place after that one."""
        return min((place for place, _who in self.steps(it) if place > beyond), default=self.top(it))

    def stands_as_high(self, it: Matter, who: int) -> bool:
        """Whether they have it, or stand on a rung as high or above, and above its owner's own."""
        above = above_owner(list(enumerate(self.rungs, 1)), it.owner)
        return who == it.rung_who or any(one == who and place >= it.rung for place, one in above)

    def avoided(self, it: Matter) -> tuple[int, ...]:
        """Those of the place alone, where the customer wants nothing to do with it."""
        return HERE_ALONE if it.avoids and self.has("avoided_away") else ()

    def find(self, w: World, it: Matter, beyond: int, asked: int) -> Next:
        """Who is next after that place."""
        steps = [one for one in self.steps(it) if one[0] > beyond]
        away = self.avoided(it)
        found = self._find(w, [one for one in steps if one[1] not in away], asked)
        if found is None and away and self.has("avoided_last"):
            found = self._find(w, steps, asked)
        return found or Next(0, NOBODY, told=False)

    def _find(self, w: World, steps: Steps, asked: int) -> Next | None:
        """On duty and not asked; on duty; to come and not asked; to come."""
        fresh = [one for one in steps if not asked >> one[1] & 1]
        rounds = (fresh, steps) if self.has("top_again") else (fresh,)
        for some in rounds:
            if on := [one for one in some if w.on(one[1])]:
                return Next(*on[0], told=True)
        for some in rounds:
            if coming := [(w.duty[who], place, who) for place, who in some if w.duty[who] > 0]:
                _when, place, who = min(coming) if self.has("ladder_now") else coming[0]
                return Next(place, who, told=False)
        return None

    def climb(self, w: World, i: int, it: Matter, beyond: int) -> None:
        """Whoever is next after that place has it."""
        found = self.find(w, it, beyond, it.rung_asked)
        waits = it.rung and not w.on(it.rung_who) and any(place == it.remains for place, _who in self.steps(it))
        it.rung_answered = False
        it.remains = found.place if found.told else min(self.reached(it, beyond), it.remains if waits else 9)
        if found.told:
            if found.who == it.owner and any(who != it.owner for _place, who in above_owner(self.steps(it), it.owner)):
                w.bad.append("what climbs is put to its own owner, though there is somebody above")
            it.rung, it.rung_who, it.rung_clock = found.place, found.who, w.work(RUNG)
            it.rung_asked |= 1 << found.who
            w.told.add(i)
            return
        reached = self.reached(it, beyond) if self.has("waiting_uses_none") else found.place or self.top(it)
        it.rung, it.rung_who = max(reached, 1), found.who
        if found.who != NOBODY:
            it.rung_clock = min(w.duty[found.who], DAY)
        else:
            it.rung_asked = 0
            it.rung_clock = DAY if self.has("ladder_ends") else None

    def begin(self, w: World, i: int, it: Matter, cause: str) -> None:
        """It climbs; or what climbs goes on, one rung higher for a broken word or the customer's."""
        top = self.top(it)
        if not it.rung:
            remembers = self.has("ladder_remembers") and cause in CLIMBS_ON
            it.cause, it.rung_asked = cause, 0
            self.climb(w, i, it, min(it.remembered, top - 1) if remembers else 0)
            return
        weaker = 1 if self.has("broken_outranks") else 0
        if OUTRANKS[it.cause] <= weaker and OUTRANKS[cause] > OUTRANKS[it.cause]:
            it.cause = cause
        if cause in CLIMBS_ON:
            asked = w.on(it.rung_who) or not self.has("waiting_uses_none")  # else they are only waited for
            self.climb(w, i, it, min(it.rung if asked else it.rung - 1, top - 1))

    def turn(self, w: World, i: int, it: Matter) -> None:
        """The clock of the rung has run out."""
        top = self.top(it)
        if not w.on(it.rung_who):
            self.again(w, i, it)
        elif it.rung < top:
            self.climb(w, i, it, it.rung)
        elif self.has("ladder_ends"):
            it.rung_asked = 0
            self.climb(w, i, it, top - 1)

    def again(self, w: World, i: int, it: Matter) -> None:
        """Whoever was asked is not there, or is of an avoided place: the first from their rung up has it."""
        self.climb(w, i, it, it.rung - 1)

    def end(self, it: Matter) -> None:
        """It climbs no more. The rung is remembered."""
        if it.rung_who is not None and it.rung_who >= 0 and it.rung_asked >> it.rung_who & 1:
            it.had = it.rung_who
        it.remembered = max(it.remembered, it.rung)
        it.set_escalation((0, None, None, 0, False, 0, ""))

    def settle(self, w: World, i: int, it: Matter) -> None:
        """After every act: who has it is on duty, or nobody of the remaining rungs is."""
        if not it.rung or not self.has("ladder_now"):
            return
        found = self.find(w, it, it.rung - 1, it.rung_asked)
        is_turned_away = it.rung_who in self.avoided(it) and found.who not in (it.rung_who, NOBODY)
        is_away = not w.on(it.rung_who) and (found.told or found.who != it.rung_who)
        if is_away or is_turned_away:
            self.again(w, i, it)

    def wrong(self, w: World, it: Matter) -> list[str]:
        """What must not be."""
        if not it.rung:
            return []
        bad = ["L3 what climbs has no clock"] if it.rung_clock is None else []
        steps = folded(above_owner(list(enumerate(self.rungs, 1)), it.owner))
        here = [who for place, who in steps if place >= it.remains]
        allowed = [who for who in here if not (it.avoids and who in HERE_ALONE)]
        if not w.on(it.rung_who) and any(w.on(who) for who in allowed):
            bad.append("what climbs is with someone away although a person of that rung or above is on duty")
        known = any(w.returns(who) for who in allowed)
        if it.avoids and it.rung_who in HERE_ALONE and known:
            bad.append(
                "what climbs is with someone of a place that the customer avoids, though another is known to come"
            )
        if it.avoids and it.rung_who == NOBODY and any(w.on(who) for who in here):
            bad.append("what climbs is with nobody, though someone of the avoided place is there")
        return bad
