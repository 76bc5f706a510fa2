"""A customer's thanks: for the one who helped, in their words, once, and told at once to them and their lead."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.channels.mail.telling import rules
from makegood.channels.mail.telling.news import matters, news_for, persons
from makegood.conversations import acts
from makegood.conversations.models import Conversation
from makegood.kudos.models import Kudos
from makegood.people.models import Rank, Role
from tests.portal.common import HOUR, NOW, answered, get, leave, post
from tests.world import World

pytestmark = pytest.mark.django_db
WORDS = "You said Tuesday and it was Tuesday."


def test_thanks_reach_the_person_and_their_lead_in_the_customer_s_words(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    html = post(eva, token, do="thanks", text=WORDS)
    assert "It has reached them" in html and "You thanked Ana" in html and WORDS in html
    kudos = Kudos.objects.get()
    assert (kudos.agent, kudos.conversation_id, kudos.words) == (world.ana, conversation.pk, WORDS)
    told = {one.agent: one for one in persons(now=NOW)}
    some = matters(after=0, now=NOW + HOUR)
    for who, words in ((world.ana, f"to you: “{WORDS}”"), (world.lea, f"to Ana Example: “{WORDS}”")):
        news = news_for(who, told[who.pk], some)
        mail = rules.text(news, name=who.name, origin="")
        assert words in mail and "Thanks were said:" in mail and "somebody said thanks" in rules.subject(news)
    assert not news_for(world.ben, told[world.ben.pk], some).thanks


def test_without_words_it_is_a_thank_you(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    post(eva, token, do="thanks", text="  ")
    assert Kudos.objects.get().words == ""
    ana = next(one for one in persons(now=NOW) if one.agent == world.ana.pk)
    assert "to you: Thank you!" in rules.text(news_for(world.ana, ana, matters(after=0, now=NOW)), name="A", origin="")


def test_once_a_matter(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    before = get(eva, token)
    for _ in range(2):
        post(eva, token, html=before, do="thanks", text=WORDS)
    assert "You have thanked Ana for this already" in post(
        eva, token, html=before, do="thanks", text="Again", status=422
    )
    assert Kudos.objects.count() == 1 and 'name="whom"' not in get(eva, token)


def test_once_also_when_two_matters_became_one(world: World, eva: Client) -> None:
    source, token = answered(world)
    post(eva, token, do="thanks", text=WORDS)
    target, other = answered(world, subject="The same")
    acts.merge(source, target, by=world.lea, at=NOW)
    assert "You thanked Ana" in get(eva, other)


def test_only_after_they_were_helped(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    conversation.messages.get(direction="out").deliveries.update(state="planned")
    assert "Say thanks" not in get(eva, token)
    assert "Nobody of us has answered you yet" in post(eva, token, do="thanks", whom=world.ana.pk, status=422)


def test_one_of_those_who_helped_is_chosen_and_nobody_else(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    leave(world.reply(Conversation.objects.get(pk=conversation.pk), by=world.ben, at=NOW))
    html = get(eva, token)
    assert "Who helped you?" in html and html.index("> <span>Ben") < html.index("> <span>Ana")
    assert "Whom do you want to thank?" in post(eva, token, do="thanks", whom=world.mo.pk, status=422)
    post(eva, token, do="thanks", whom=world.ben.pk, text=WORDS)
    assert Kudos.objects.get().agent == world.ben


def test_it_stands_on_the_timeline(world: World, eva: Client, client: Client) -> None:
    conversation, token = answered(world)
    post(eva, token, do="thanks", text=WORDS)
    client.force_login(world.ben)
    assert f"The customer thanked Ana Example: “{WORDS}”" in client.get(f"/c/{conversation.pk}").content.decode()
    client.force_login(world.ana)
    assert f"The customer thanked you: “{WORDS}”" in client.get(f"/c/{conversation.pk}").content.decode()


def test_who_leads_alone_has_the_manager_hear_it(world: World, eva: Client) -> None:
    Role.objects.create(agent=world.ada, rank=Rank.MANAGER, location=world.harbour.location)
    conversation, token = answered(world)
    leave(world.reply(Conversation.objects.get(pk=conversation.pk), by=world.lea, at=NOW))
    post(eva, token, do="thanks", whom=world.lea.pk, text=WORDS)
    ada = next(one for one in persons(now=NOW) if one.agent == world.ada.pk)
    assert news_for(world.ada, ada, matters(after=0, now=NOW)).thanks


def test_hostile_words_are_words(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    html = post(eva, token, do="thanks", text="<script>alert(1)</script>\0{{ 7*7 }}")
    assert "<script" not in html and "&lt;script&gt;" in html and "{{ 7*7 }}" in html
