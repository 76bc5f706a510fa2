"""Two conversations become one, and two again."""

from __future__ import annotations

from tests.model.company import CLOSED, LIVE, MERGED, NOBODY, OPEN, WAITING, Matter, World
from tests.model.ladder import OUTRANKS
from tests.model.verbs import Moves


def merging(m: Moves) -> None:
    """The first into the second, and apart again."""
    a, b = m.w.matters
    if not any(m.w.on(one) for one in m.rules.people()):
        return
    if a.state in (*LIVE, CLOSED) and b.state in (*LIVE, CLOSED):
        m.add("merge 1 into 2", "fault", 1, lambda v, _it: _merge(m, v))
    if a.state == MERGED and a.was and b.state in (*LIVE, CLOSED):
        m.add("unmerge", "fault", 1, lambda v, _it: _unmerge(m, v))


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((time for time in (one, other) if time is not None), default=None)


def _merge(m: Moves, v: World) -> None:
    a, b = v.matters
    a.was = (a.state, a.response, a.look, a.unanswered, b.response)
    b.unanswered = b.unanswered or a.unanswered
    b.response, b.look, b.rests = _earlier(a.response, b.response), _earlier(a.look, b.look), False
    _bring_words(m, a, b)
    if not m.fx("merge_all"):
        _bring_offer(a, b)
    causes = [one.cause for one in (a, b) if one.rung]
    if a.rung > b.rung:
        b.set_escalation(a.escalation)
    if causes and m.fx("broken_outranks"):
        b.cause = max(causes, key=OUTRANKS.__getitem__)
    if m.fx("merge_all"):
        states = (a.state, b.state)
        b.state = OPEN if OPEN in states else WAITING if WAITING in states else CLOSED
        b.look = None if b.state == OPEN else b.look
        b.owner = a.owner if b.owner == NOBODY else b.owner
    m.rules.close(a)
    a.state = MERGED


def _bring_words(m: Moves, a: Matter, b: Matter) -> None:
    b.broken, b.remembered = min(a.broken + b.broken, 2), max(a.remembered, b.remembered)
    if a.promise is not None and b.promise is not None:
        b.promise, b.second = min(a.promise, b.promise), max(a.promise, b.promise)
        b.second_runs = m.fx("merge_all")
    elif a.promise is not None:
        b.promise = a.promise


def _bring_offer(a: Matter, b: Matter) -> None:
    if a.offer is not None and b.offer is not None:
        b.two_offers = True
    elif a.offer is not None:
        b.offer, b.offer_by, b.offer_clock = a.offer, a.offer_by, a.offer_clock


def _unmerge(m: Moves, v: World) -> None:
    a, b = v.matters
    state, response, look, unanswered, response_of_b = a.was
    a.was, a.unanswered = None, b.unanswered and unanswered
    if m.fx("merge_all"):
        a.state = CLOSED if b.state == CLOSED else OPEN
        if a.state == OPEN:
            m.rules.start_response(v, a)  # someone looks at what came back
        return
    a.state = state
    if response is not None and b.response is not None and b.response <= response:
        a.response = b.response
        b.response = None if response <= (99 if response_of_b is None else response_of_b) else b.response
    if look is not None and b.look is not None:
        a.look = look
