"""What customers and people of ours can do in a matter. Each verb is named, and is a change to a copy of the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.model.company import (
    CLOSED,
    GONE,
    HOLD,
    LEAVE,
    LOOK,
    MERGED,
    NAME,
    NOBODY,
    ON,
    OPEN,
    SUBSTITUTE,
    TEAM,
    WAITING,
    A,
    B,
    M,
    Matter,
    World,
)  # fmt: skip
from tests.model.ladder import above_owner
from tests.model.rules import Rules

Act = Callable[[World, Matter], None]
CLOSABLE_BY_US = ("staff", "time", "duty")


@dataclass(slots=True)
class Moves:
    """Every step that is possible from here: its name, whose it is, the world after it."""

    rules: Rules
    w: World
    found: list[tuple[str, str, World]] = field(default_factory=list)

    def add(self, label: str, kind: str, i: int, act: Act) -> None:
        """It is one of them."""
        v = self.w.copy()
        act(v, v.matters[i])
        self.rules.settle(v)
        number = f" #{i + 1}" if len(v.matters) > 1 and kind not in ("duty", "fault") and label != "tick" else ""
        self.found.append((label + number, kind, v))

    def has(self, verb: str) -> bool:
        """Whether the scene plays that."""
        return verb in self.rules.scene.verbs

    def fx(self, name: str) -> bool:
        """Whether that rule holds."""
        return self.rules.has(name)

    def present(self, it: Matter) -> int | None:
        """The owner, else whoever is there."""
        return it.owner if self.w.on(it.owner) else next((one for one in self.rules.people() if self.w.on(one)), None)


def moves(rules: Rules, w: World) -> list[tuple[str, str, World]]:
    """Every step from here."""
    from tests.model.parts import parts

    m = Moves(rules, w)
    m.add("tick", "time", 0, lambda v, _it: rules.tick(v))
    if m.has("worker"):
        m.add("worker stops" if w.works else "worker starts", "fault", 0, lambda v, _it: _stop(v))
    _duty(m)
    for i, it in enumerate(w.matters):
        _customer(m, i, it)
        if it.is_live:
            _owner(m, i, it)
        _reply(m, i, it)
        _rest(m, i, it)
        parts(m, i, it)
    if m.has("merge"):
        from tests.model.merging import merging

        merging(m)
    return m.found


def _stop(w: World) -> None:
    w.works = not w.works


def _duty(m: Moves) -> None:
    w = m.w
    for who in m.rules.scene.duty:
        if w.on(who):
            m.add(f"{NAME[who]} off duty for 2", "duty", 0, lambda v, _it, who=who: _set_duty(m, v, who, 2))
            if who in m.rules.scene.leave:
                m.add(f"{NAME[who]} on leave", "duty", 0, lambda v, _it, who=who: _set_duty(m, v, who, LEAVE))
        elif w.duty[who] != GONE:
            m.add(f"{NAME[who]} comes on duty", "duty", 0, lambda v, _it, who=who: _set_duty(m, v, who, ON))
    for who in TEAM if m.has("gone") else ():
        last = m.fx("last_member") and GONE in (w.duty[one] for one in TEAM)
        if w.duty[who] != GONE and not last:
            m.add(f"{NAME[who]} is deactivated", "duty", 0, lambda v, _it, who=who: _set_duty(m, v, who, GONE))


def _set_duty(m: Moves, v: World, who: int, duty: int) -> None:
    v.duty = tuple(duty if one == who else was for one, was in enumerate(v.duty))
    if m.fx("cover_always"):
        return
    for it in v.matters:
        if it.owner == who:
            it.cover = m.rules.coverer(v, it) if duty != ON and m.rules.needs_cover(v, it) else None


def _customer(m: Moves, i: int, it: Matter) -> None:
    def receive(v: World, it: Matter) -> None:
        if it.state == MERGED:
            if m.fx("merge_all"):
                it = v.matters[1 - i]
            else:
                v.bad.append("a merged conversation comes alive by a reply to its old mail")
        it.unanswered, it.undo, it.rung_answered = True, None, False
        it.draft = 2 if it.draft else 0
        m.rules.open(v, it)

    def up(v: World, it: Matter) -> None:
        if m.fx("climb_opens"):
            it.unanswered = True
            m.rules.open(v, it)
        elif it.state == CLOSED:
            v.bad.append("something climbs in a closed conversation")
        m.rules.ladder.begin(v, i, it, "customer")

    m.add("receive", "customer", i, receive)
    if m.has("ladder") and it.state in (OPEN, WAITING, CLOSED):
        if it.rung and it.rung_answered:
            m.add("customer accepts the answer", "customer", i, lambda _v, it: m.rules.ladder.end(it))
        if not it.rung and (it.state != CLOSED or m.fx("climb_opens")):
            m.add("customer climbs", "customer", i, up)
    if m.has("avoid") and it.is_live:
        words = "customer asks to be spared the place" if not it.avoids else "customer minds the place no more"
        m.add(words, "customer", i, lambda _v, it: setattr(it, "avoids", not it.avoids))


def _owner(m: Moves, i: int, it: Matter) -> None:
    if not m.has("own"):
        return

    def give(v: World, it: Matter, to: int) -> None:
        if m.fx("owner_holds"):
            m.rules.drop_offer(it)
        it.owner, it.cover = to, None

    for who in TEAM:
        if m.w.on(who) and who != it.owner:
            m.add(f"assign to {NAME[who]}", "staff", i, lambda v, it, who=who: give(v, it, who))
    if m.w.on(it.owner):
        m.add("release", "staff", i, lambda v, it: give(v, it, NOBODY))
    if it.owner >= 0 and m.w.duty[it.owner] < 0 and m.w.works:

        def moves_on(v: World, it: Matter) -> None:
            substitute = SUBSTITUTE[it.owner]
            give(v, it, substitute if v.on(substitute) and substitute in TEAM else NOBODY)

        m.add("absence limit passes: ownership moves", "time", i, moves_on)


def _reply(m: Moves, i: int, it: Matter) -> None:
    who, w = m.present(it), m.w
    if m.has("race") and it.is_live and who is not None and it.draft == 0:
        m.add("someone starts to write", "staff", i, lambda _v, it: setattr(it, "draft", 1))
    if who is not None and (it.state == OPEN or (m.fx("reply_any") and it.state in (WAITING, CLOSED))):
        kinds = ["", *(kind for kind in ("not done", "let it rest") if m.has(kind))]
        if m.has("good") and it.broken:
            kinds.append("making good")
        repliers = {one for one in (it.owner, it.rung_who, who) if one is not None and w.on(one)} if it.rung else {who}
        for kind in kinds:
            for one in sorted(repliers):
                words = f" ({kind})" if kind else ""
                words += " (unseen mail)" if it.draft == 2 else ""
                act = _replying(m, one, kind)
                m.add(f"{NAME[one]} replies{words}", "staff", i, act)
    if it.undo is not None and who is not None:
        m.add("undo reply", "staff", i, lambda v, it: _undo(m, v, i, it))


def _replying(m: Moves, who: int, kind: str) -> Act:
    def reply(v: World, it: Matter) -> None:
        stale = it.draft == 2
        before, was, broken = (it.state, it.response, it.look, it.unanswered), it.escalation, it.broken
        it.draft = 0
        if stale and m.fx("seen"):
            return  # what was not seen stays owed
        if kind == "making good":
            make_good(m, it)
        _answer_what_climbs(m, it, who, stale=stale)
        it.response, it.unanswered = None, stale
        stays = kind == "not done" or it.promise is not None or it.second is not None
        stays = stays or bool(it.rung and m.fx("rung_answers"))
        it.state, it.look = (OPEN, None) if stays else (WAITING, v.work(LOOK))
        it.rests = kind == "let it rest" and not stays
        ended = was if was[0] and not it.rung else None
        it.undo = (*before, ended, broken - it.broken) if m.has("undo") else None

    return reply


def _answer_what_climbs(m: Moves, it: Matter, who: int, *, stale: bool) -> None:
    """By what it was about: a broken word needs another word, or to be made good."""
    ends = it.cause == "late answer" and not stale
    ends = ends or (it.cause == "silent partner" and who == it.owner)
    ends = ends or (it.cause != "broken promise" and m.rules.ladder.stands_as_high(it, who))
    if not it.rung or not ends:
        return
    if m.fx("rung_answers"):
        if m.rules.ladder.stands_as_high(it, who):
            it.broken = 0  # joined by broken words, it was answered with them by someone on the rung
        m.rules.ladder.end(it)
    else:
        it.rung_answered = True


def _undo(m: Moves, v: World, i: int, it: Matter) -> None:
    state, response, look, it.unanswered, escalation, answered = it.undo
    it.undo, it.rests = None, False
    if not m.fx("undo"):
        return
    it.response, it.broken = response, min(it.broken + answered, 2)
    if escalation and not it.rung:
        it.set_escalation(escalation)
    if answered and not it.rung:  # it was made good in that reply, and something else ended what climbed
        m.rules.ladder.begin(v, i, it, "broken promise")
    ours = it.unanswered or it.rung or it.promise is not None or it.second is not None
    hangs = it.offer is not None or it.partner or it.ask is not None or it.remedy == "s"
    if ours or (state == CLOSED and hangs):
        it.state, it.look = OPEN, None
    else:
        it.state, it.look = state, look


def make_good(m: Moves, it: Matter) -> None:
    """One broken word is made good, or was kept after all; what climbs about them ends with the last."""
    it.broken -= 1
    ends = it.broken == 0 if m.fx("good_ends") else it.broken == 1  # without the rule: the one that it began with
    if it.cause == "broken promise" and ends:
        m.rules.ladder.end(it)


def _rest(m: Moves, i: int, it: Matter) -> None:
    """Hold, close, nothing to answer, reopen."""
    w = m.w
    if m.has("hold") and w.on(it.owner) and (it.state == OPEN or (m.fx("reply_any") and it.state == WAITING)):
        past = it.promise is not None and it.promise < HOLD
        owed = m.fx("hold_answered") and (it.unanswered or it.response is not None or it.rung)
        if not past and not owed:
            m.add("hold until +4", "staff", i, _hold)
    for who in sorted({it.owner, it.rung_who if it.rung else it.owner, *((B, M) if it.rung else ())} - {None}):
        if it.is_live and w.on(who) and not _why_not_close(m, it, who):
            m.add(f"{NAME[who]} closes", "staff", i, lambda v, it, who=who: _close(m, v, it, who))
    if (
        it.is_live
        and it.unanswered
        and m.fx("close_answered")
        and w.on(it.owner)
        and not (m.fx("seen") and it.draft == 2)
    ):
        m.add("no answer needed", "staff", i, _nothing_to_answer)
    if it.state == CLOSED and m.present(it) is not None:
        m.add("reopen", "staff", i, lambda v, it: m.rules.open(v, it))


def _hold(_v: World, it: Matter) -> None:
    it.state, it.look, it.rests = WAITING, HOLD, False


def _nothing_to_answer(_v: World, it: Matter) -> None:
    it.unanswered, it.response, it.draft = False, None, 0


def _why_not_close(m: Moves, it: Matter, who: int) -> bool:
    if it.promise is not None or it.second is not None or it.offer is not None or it.partner or it.ask is not None:
        return True
    if it.rung and m.fx("rung_closes") and not m.rules.ladder.stands_as_high(it, who):
        return True
    if who != it.owner and not m.fx("rung_closes"):
        return True
    return bool(
        (m.fx("close_answered") and it.unanswered)
        or (m.fx("seen") and it.draft == 2)
        or (m.fx("stuck_opens") and it.remedy == "s")
    )


def _close(m: Moves, v: World, it: Matter, who: int) -> None:
    if it.unanswered:
        v.bad.append("closed while the customer's message is unanswered")
    above = [one for _place, one in above_owner(list(enumerate(m.rules.scene.rungs, 1)), it.owner)]
    if it.rung and who != it.rung_who and not (who in above and m.rules.ladder.stands_as_high(it, who)):
        v.bad.append("the owner ends, by closing, what is with someone above")
    m.rules.close(it)


__all__ = ["A", "Moves", "make_good", "moves"]
