"""Who covers, who is given work, who may stand in: tables of the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.clocks.hours import ALWAYS, Hours
from makegood.people.duty.rules import Away, Cover, How, Person, chain, cover_for, needs_cover
from makegood.people.duty.rules.absence import limit_ends, passes_on_at
from makegood.people.duty.rules.checks import check_week, line, read_spans, said
from makegood.people.duty.rules.giving import by_load, by_turn
from makegood.people.duty.rules.standing_in import StandIn, circle
from makegood.people.rules import Unfit

MON = datetime(2026, 11, 16, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = Hours(week=(((480, 1020),),) * 5 + ((), ()))
ANA, BEN, CLEO, LEA, MO = 1, 2, 3, 4, 5


def away(agent: int, *, until: datetime | None = None) -> Person:
    return Person(agent, absences=(Away(MON - DAY, until),))


def here(agent: int) -> Person:
    return Person(agent)


def cover(*people: Person, stand_ins: dict[int, list[int]] | None = None, see: set[int] | None = None) -> Cover | None:
    """Who covers Ana, whose team is herself, Ben and Cleo, below Lea."""
    return cover_for(
        ANA,
        stand_ins=stand_ins or {},
        team=[BEN, CLEO],
        ladder=[LEA],
        may_see=see or {ANA, BEN, CLEO, LEA},
        people={one.agent: one for one in people},
        at=MON,
    )


def test_the_first_on_duty_who_may_see_it_covers() -> None:
    everyone = (away(ANA), here(BEN), here(CLEO), here(LEA), here(MO))
    assert cover(*everyone) == Cover(BEN, How.TEAM, MON)
    assert cover(*everyone, stand_ins={ANA: [CLEO]}) == Cover(CLEO, How.SUBSTITUTE, MON)
    assert cover(*everyone, stand_ins={ANA: [MO]}) == Cover(BEN, How.TEAM, MON)  # Mo may not see it
    assert cover(away(ANA), away(BEN), away(CLEO), here(LEA)) == Cover(LEA, How.LADDER, MON)


def test_stand_ins_are_followed_in_chain_and_each_is_asked_once() -> None:
    assert chain(ANA, {ANA: [BEN, CLEO], BEN: [MO, ANA], MO: [BEN]}) == [BEN, CLEO, MO]
    people = (away(ANA), away(CLEO), here(BEN), here(LEA))
    assert cover(*people, stand_ins={ANA: [CLEO], CLEO: [LEA]}) == Cover(LEA, How.SUBSTITUTE, MON)


def test_when_nobody_is_on_duty_it_is_whoever_comes_first() -> None:
    people = (away(ANA, until=MON + 3 * DAY), away(BEN), away(CLEO, until=MON + 2 * DAY), away(LEA))
    assert cover(*people) == Cover(CLEO, How.TEAM, MON + 2 * DAY)
    sooner = (away(ANA, until=MON + DAY), *people[1:])
    assert cover(*sooner) == Cover(ANA, How.OWNER, MON + DAY)
    assert cover(away(ANA), away(BEN), away(CLEO), away(LEA)) is None


@pytest.mark.parametrize(
    ("until", "due_in", "needed"),
    [(DAY, 2 * DAY, False), (2 * DAY, DAY, True), (None, DAY, True), (HOUR, -HOUR, True), (DAY, DAY, True)],
)
def test_cover_is_needed_when_nobody_is_back_before_it_is_due(
    until: timedelta | None, due_in: timedelta, needed: bool
) -> None:
    ana = away(ANA, until=until and MON + until)
    assert needs_cover([ana], due_at=MON + due_in, at=MON) is needed
    assert not needs_cover([ana, here(BEN)], due_at=MON + due_in, at=MON)


def test_a_circle_of_stand_ins_is_seen_whoever_closes_it_and_only_when_it_is_one() -> None:
    first = StandIn(ANA, BEN, MON, MON + 7 * DAY)
    assert circle(StandIn(BEN, ANA, MON + DAY, None), [first]) == [BEN, ANA, BEN]
    assert circle(StandIn(BEN, ANA, MON + 7 * DAY, None), [first]) == []  # each in the other's holidays
    assert circle(StandIn(CLEO, ANA, MON, None), [first, StandIn(BEN, CLEO, MON + 3 * DAY)]) == [CLEO, ANA, BEN, CLEO]
    assert circle(StandIn(CLEO, ANA, MON, MON + 3 * DAY), [first, StandIn(BEN, CLEO, MON + 3 * DAY)]) == []


ends = st.one_of(st.none(), st.integers(1, 6))
links = st.builds(
    lambda a, b, since, long: StandIn(a, b, MON + since * DAY, None if long is None else MON + (since + long) * DAY),
    *[st.integers(1, 4)] * 2,
    st.integers(0, 8),
    ends,
)


@given(st.lists(links.filter(lambda one: one.agent != one.stand_in), max_size=8))
def test_what_is_let_in_never_holds_a_circle_at_any_moment(some: list[StandIn]) -> None:
    kept: list[StandIn] = []
    for one in some:
        if not circle(one, kept):
            kept.append(one)
        else:
            assert any(_has_circle([*kept, one], MON + day * DAY) for day in range(20))
    assert not any(_has_circle(kept, MON + day * DAY) for day in range(20))


def _has_circle(some: list[StandIn], at: datetime) -> bool:
    nexts = {one: {link.stand_in for link in some if link.agent == one and link.runs(at)} for one in range(1, 5)}
    reached = nexts
    for _ in range(5):
        reached = {one: seen.union(*(nexts[other] for other in seen)) for one, seen in reached.items()}
    return any(one in seen for one, seen in reached.items())


def test_by_turn_goes_round_and_by_load_to_who_has_least() -> None:
    assert [by_turn([2, 5, 9], last) for last in (None, 2, 5, 9, 7)] == [2, 5, 9, 2, 9]
    assert by_turn([], 2) is None
    assert by_load([2, 5, 9], {2: 3, 9: 1, 5: 1}) == 5
    assert by_load([2, 5], {2: 1}) == 5
    assert by_load([], {}) is None


@pytest.mark.parametrize(
    ("hours", "since", "limit"),
    [
        ([ALWAYS], MON, datetime(2026, 11, 18, tzinfo=UTC)),
        ([OFFICE], MON, datetime(2026, 11, 18, 8, tzinfo=UTC)),
        ([OFFICE], datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 25, 8, tzinfo=UTC)),  # Friday evening
        ([OFFICE], datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ([], MON, MON + 2 * DAY),
    ],
)
def test_an_absence_is_long_once_it_reaches_into_a_third_working_day(
    hours: list[Hours], since: datetime, limit: datetime
) -> None:
    assert limit_ends(since, hours) == limit
    assert passes_on_at(Away(since, limit), hours) is None
    assert passes_on_at(Away(since, limit + HOUR), hours) == since
    assert passes_on_at(Away(since), hours) == limit


def test_what_a_roster_says_is_read_as_people_write_it() -> None:
    assert read_spans("8-12, 13:00 – 17.30; 22:00-06:00") == [(480, 720), (780, 1050), (1320, 1800)]
    assert [said(one) for one in (480, 1440, 1800)] == ["08:00", "24:00", "06:00"]
    assert line((1320, 1800), [(60, 90)]).breaks == ((1500, 1530),)
    for wrong in ("8", "25:00-26:00", "8:70-9", "x-y", "08:00-"):
        with pytest.raises(Unfit):
            read_spans(wrong)
    with pytest.raises(Unfit, match="between 08:00 and 12:00"):
        line((480, 720), [(700, 730)])
    with pytest.raises(Unfit, match="overlap"):
        check_week(((line((480, 720), []), line((700, 800), [])), *((),) * 6))
