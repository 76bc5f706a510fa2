"""A handoff that nobody answers is noticed one rung up, until its owner replies."""

from __future__ import annotations

from django.db import transaction

from makegood.conversations import acts
from makegood.conversations.acts.changing import lock
from makegood.conversations.models import Conversation
from makegood.escalations import queries
from makegood.escalations.models import Cause
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts.answering import run_out
from makegood.handoffs.models import Handoff
from tests.world import HOUR, NOON, World


def test_an_offer_that_runs_out_climbs_and_the_owners_reply_ends_it(world: World) -> None:
    conversation = world.receive()
    acts.claim(conversation, by=world.ana, at=NOON)
    conversation = Conversation.objects.get(pk=conversation.pk)
    handoffs.offer(conversation, handoffs.Words("Hill has it"), to=world.mo, by=world.ana, at=NOON)
    with transaction.atomic():
        run_out(Handoff.objects.get(), lock(conversation.pk), at=NOON + 2 * HOUR)
    one = queries.open_of(conversation.pk)
    assert one is not None and (one.cause, one.asked) == (Cause.UNANSWERED_OFFER, world.lea)
    world.reply(conversation, by=world.ana, at=NOON + 3 * HOUR)
    assert queries.open_of(conversation.pk) is None
