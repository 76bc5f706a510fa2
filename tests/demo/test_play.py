"""The invented company at work: everything it shows went through the same doors as real life."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.calls.models import Callback
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations import queries
from makegood.conversations.models import Conversation, File, State
from makegood.demo.play import Used, fill
from makegood.demo.stories import STORIES
from makegood.handoffs.models import Handoff
from makegood.mentions import queries as mentions
from makegood.notices.models import Notice
from makegood.orders.models import Order
from makegood.payments.models import Refund
from makegood.promises.models import Promise
from makegood.remedies.models import Ask, Remedy
from makegood.vouchers.models import Redemption
from makegood.worklog.models import Entry
from tests.world import World


def test_fifteen_stories_stand_and_doctor_finds_nothing(db: None) -> None:
    tove = fill(now=timezone.now())
    wrote = Conversation.objects.filter(is_automatic=False, messages__direction="in").distinct()
    assert wrote.count() == len(STORIES) == 15
    assert {*wrote.values_list("state", flat=True)} == {State.OPEN, State.WAITING, State.CLOSED}
    assert File.objects.filter(type="image/png").exists()
    assert all(one.ok for one in examine(now=timezone.now())), examine(now=timezone.now())
    assert queries.visible_to(tove).count() == 16 + 1 + 2 + 4  # a late order, and whom the notices told
    assert not Turn.objects.filter(kind__in=["send", "partner_mail", "notice_wave", "refund"]).exists()


def test_what_was_promised_is_owed_and_one_of_them_is_offered_to_who_looks(db: None) -> None:
    tove = fill(now=timezone.now())
    assert (
        Promise.objects.filter(state="open").count() == Clock.objects.filter(kind="promise", ended_at=None).count() == 5
    )
    assert [one.agent for one in Handoff.objects.filter(state="offered")] == [tove]
    praise, trouble = mentions.listed(tove, mentions.View.WAITING)
    assert [one.staff for one in praise.episodes.all()] == [["Kofi"]]
    assert [one.trouble for one in trouble.episodes.all()] == [True]


def test_it_is_put_right_asked_called_told_and_handed_to_a_partner(db: None) -> None:
    fill(now=timezone.now())
    given, [ask] = {str(one.conversation.customer): one for one in Remedy.objects.all()}, Ask.objects.all()
    assert {name: (one.kind, one.state, one.how) for name, one in given.items()} == {
        "Juno Park": ("replacement", "granted", "authority"),
        "Sam Whitcombe": ("refund", "fulfilled", "authority"),
        "Signy Dahl": ("voucher", "fulfilled", "itself"),
    }
    assert [(one.amount, one.state) for one in Refund.objects.all()] == [(950, "arrived")]
    assert [(one.minor, one.location.name) for one in Redemption.objects.all()] == [(980, "Quay Lane")]
    assert {one.state: one.recipients.filter(state="told").count() for one in Notice.objects.all()} == {
        "done": 2,
        "paused": 4,
    }
    [sanded, bought] = Entry.objects.order_by("written_at")
    assert (sanded.receipts.count(), bought.receipts.count()) == (0, 1)
    assert (ask.conversation.customer.name, ask.state) == ("Lucia Ferrante", "asked")
    assert ask.asked is not None and ask.asked != ask.by
    assert [str(one.conversation.customer) for one in Callback.objects.all()] == ["Edwin Okoro"]
    [theirs] = Handoff.objects.exclude(partner=None)
    assert (theirs.state, theirs.to_name) == ("accepted", "Sorrel Weaving")
    assert {"HP-20388", "HP-20871", "HP-20902", "HP-20877"} < {one.number for one in Order.objects.all()}


def test_a_used_desk_is_left_alone(world: World) -> None:
    with pytest.raises(Used):
        fill(now=timezone.now())
