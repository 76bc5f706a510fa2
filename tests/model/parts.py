"""What hangs on a matter: promises, inside offers, partners, approvals and remedies, and what can be done with them."""

from __future__ import annotations

from tests.model.company import APPROVE, CLOSED, NAME, NOBODY, OFFER, OPEN, PARTNER, PROMISE, A, B, M, Matter, World
from tests.model.verbs import Moves, make_good


def parts(m: Moves, i: int, it: Matter) -> None:
    """Everything of this kind that is possible."""
    if m.has("promise"):
        _promises(m, i, it)
    if m.has("good") and it.broken and m.present(it) is not None:
        m.add("make good", "staff", i, lambda _v, it: make_good(m, it))
        m.add("correct: it was kept", "staff", i, lambda _v, it: make_good(m, it))
    if m.has("handoff") and it.is_live:
        _offers(m, i, it)
    if m.has("approve") and it.is_live:
        _approvals(m, i, it)
    _remedies(m, i, it)
    if m.has("partner"):
        _partners(m, i, it)


def _promises(m: Moves, i: int, it: Matter) -> None:
    if m.present(it) is None:
        return

    def make(_v: World, it: Matter) -> None:
        if it.promise is None:
            it.promise, it.moved = PROMISE, 0
        else:
            it.second = PROMISE + 1
        if it.cause == "broken promise" and m.fx("rung_answers"):
            m.rules.ladder.end(it)  # the apology, with a new word
        it.broken = 0 if m.fx("rung_answers") or not it.rung else it.broken
        if it.state == CLOSED and m.fx("make_opens"):
            it.state = OPEN

    takes_more = it.promise is None or (m.has("two") and it.second is None)
    if takes_more and (it.is_live or it.state == CLOSED):
        m.add("make promise", "staff", i, make)
    if it.promise is None:
        return
    late = it.promise <= 0
    words = " (late)" if late else ""
    m.add(f"keep{words}", "staff", i, lambda v, it: _end(m, v, i, it, "kept"))
    if m.w.on(B) or m.w.on(M):
        m.add(f"lead withdraws promise{words}", "staff", i, lambda v, it: _end(m, v, i, it, "withdrawn"))
    if not late:
        m.add("own up", "staff", i, lambda v, it: _own_up(m, v, i, it))
    if not late and it.moved < 2:
        m.add("renegotiate", "staff", i, _renegotiate)


def _renegotiate(_v: World, it: Matter) -> None:
    it.promise, it.moved = PROMISE + 1, it.moved + 1


def _own_up(m: Moves, v: World, i: int, it: Matter) -> None:
    it.promise = None
    m.rules.breaks(v, i, it)


def _end(m: Moves, v: World, i: int, it: Matter, how: str) -> None:
    late = it.promise is not None and it.promise <= 0
    it.promise = None
    if late and m.fx("late_is_broken"):
        m.rules.breaks(v, i, it)
        if how == "kept":
            make_good(m, it)
    elif late:
        v.bad.append(f"a promise {how} after it was due: it lapsed, and nobody owned up")


def _offers(m: Moves, i: int, it: Matter) -> None:
    if it.offer is None:
        for by in sorted({it.owner, B}):
            for to in (A, B):
                if m.w.on(by) and to != it.owner:
                    m.add(
                        f"{NAME[by]} offers to {NAME[to]}",
                        "staff",
                        i,
                        lambda v, it, by=by, to=to: _offer(v, it, by, to),
                    )
        return
    m.add("decline or withdraw the offer", "staff", i, lambda _v, it: m.rules.drop_offer(it))
    if m.w.on(it.offer) or not m.fx("accept_on_duty"):
        words = "" if m.w.on(it.offer) else " from home, off duty"
        m.add(f"{NAME[it.offer]} accepts{words}", "staff", i, lambda v, it: _accept(m, v, it))


def _offer(v: World, it: Matter, by: int, to: int) -> None:
    it.offer, it.offer_by, it.offer_clock = to, by, v.work(OFFER)


