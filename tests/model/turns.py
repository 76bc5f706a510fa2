"""What time does: clocks run, and each that is due gets its turn."""

from __future__ import annotations

from tests.model.company import APPROVE, CLOCKS, DAY, OPEN, RESPONSE, WAITING, Matter, World
from tests.model.rules import Rules

MOST_REMINDERS = 2


def tick(rules: Rules, w: World) -> None:
    """One tick later."""
    w.phase = (w.phase + 1) % DAY
    back = [who for who, left in enumerate(w.duty) if left == 1]
    w.duty = tuple(left - 1 if left > 0 else left for left in w.duty)
    for it in w.matters:
        for name in CLOCKS:
            if (left := getattr(it, name)) is not None:
                setattr(it, name, max(left - 1, -1))
        it.undo = None
        if not rules.has("cover_always") and it.owner in back:
            it.cover = None
    if w.works:
        for i, it in enumerate(w.matters):
            fire(rules, w, i, it)


def is_due(left: int | None) -> bool:
    """Due is due."""
    return left is not None and left <= 0


def fire(rules: Rules, w: World, i: int, it: Matter) -> None:
    """Everything of this matter that is due has had its turn."""
    if is_due(it.promise):
        it.promise = None
        rules.breaks(w, i, it)
    if is_due(it.second) and it.second_runs:
        it.second = None
        rules.breaks(w, i, it)
    if is_due(it.look) and it.state == WAITING and rules.has("look_runs_out"):
        _look(rules, w, i, it)
    if is_due(it.response) and rules.has("resp_runs_out"):
        it.response = w.work(RESPONSE)  # still owed
        if not it.rung:
            rules.ladder.begin(w, i, it, "late answer")
        rules.tell(w, i, rules.coverer(w, it))
    if is_due(it.offer_clock):
        rules.drop_offer(it)
        rules.tell(w, i, rules.coverer(w, it))
    if is_due(it.partner_clock):
        _partner(rules, w, i, it)
    if is_due(it.ask_clock):
        _ask(rules, w, i, it)
    if is_due(it.rung_clock):
        if it.rung_answered:
            w.bad.append("it climbs on although what it was about is answered and the customer is silent")
        rules.ladder.turn(w, i, it)


def _look(rules: Rules, w: World, i: int, it: Matter) -> None:
    owes = rules.owes(it)
    rests, it.rests, it.look, it.state = it.rests, False, None, OPEN
    if rests and not (owes and rules.has("rest_owes_nothing")):
        if owes:
            w.bad.append("let it rest closed over something that is still owed")
        rules.close(it)
        return
    rules.start_response(w, it)
    rules.tell(w, i, rules.coverer(w, it))


def _partner(rules: Rules, w: World, i: int, it: Matter) -> None:
    if it.partner == "offered":
        it.partner, it.partner_clock = "", None
    elif it.reminders < MOST_REMINDERS:
        it.reminders, it.mails, it.partner_clock = it.reminders + 1, min(it.mails + 1, 9), w.work(1)
        return
    elif rules.has("partner_ends"):
        it.partner, it.partner_clock = "", None
        rules.open(w, it)
        rules.ladder.begin(w, i, it, "silent partner")
    else:
        it.partner_clock = None
        rules.ladder.begin(w, i, it, "silent partner")
    rules.tell(w, i, rules.coverer(w, it))


def _ask(rules: Rules, w: World, i: int, it: Matter) -> None:
    asker = it.ask_by if it.ask_by is not None else -1
    following = rules.approver(w, it, asker)
    if rules.scene.silence and (w.on(it.ask) or not rules.has("silence_heard")):
        if not w.on(it.ask):
            w.bad.append("I7 a remedy granted by the silence of someone who was not there")
        it.ask, it.ask_clock, it.asked, it.remedy = None, None, 0, "g"
    elif following is not None:
        it.ask, it.ask_clock, it.asked = following, w.work(APPROVE), it.asked | 1 << following
        rules.tell(w, i, following)
    elif rules.has("ask_ends"):
        it.ask, it.ask_clock, it.asked = None, None, 0
        if it.state == WAITING:
            it.state = OPEN
        rules.start_response(w, it)
        rules.tell(w, i, rules.coverer(w, it))
