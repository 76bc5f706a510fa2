"""Versions of a policy: written, published, in force at a place and time, ended; by admins alone."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from makegood.authority import acts, queries
from makegood.authority.models import Version
from makegood.config.cli import main
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.models import Event
from tests.people.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
DAY = timedelta(days=1)

TEXT = """policy: Refunds
{more}
rules:
  - rule: Up to {upto}
    for: refund
    limit: {upto}
    answer: allowed
    else: never
"""
CASES = """cases:
  - {case: ten, action: {kind: refund, amount: 10}, role: agent, answer: allowed}
  - {case: sixty, action: {kind: refund, amount: 60}, role: agent, answer: never}
"""


def text(upto: int = 50, more: str = "about: What we give") -> str:
    return TEXT.format(upto=upto, more=more)


def published(upto: int = 50, *, at: datetime = NOW, more: str = "about: What we give") -> Version:
    version = acts.write(text(upto, more), "", by=None, now=at)
    acts.publish(version, starts_at=at, by=None, now=at)
    return queries.version(version.pk)


def test_a_draft_is_in_force_nowhere_until_it_is_published() -> None:
    version = acts.write(text(), CASES, by=None, now=NOW)
    assert queries.in_force(at=NOW) is None
    acts.publish(version, starts_at=NOW, by=None, now=NOW)
    assert queries.in_force(at=NOW) == version
    assert list(Event.objects.values_list("kind", flat=True)) == ["policy.written", "policy.published"]


def test_publishing_twice_is_refused_and_changes_nothing() -> None:
    version = published()
    with pytest.raises(Unfit, match="meanwhile"):
        acts.publish(version, starts_at=NOW + DAY, by=None, now=NOW)
    assert queries.version(version.pk).starts_at == NOW


def test_a_case_with_another_answer_refuses_the_publish() -> None:
    version = acts.write(text(upto=70), CASES, by=None, now=NOW)
    with pytest.raises(Unfit, match=r"1 of its cases gets another answer. “sixty”: It should be never, and is allowed"):
        acts.publish(version, starts_at=NOW, by=None, now=NOW)
    assert queries.in_force(at=NOW) is None


def test_what_cannot_be_read_is_kept_and_not_published() -> None:
    version = acts.write("policy: Half\nruls:", "", by=None, now=NOW)
    with pytest.raises(Unfit, match="line 2, ruls"):
        acts.publish(version, starts_at=NOW, by=None, now=NOW)
    assert version.name == "Half"


def test_nobody_publishes_into_the_past() -> None:
    version = acts.write(text(), "", by=None, now=NOW)
    with pytest.raises(Unfit, match="now or later"):
        acts.publish(version, starts_at=NOW - DAY, by=None, now=NOW)


def test_last_months_question_has_last_months_answer() -> None:
    first, second = published(50), published(80, at=NOW + 30 * DAY)
    assert queries.in_force(at=NOW + 29 * DAY) == first
    assert queries.in_force(at=NOW + 30 * DAY) == second


def test_a_place_with_a_policy_of_its_own_has_that_one() -> None:
    harbour, everywhere = published(90, more="locations: [Harbour]"), published(50)
    assert queries.in_force(at=NOW, location="Harbour") == harbour
    assert queries.in_force(at=NOW, location="Station") == everywhere
    assert queries.in_force(at=NOW) == everywhere


def test_days_in_the_text_bound_it() -> None:
    version = published(50, more="zone: Europe/Berlin\nfrom: 2026-06-01\nuntil: 2026-06-30")
    assert queries.in_force(at=datetime(2026, 5, 31, 21, 59, tzinfo=UTC)) is None
    assert queries.in_force(at=datetime(2026, 5, 31, 22, tzinfo=UTC)) == version
    assert queries.in_force(at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC)) == version
    assert queries.in_force(at=datetime(2026, 6, 30, 22, tzinfo=UTC)) is None


def test_what_was_published_is_never_rewritten() -> None:
    version = published()
    draft = acts.rewrite(version, text(99), "", by=None, now=NOW)
    assert draft.pk != version.pk
    assert "99" not in queries.version(version.pk).text
    again = acts.rewrite(draft, text(98), "", by=None, now=NOW)
    assert (again.pk, "98" in again.text) == (draft.pk, True)


def test_ending_twice_changes_nothing() -> None:
    version = published()
    acts.end(version, by=None, now=NOW + DAY)
    acts.end(version, by=None, now=NOW + 2 * DAY)
    assert queries.in_force(at=NOW) == version
    assert queries.in_force(at=NOW + DAY) is None
    assert Event.objects.filter(kind="policy.ended").count() == 1


def test_only_an_admin_may(world: World) -> None:
    version = published()
    for act in (
        lambda: acts.write(text(), "", by=world.mo, now=NOW),
        lambda: acts.rewrite(version, text(), "", by=world.mo, now=NOW),
        lambda: acts.publish(version, starts_at=NOW, by=world.mo, now=NOW),
        lambda: acts.end(version, by=world.mo, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_check_asks_the_policy_in_force(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    published(50)
    before = Version.objects.count(), Event.objects.count()
    asked: dict[str, Any] = {"action": {"kind": "refund", "amount": 10}, "role": "agent", "now": NOW.isoformat()}
    lines = [asked, {**asked, "now": "2020-01-01T00:00:00Z"}]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, lines))))
    assert main(["authority", "check", "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told[0]["answer"], "No policy is in force" in told[1]["error"]) == ("allowed", True)
    assert (Version.objects.count(), Event.objects.count()) == before
