"""A month of a small chain: what `bin/year` shows for a year of a big one, and that it goes on where it stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makegood.conversations import acts
from makegood.conversations.models import Conversation
from makegood.kudos.models import Question
from makegood.promises.models import Promise
from makegood.remedies.models import Remedy
from makegood.timeline.models import Event
from tests.promises.common import DUE, fresh, promised, run_due
from tests.world import MINUTE, NOON, World
from tests.year import report, run, store, watch
from tests.year.scale import SMALL

MONTH = replace(SMALL, conversations=100)


@pytest.mark.once
@pytest.mark.django_db
def test_a_month_of_eight_shops_drops_nobody() -> None:
    run.live(run.begin(MONTH), say=lambda memory, at: None, until=20)
    memory = store.recall()  # as if it had been stopped
    assert memory is not None and memory.day == 20
    memory = run.live(run.begin(MONTH), say=lambda memory, at: None)
    assert memory.wrong == []
    assert memory.seen["hours"] == 30 * 24 and Conversation.objects.count() > 70 and Promise.objects.count() > 10
    assert Remedy.objects.count() > 5 and memory.done["spend a voucher"] > 0
    assert "Our word" in report.written(memory)
    assert memory.done["customers say thanks"] and memory.done["stories are read"] and Question.objects.exists()


def test_a_word_that_broke_is_known_where_two_were_merged_and_missed_where_nothing_says_so(world: World) -> None:
    promise, other, soon = promised(world), world.receive(at=NOON), DUE + MINUTE
    run_due(DUE)
    acts.merge(fresh(promise).conversation, other, by=world.ana, at=DUE)
    assert not [words for words in watch.hourly(soon, is_awake=True)[1] if "broke" in words]
    Event.objects.filter(kind="promise.broken").delete()
    [wrong] = [words for words in watch.hourly(soon, is_awake=True)[1] if "broke" in words]
    assert f"#{other.pk}: a promise broke and nobody was told" in wrong


@pytest.mark.django_db
def test_another_year_is_refused_in_a_folder_that_holds_one() -> None:
    tiny = replace(SMALL, locations=1, agents=4)
    run.begin(tiny)
    with pytest.raises(run.OtherYear):
        run.begin(replace(tiny, seed=2))
