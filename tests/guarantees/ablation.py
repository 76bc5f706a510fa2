"""Each fussy rule taken out of the desk's own code, one at a time: what its test in test_fixes.py must notice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from makegood.clocks.models import Clock, Kind
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.escalations.models import Escalation
from makegood.people.models import Agent

Out = Callable[[pytest.MonkeyPatch], None]


def _place(where: str) -> tuple[Any, str]:
    """What holds it, and its name there. Modules go before what their package calls by the same name."""
    parts, found = where.split("."), None
    for end in range(len(parts) - 1, 0, -1):
        with suppress(ModuleNotFoundError):
            found = import_module(".".join(parts[:end]))
            break
    for name in parts[end:-1]:
        found = getattr(found, name)
    assert hasattr(found, parts[-1]), where
    return found, parts[-1]


def _gone(where: str, answer: Any = None) -> Out:
    """What stands there does nothing, and answers that."""
    return _is(where, lambda *args, **named: answer)


def _is(where: str, value: Any) -> Out:
    return lambda patch: patch.setattr(*_place(where), value)


def _without(where: str, *names: str) -> Out:
    """What is called there is not told these."""
    known = getattr(*_place(where))

    def called(*args: Any, **named: Any) -> Any:
        return known(*args, **{name: value for name, value in named.items() if name not in names})

    return _is(where, called)


def _no_last_clock(patch: pytest.MonkeyPatch) -> None:
    from makegood.conversations.acts import changing

    def missing(conversation: Conversation, kinds: set[str], begins: Any) -> list[str]:
        return known(conversation, kinds, begins) if conversation.state == State.WAITING or begins else []

    known = changing._missing
    patch.setattr(changing, "_missing", missing)


def _replies_only_when_open(patch: pytest.MonkeyPatch) -> None:
    reply = import_module("makegood.conversations.acts.reply")

    def refuse(conversation: Conversation, *args: Any, **named: Any) -> None:
        if conversation.state != State.OPEN:
            raise Refused("It is not our turn.")
        known(conversation, *args, **named)

    known = reply._refuse_if_not_sayable
    patch.setattr(reply, "_refuse_if_not_sayable", refuse)


def _accepts_every_clock(patch: pytest.MonkeyPatch) -> None:
    from makegood.handoffs.acts import answering

    def change(conversation: Conversation, *, owner: Agent | None = None, **named: Any) -> Any:
        done = known(conversation, **named, **({"owner": owner} if owner else {}))
        if owner:
            Escalation.objects.filter(conversation=conversation, ended_at=None).update(asked=owner)
            Clock.objects.filter(conversation_id=conversation.pk, kind=Kind.RUNG).update(agent_id=owner.pk)
        return done

    known = answering.change
    patch.setattr(answering, "change", change)


def _covers_people_only(patch: pytest.MonkeyPatch) -> None:
    from makegood.people.duty.queries import covering

    known = covering._Known.is_uncovered
    patch.setattr(covering._Known, "is_uncovered", lambda self, held: held.owner is not None and known(self, held))


def _reminds_for_ever(patch: pytest.MonkeyPatch) -> None:
    from makegood.handoffs.acts import partners

    def remind(handoff: Any, conversation: Any, clock: Any, *, at: Any) -> Any:
        return at + timedelta(days=1)

    patch.setattr(partners, "fell_due", remind)
    patch.setattr("makegood.handoffs.due.fell_due", remind)


def _nobody_twice(patch: pytest.MonkeyPatch) -> None:
    """Whoever was asked in this pass is not asked again, whoever else is there."""
    from makegood.escalations import rules

    patch.setattr(rules, "replace", lambda one, **new: one if set(new) == {"asked"} else replace(one, **new))


def _avoided_for_good(patch: pytest.MonkeyPatch) -> None:
    """Those of an avoided place are not asked, whoever else is there."""
    from makegood.escalations import rules

    def climb(*args: Any, avoids: frozenset[int], **named: Any) -> Any:
        subject = named.pop("subject") or next(iter(avoids), None)
        return known(*args, subject=subject, avoids=avoids, **named)

    known = rules.climb
    patch.setattr(rules, "climb", climb)


CLIMBS, HANDOFFS = "makegood.escalations.attached.Climbs", "makegood.handoffs.attached.Handoffs"
OUT: dict[str, list[Out]] = {
    "look_runs_out": [_gone("makegood.conversations.due._look_again")],
    "rest_owes_nothing": [_gone("makegood.conversations.due.why_not_yet", "")],
    "resp_runs_out": [_gone(f"{CLIMBS}.missed")],
    "last_clock": [_no_last_clock],
    "hold_answered": [_gone("makegood.conversations.rules.why_not_hold", "")],
    "close_answered": [_gone("makegood.conversations.rules.why_not_close", "")],
    "seen": [_gone("makegood.conversations.acts.reply._refuse_if_overtaken")],
    "undo": [_gone("makegood.clocks.acts.restore")],
    "reply_any": [_replies_only_when_open],
    "make_opens": [_gone("makegood.promises.acts.making.opening", {})],
    "owner_holds": [_gone(f"{HANDOFFS}.owner_changed")],
    "own_clocks": [_accepts_every_clock],
    "last_member": [_gone("makegood.people.acts.agents.left_alone", frozenset())],
    "accept_on_duty": [_gone("makegood.handoffs.atwork.is_on_duty", True)],
    "cover_always": [_covers_people_only],
    "late_is_broken": [_gone("makegood.promises.rules.is_late", False)],
    "broken_tells": [
        _gone("makegood.promises.acts.breaking.opening", {}),
        _gone("makegood.promises.acts.breaking._wants_a_word", False),
        _gone("makegood.escalations.heard.Ladder.broken"),
    ],
    "ladder_ends": [
        _gone("makegood.escalations.acts.climbing._next_pass"),
        _is("makegood.escalations.rules.DAILY", timedelta(days=400)),
    ],
    "ladder_now": [_gone("makegood.escalations.acts.look_again")],
    "ladder_remembers": [_gone("makegood.escalations.rules.start_above", 0)],
    "rung_answers": [_gone(f"{CLIMBS}.replied"), _gone("makegood.escalations.attached._answers_for", True)],
    "rung_closes": [_gone(f"{CLIMBS}.why_not_close", "")],
    "climb_opens": [_without("makegood.escalations.acts.asking.change", "state", "closed_at")],
    "partner_ends": [_reminds_for_ever],
    "partner_opens": [_without("makegood.handoffs.acts.theirs.change", "state", "closed_at", "begins")],
    "merge_all": [
        _gone("makegood.promises.acts.carry_all"),
        _gone("makegood.promises.acts.bring_back"),
        _gone(f"{HANDOFFS}.moved"),
    ],
    "good_ends": [
        _gone("makegood.escalations.heard._broken_since", False),
        _gone("makegood.escalations.heard.Ladder.made_good"),
    ],
    "broken_outranks": [_gone("makegood.escalations.rules.takes_over", False)],
    "top_again": [_nobody_twice],
    "waiting_uses_none": [_gone("makegood.escalations.rules._reached", 2)],
    "rungs_fold": [_is("makegood.escalations.rules.folded", list)],
    "above_owner": [_is("makegood.escalations.rules.above_owner", lambda steps, owner: list(steps))],
    "avoided_away": [_gone("makegood.escalations.rules.of_avoided_place", frozenset())],
    "avoided_last": [_avoided_for_good],
}
