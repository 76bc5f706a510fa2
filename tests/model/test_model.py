"""The rules, searched in the small: with all of them nothing goes wrong, and without any one of them something does."""

from __future__ import annotations

import pytest

from makegood.promises.rules import Verb
from tests.model.company import NOBODY, Matter, World
from tests.model.fixes import FIXES
from tests.model.rules import Rules
from tests.model.scenes import SCENES
from tests.model.search import search, shortest_without, walk
from tests.model.verbs import moves

QUICK, LONG = 400, 150_000  # states of a scene
STEPS, MANY_STEPS = 600, 40_000
# Where leaving a rule out shows soonest.
SHOWN_IN = {
    "make_opens": "promise",
    "owner_holds": "handoff",
    "own_clocks": "handoff",
    "last_member": "gone",
    "accept_on_duty": "handoff",
    "late_is_broken": "promise",
    "broken_tells": "promise",
    "ladder_ends": "alone",
    "ladder_now": "ladder",
    "ladder_remembers": "promise",
    "rung_answers": "ladder",
    "rung_closes": "ladder",
    "climb_opens": "ladder",
    "ask_ends": "approve",
    "silence_heard": "silence",
    "partner_ends": "partner alone",
    "partner_opens": "partner",
    "stuck_opens": "remedy",
    "merge_all": "merge",
    "rest_owes_nothing": "rest alone",
    "good_ends": "promise",
    "broken_outranks": "partner, silent",
    "top_again": "ladder",
    "waiting_uses_none": "three",
    "rungs_fold": "fold",
    "above_owner": "ladder",
    "avoided_away": "avoided",
    "avoided_last": "avoided, only",
}


@pytest.mark.parametrize("scene", SCENES)
def test_near_the_beginning_nothing_goes_wrong(scene: str) -> None:
    assert search(scene, FIXES, most=QUICK).found == {}


@pytest.mark.parametrize("name", FIXES)
def test_without_the_rule_something_does(name: str) -> None:
    assert shortest_without(name, scenes=[SHOWN_IN.get(name, "core")], most=2_000)


def test_with_everything_at_once_nothing_goes_wrong_on_a_random_way() -> None:
    found, longest = walk(STEPS, seed=1)
    assert found == {} and longest < 12


def test_whoever_owns_it_does_not_end_what_waits_for_somebody_above() -> None:
    rules = Rules(frozenset(FIXES), SCENES["duty"])
    w = World([Matter(owner=NOBODY)])
    way = "B on leave · receive · tick · M off duty for 2 · tick · M comes on duty · B comes on duty · assign to B"
    for step in [*way.split(" · "), "no answer needed"]:
        w = next(v for label, _kind, v in moves(rules, w) if label == step)
    labels = [label for label, _kind, _v in moves(rules, w)]
    assert "B closes" not in labels and "M closes" in labels


def test_all_that_can_be_done_with_a_promise_is_in_the_model() -> None:
    played = {"make", "keep", "renegotiate", "break", "correct", "make good", "withdraw"}
    assert {verb.value for verb in Verb} == played


@pytest.mark.long
@pytest.mark.parametrize("scene", SCENES)
def test_nowhere_does_anything_go_wrong(scene: str) -> None:
    found = search(scene, FIXES, most=LONG)
    print(f"{scene}: {len(found.parents)} states{'' if found.is_whole else ' (not all)'}, {found.steps} steps")
    assert found.found == {}


@pytest.mark.long
def test_for_long_nothing_goes_wrong_on_random_ways() -> None:
    assert walk(MANY_STEPS, seed=2)[0] == {}
