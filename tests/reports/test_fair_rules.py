"""What may be said of a group of cases: small ones hidden, like compared with like, chance held back."""

from __future__ import annotations

import random

import pytest

from makegood.reports.fairness.rules import LEAST, Asked, Case, Group, Of, Verdict, compared, third, thirds

CHANCE = random.Random(1)


def case(
    number: int,
    first: float | None,
    *,
    place: str = "1",
    channel: str = "mail",
    tongue: str = "en",
    given: bool = False,
) -> Case:
    groups = {Of.CHANNEL: channel, Of.LOCATION: place, Of.LANGUAGE: tongue, Of.VALUE: "none", Of.REACH: ""}
    return Case(number, groups, first, None, given, None)


def found(cases: list[Case], of: Of, key: str) -> Group:
    return next(one for one in compared(cases, Of)[of] if one.key == key)


def test_who_waited_longer_is_told_and_who_did_not_is_not() -> None:
    cases = [case(one, CHANCE.expovariate(1 / 60)) for one in range(200)]
    cases += [case(one, 90 + CHANCE.expovariate(1 / 60), tongue="de") for one in range(60)]
    slow = found(cases, Of.LANGUAGE, "de").findings[Asked.FIRST]
    assert slow.verdict is Verdict.MORE
    assert slow.effect is not None and 0.6 < slow.effect.low < slow.effect.size < slow.effect.high <= 1.05
    assert found(cases, Of.LANGUAGE, "en").findings[Asked.FIRST].verdict is Verdict.LESS
    assert found(cases, Of.LANGUAGE, "de").findings[Asked.GIVEN].verdict is not Verdict.MORE


def test_like_is_compared_with_like() -> None:
    """All who write German write to the slow shop: within each shop both wait alike (Simpson's paradox)."""
    cases = [case(one, CHANCE.uniform(0, 60), place="quick", tongue="en") for one in range(300)]
    cases += [case(one, CHANCE.uniform(0, 60), place="quick", tongue="de") for one in range(30)]
    cases += [case(one, CHANCE.uniform(600, 660), place="slow", tongue="en") for one in range(60)]
    cases += [case(one, CHANCE.uniform(600, 660), place="slow", tongue="de") for one in range(200)]
    assert found(cases, Of.LANGUAGE, "de").findings[Asked.FIRST].verdict in (Verdict.ALIKE, Verdict.UNSURE)
    assert found(cases, Of.LOCATION, "slow").findings[Asked.FIRST].verdict is Verdict.MORE


def test_a_small_group_is_named_and_not_shown() -> None:
    cases = [case(one, 10.0 + one, tongue=tongue) for tongue, many in (("en", 50), ("fr", 40)) for one in range(many)]
    cases += [case(one, 9999.0, tongue="de") for one in range(LEAST - 1)]
    assert found(cases, Of.LANGUAGE, "de").is_hidden
    assert not found(cases, Of.LANGUAGE, "fr").is_hidden
    assert Of.CHANNEL not in compared(cases, Of), "there is but one"


def test_what_few_of_a_group_have_is_not_shown_either() -> None:
    cases = [case(one, float(one) if one < LEAST - 1 else None, tongue="de") for one in range(80)]
    cases += [case(one, float(one)) for one in range(80)]
    assert found(cases, Of.LANGUAGE, "de").findings[Asked.FIRST].verdict is Verdict.FEW
    assert found(cases, Of.LANGUAGE, "de").findings[Asked.FIRST].figure is None


def test_a_share_is_compared_by_its_difference() -> None:
    cases = [case(one, 1.0, given=one % 2 == 0) for one in range(200)]
    cases += [case(one, 1.0, given=one % 10 == 0, tongue="de") for one in range(100)]
    given = found(cases, Of.LANGUAGE, "de").findings[Asked.GIVEN]
    assert given.verdict is Verdict.LESS and given.figure == pytest.approx(0.1)
    assert given.effect is not None and given.effect.size == pytest.approx(-0.4)


def test_chance_alone_seldom_makes_a_difference() -> None:
    """Sixty reports on cases told apart by nothing: of one in twenty of them, at most, one may say something."""
    said = 0
    for _ in range(60):
        cases = [case(one, CHANCE.expovariate(1), tongue=CHANCE.choice("abcd")) for one in range(160)]
        groups = compared(cases, Of)[Of.LANGUAGE]
        said += any(one.findings[Asked.FIRST].verdict in (Verdict.MORE, Verdict.LESS) for one in groups)
    assert said <= 8  # three are expected; more than eight would come once in two hundred runs of another seed


def test_who_bought_is_told_apart_in_thirds() -> None:
    bounds = thirds([0, 0, 10, 20, 30, 40, 50, 60])
    assert bounds == (20, 40)
    assert [third(one, bounds) for one in (0, 10, 20, 21, 40, 41)] == [
        "none", "least", "least", "middle", "middle", "most",
    ]  # fmt: skip
    assert thirds([0, 0]) is None and third(5, None) == "none"
