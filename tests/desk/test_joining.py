"""Merging, taking apart, splitting and linking, as an agent presses them; and what a stranger gets."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.conversations.models import Conversation, Link, State
from tests.world import HOUR, NOON, World


def now_of(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_likely_the_same_is_suggested_merged_on_a_press_and_taken_apart(world: World, ana: Client) -> None:
    old, new = world.receive(), world.receive(at=NOON + HOUR, subject="Re: the lamp flickers")
    assert "Perhaps the same matter" in ana.get(f"/c/{new.pk}").content.decode()
    page = ana.get(f"/c/{new.pk}/together").content.decode()
    assert f'id="alike-{old.pk}"' in page
    answer = ana.post(f"/c/{new.pk}/merge", {"other": str(old.pk), "way": "here"}, follow=True)
    assert f"all of #{old.pk} stands in #{new.pk}" in answer.content.decode()
    assert now_of(old).merged_into == new
    followed = ana.get(f"/c/{old.pk}?in=mine", follow=True)
    assert followed.redirect_chain[-1][0] == f"/c/{new.pk}?in=mine"
    assert followed.content.decode().count("merged #") == 1
    page = ana.post(f"/c/{new.pk}/unmerge", {"source": str(old.pk)}, follow=True).content.decode()
    assert "stands by itself again" in page and now_of(old).state == State.OPEN


def test_split_asks_which_and_keeps_what_was_typed_when_it_cannot(world: World, ana: Client) -> None:
    found = world.receive(message_id="a@post.example")
    world.receive(in_reply_to="a@post.example", subject="The chair", reply_text="My chair squeaks.")
    first, second = found.messages.order_by("pk")
    assert "My chair squeaks." in ana.get(f"/c/{found.pk}/split").content.decode()
    both = {"message": [first.pk, second.pk], "subject": "Chair & table"}
    refused = ana.post(f"/c/{found.pk}/split", both)
    assert refused.status_code == 409 and "must stay" in refused.content.decode()
    assert 'value="Chair &amp; table"' in refused.content.decode()
    answer = ana.post(f"/c/{found.pk}/split", {"message": [second.pk], "subject": "Chair & table"}, follow=True)
    new = Conversation.objects.latest("pk")
    assert answer.redirect_chain[-1][0] == f"/c/{new.pk}" and new.subject == "Chair & table"
    assert second.conversation_id == found.pk and now_of(new).messages.get() == second


def test_linked_by_number_and_made_a_part(world: World, ana: Client) -> None:
    one, two = world.receive(), world.receive(subject="Another")
    ana.post(f"/c/{one.pk}/link", {"other": f"#{two.pk}"})
    assert Link.objects.get().why == Link.Why.RELATED
    assert "linked it with #" in ana.get(f"/c/{one.pk}").content.decode()
    page = ana.post(f"/c/{one.pk}/part", {"other": str(two.pk)}, follow=True).content.decode()
    assert "It is a part of" in page and now_of(one).parent == two
    nothing = ana.post(f"/c/{two.pk}/nothing", {"seen": "99999", "why": "thanks"}, follow=True)
    assert "is not done" in nothing.content.decode()
    ana.post(f"/c/{one.pk}/part", {"less": "1"})
    assert now_of(one).parent is None
    ana.post(f"/c/{one.pk}/link", {"other": str(two.pk), "less": "1"})
    assert not Link.objects.exists()


@pytest.mark.parametrize("verb", ["merge", "link", "part", "unmerge"])
def test_mo_learns_nothing_of_a_number_he_may_not_see(world: World, mo: Client, verb: str) -> None:
    hidden, own = world.receive(), world.receive(mailbox=world.hill_help)
    page = mo.post(f"/c/{own.pk}/{verb}", {"other": str(hidden.pk), "source": str(hidden.pk)}, follow=True)
    missing = mo.post(f"/c/{own.pk}/{verb}", {"other": "999999", "source": "999999"}, follow=True)
    assert (page.status_code, missing.status_code) in {(200, 200), (404, 404)}
    assert mo.post(f"/c/{hidden.pk}/{verb}", {"other": str(own.pk)}).status_code == 404
    assert now_of(hidden).version == hidden.version and now_of(own).merged_into is None
