"""Thanks from a colleague, from a mail, for somebody described: once, to whom it is for, and to nobody else."""

from __future__ import annotations

import pytest
from django.http import Http404

from makegood.conversations.models import Message
from makegood.conversations.rules import Refused
from makegood.kudos import acts, queries
from makegood.kudos.acts import Giver
from makegood.kudos.models import Kudos, Way
from makegood.people.models import Rank, Role
from tests.kudos.common import heard, opened
from tests.portal.common import NOW, answered
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = "You stayed until it was done."


def test_a_colleague_s_thanks_reach_the_person_and_their_lead(world: World) -> None:
    kudos = acts.give(world.ana, words=WORDS, giver=Giver(Way.COLLEAGUE, by=world.ben), at=NOW)
    assert heard("kudos.given") == [world.ana.pk, world.lea.pk]
    for who, may in ((world.ana, True), (world.lea, True), (world.ben, False), (world.mo, False), (world.ada, False)):
        assert queries.visible_to(who).filter(pk=kudos.pk).exists() is may
    with pytest.raises(Http404):
        queries.get_for(world.mo, kudos.pk)


def test_nobody_thanks_themselves(world: World) -> None:
    with pytest.raises(Refused, match="cannot thank yourself"):
        acts.give(world.ana, words=WORDS, giver=Giver(Way.COLLEAGUE, by=world.ana), at=NOW)


def test_who_left_is_not_thanked(world: World) -> None:
    type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
    with pytest.raises(Refused, match="does not work here"):
        acts.give(world.ana, words=WORDS, giver=Giver(Way.TOLD, by=world.ben), at=NOW)


def test_the_same_once_is_the_same_thanks(world: World) -> None:
    giver = Giver(Way.MENTION, name="A reader", source="https://blog.example/", once="mention:7:ana")
    assert acts.give(world.ana, words=WORDS, giver=giver, at=NOW) == acts.give(world.ana, words="", giver=giver, at=NOW)
    assert Kudos.objects.count() == 1


def test_praise_in_a_mail_is_passed_on_word_for_word_and_once(world: World) -> None:
    conversation = world.receive(reply_text="Thank you, Ana, you were\nwonderful. Where is my receipt?")
    message = Message.objects.get(conversation=conversation)
    said = "Thank you, Ana, you were wonderful."
    with pytest.raises(Refused, match="did not write that"):
        acts.praise(message, world.ana, words="Ana is the best of all", by=world.ben, at=NOW)
    first = acts.praise(message, world.ana, words=said, by=world.ana, at=NOW)
    assert acts.praise(message, world.ana, words=said, by=world.ben, at=NOW) == first and first.customer_id
    with pytest.raises(Refused, match="has reached Ana"):
        acts.praise(message, world.ben, words=said, by=world.ben, at=NOW)
    assert queries.given_in(conversation) == first


def test_what_somebody_in_doubt_wrote_is_not_passed_on(world: World) -> None:
    conversation = world.receive(reply_text="Thank you, Ana.")
    Message.objects.update(is_doubtful=True)
    with pytest.raises(Refused):
        acts.praise(conversation.messages.get(), world.ana, words="Thank you, Ana.", by=world.ben, at=NOW)


def test_whom_a_customer_describes_a_lead_finds(world: World) -> None:
    _conversation, token = answered(world)
    kudos = acts.thank_described(opened(token), whom="the tall one", words=WORDS, at=NOW)
    assert acts.thank_described(opened(token), whom="the tall one", words=WORDS, at=NOW) == kudos
    assert heard("kudos.left") == [world.lea.pk] and queries.undecided_for(world.lea) == [kudos]
    assert not queries.undecided_for(world.ana) and not queries.cards(world.lea)
    with pytest.raises(Refused, match="Whoever leads"):
        acts.decide(kudos, world.ben, by=world.ana, at=NOW)
    for _ in range(2):
        acts.decide(kudos, world.ben, by=world.lea, at=NOW)
    assert heard("kudos.given") == [world.ben.pk, world.lea.pk]
    with pytest.raises(Refused, match="just before you"):
        acts.decide(kudos, world.ana, by=world.lea, at=NOW)
    with pytest.raises(Refused, match="just before you"):
        acts.drop(kudos, by=world.lea, at=NOW)
    with pytest.raises(Refused, match="already"):
        acts.thank(opened(token), agent=world.ana.pk, words="Again", at=NOW)


def test_what_was_dropped_comes_back_unless_they_thanked_since(world: World) -> None:
    _conversation, token = answered(world)
    kudos = acts.thank_described(opened(token), whom="the tall one", words=WORDS, at=NOW)
    for _ in range(2):
        acts.drop(kudos, by=world.lea, at=NOW)
    for _ in range(2):
        acts.bring_back(kudos.pk, by=world.lea, at=NOW)
    assert queries.undecided_for(world.lea) == [kudos]
    acts.drop(kudos, by=world.lea, at=NOW)
    acts.thank(opened(token), agent=world.ana.pk, words=WORDS, at=NOW)
    with pytest.raises(Refused, match="since"):
        acts.bring_back(kudos.pk, by=world.lea, at=NOW)


def test_who_leads_them_adds_a_word(world: World) -> None:
    kudos = acts.give(world.ana, words=WORDS, giver=Giver(Way.COLLEAGUE, by=world.ben), at=NOW)
    for words in ("So it was.", "So it was.", "So it was, indeed."):
        acts.add_word(kudos, words, by=world.lea, at=NOW)
    assert [one.words for one in queries.cards(world.ana)[0].added] == ["So it was, indeed."]
    assert heard("kudos.worded") == [world.ana.pk]
    for stranger in (world.ben, world.mo, world.ana):
        with pytest.raises(Refused, match="Whoever leads them"):
            acts.add_word(kudos, "Mine too.", by=stranger, at=NOW)


def test_a_lead_stands_over_no_lead(world: World) -> None:
    Role.objects.create(agent=world.mo, rank=Rank.LEAD, team=world.harbour)
    assert queries.led_by(world.lea) == {world.ana.pk, world.ben.pk}
    Role.objects.create(agent=world.ada, rank=Rank.MANAGER, location=world.harbour.location)
    assert queries.led_by(world.ada) == {world.ana.pk, world.ben.pk, world.lea.pk, world.mo.pk}


def test_shown_to_all_by_whom_it_is_for_and_gone_when_named_nowhere(world: World) -> None:
    kudos = acts.give(world.ana, words=WORDS, giver=Giver(Way.TOLD, by=world.ben, name="Gus"), at=NOW)
    with pytest.raises(Refused):
        acts.let_read(kudos, by=world.lea, at=NOW, is_shown=True)
    acts.let_read(kudos, by=world.ana, at=NOW, is_shown=True)
    [card] = queries.cards(world.mo)
    assert (card.words, card.giver, card.number) == (WORDS, "", None)
    acts.name_nowhere(world.ana, at=NOW)
    assert not queries.cards(world.mo) and queries.may_be_named([world.ana.pk, world.ben.pk]) == {world.ben.pk}
    with pytest.raises(Refused, match="nowhere"):
        acts.let_read(kudos, by=world.ana, at=NOW, is_shown=True)
    acts.name_again(world.ana, at=NOW)
    assert not queries.cards(world.mo)
