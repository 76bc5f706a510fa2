"""Doctor names what nobody will take in, whom nobody will tell, and a promise of the watch that was told to nobody."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.agenda.models import Turn
from makegood.config.doctor import examine
from makegood.orders.models import SourceKind
from makegood.promises.models import Promise
from makegood.watch import acts
from makegood.watch.rules import Limits
from tests.notices.test_notices import started
from tests.orders.common import later, post_shopify, run_due, shop, shopify_order, told
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


def broken(guarantee: int) -> list[str]:
    return next(one.violations for one in examine(now=NOON) if one.guarantee == guarantee)


def test_a_posting_and_a_notice_without_their_turns_are_named(world: World) -> None:
    post_shopify(shop(SourceKind.SHOPIFY), shopify_order())
    assert started(world).state == "sending" and broken(1) == []
    Turn.objects.all().delete()
    wrong = broken(1)
    assert any("will never be taken in" in words for words in wrong)
    assert any("(A late batch) tells nobody more" in words for words in wrong)


def test_a_promise_that_was_told_to_nobody_is_named(world: World) -> None:
    source = shop(team=world.harbour)
    acts.set_up(source, Limits(date(2026, 11, 1)), on=True, by=world.ada, at=NOON)
    told(source, expected_on=date(2026, 11, 21))
    run_due(later(days=5), "watch")
    assert broken(3) == []
    Promise.objects.update(told_at=None, told_by=None)
    assert any("told to nobody" in words for words in broken(3))