def _accept(m: Moves, v: World, it: Matter) -> None:
    it.owner, it.cover = it.offer if it.offer is not None else NOBODY, None
    if not v.on(it.owner):
        v.bad.append("I4 an owner who accepted while off duty")
    if not m.fx("own_clocks"):  # "with all clocks"
        it.ask = it.owner if it.ask is not None else None
        it.rung_who = it.owner if it.rung else None
    m.rules.drop_offer(it)


def _approvals(m: Moves, i: int, it: Matter) -> None:
    if it.ask is None:
        if it.remedy or not m.w.on(it.owner):
            return
        if any(one > it.owner for one in m.rules.scene.rungs) or not m.fx("ask_ends"):
            m.add("ask for approval", "staff", i, lambda v, it: _ask(m, v, it))
        return

    def ends(remedy: str) -> object:
        def act(_v: World, it: Matter) -> None:
            it.ask, it.ask_clock, it.asked = None, None, 0
            it.remedy = remedy or it.remedy

        return act

    if m.w.on(it.ask):
        m.add(f"{NAME[it.ask]} says yes", "staff", i, ends("g"))  # type: ignore[arg-type]
        m.add(f"{NAME[it.ask]} says no", "staff", i, ends(""))  # type: ignore[arg-type]
    if m.fx("ask_ends") and m.present(it) is not None:
        m.add("withdraw the ask", "staff", i, ends(""))  # type: ignore[arg-type]


def _ask(m: Moves, v: World, it: Matter) -> None:
    first = m.rules.approver(v, it, it.owner)
    it.ask, it.ask_by, it.ask_clock = NOBODY if first is None else first, it.owner, v.work(APPROVE)
    it.asked = 0 if first is None else 1 << first


def _remedies(m: Moves, i: int, it: Matter) -> None:
    def grant(_v: World, it: Matter) -> None:
        it.remedy, it.broken = "g", 0
        m.rules.ladder.end(it)

    def fail(v: World, it: Matter) -> None:
        it.remedy = "s"
        if m.fx("stuck_opens"):
            m.rules.open(v, it)

    if m.has("remedy"):
        is_there = m.present(it) is not None
        if it.is_live and not it.remedy and it.ask is None and is_there:
            m.add("grant remedy", "staff", i, grant)
        if it.remedy == "s" and m.fx("stuck_opens") and is_there:
            m.add("retry remedy", "staff", i, lambda _v, it: setattr(it, "remedy", "g"))
            m.add("withdraw stuck remedy", "staff", i, lambda _v, it: setattr(it, "remedy", ""))
        if it.remedy == "g" and m.w.works:
            m.add("fulfilment fails", "fault", i, fail)
    if it.remedy == "g" and m.w.works:
        m.add("fulfil", "time", i, lambda _v, it: setattr(it, "remedy", ""))


def _partners(m: Moves, i: int, it: Matter) -> None:
    def none(_v: World, it: Matter) -> None:
        it.partner, it.partner_clock = "", None

    def accept(_v: World, it: Matter) -> None:
        it.partner, it.partner_clock, it.reminders = "accepted", PARTNER, 0

    def answer(v: World, it: Matter) -> None:
        it.partner, it.partner_clock = "", None
        if m.fx("partner_opens"):
            m.rules.open(v, it)
        elif it.response is None:
            it.response = v.work(2)

    def offer(v: World, it: Matter) -> None:
        it.partner, it.partner_clock, it.partner_by = "offered", v.work(PARTNER), it.owner
        it.reminders, it.mails = 0, 1

    if not it.partner and it.is_live and m.w.on(it.owner):
        m.add("offer to partner", "staff", i, offer)
    if it.partner == "offered":
        m.add("partner accepts, date +2", "partner", i, accept)
        m.add("partner declines", "partner", i, none)
        m.add("withdraw from partner", "staff", i, none)
    if it.partner == "accepted":
        m.add("partner answers", "partner", i, answer)
        if m.fx("partner_ends"):
            m.add("take it back from partner", "staff", i, none)
