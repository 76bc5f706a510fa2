"""Two admins at the same moment: one publishes, and what is in force is what its cases were tried on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from makegood.authority import acts, queries
from makegood.authority.models import Version
from makegood.people.rules import Unfit
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
TEXT = "policy: Refunds\nrules:\n  - {rule: Up to 50, for: refund, limit: 50, answer: allowed, else: never}\n"
WORSE = TEXT.replace("50", "5000")
CASES = "cases:\n  - {case: sixty, action: {kind: refund, amount: 60}, role: agent, answer: never}\n"


def publish(version: Version) -> None:
    acts.publish(version, starts_at=NOW, by=None, now=NOW)


def test_of_two_who_publish_one_does() -> None:
    version = acts.write(TEXT, CASES, by=None, now=NOW)
    results = at_once(lambda: publish(version), lambda: publish(version))
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "Unfit"]
    assert Event.objects.filter(kind="policy.published").count() == 1


def test_what_is_rewritten_while_its_cases_run_is_not_published_unseen() -> None:
    version = acts.write(TEXT, CASES, by=None, now=NOW)
    published, rewritten = at_once(
        lambda: publish(version), lambda: acts.rewrite(version, WORSE, CASES, by=None, now=NOW)
    )
    found = queries.in_force(at=NOW)
    if isinstance(published, Unfit):
        assert (found, rewritten.pk) == (None, version.pk)
    else:
        assert found is not None and (found.text, rewritten.pk != found.pk) == (TEXT, True)
