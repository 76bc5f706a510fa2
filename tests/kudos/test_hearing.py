"""Who hears of thanks, and of what is not solved, by mail: whom it is for and who leads them, and nobody else."""

from __future__ import annotations

import pytest

from makegood.channels.mail.telling import rules
from makegood.channels.mail.telling.news import matters, news_for, persons
from makegood.conversations import acts as conversations
from makegood.conversations.models import Message
from makegood.kudos import acts
from makegood.kudos.acts import Giver
from makegood.kudos.models import Way
from makegood.people.models import Agent
from tests.kudos.common import opened
from tests.portal.common import HOUR, NOW, answered
from tests.world import World

pytestmark = pytest.mark.django_db


def told(agent: Agent) -> str:
    """What the agent's next mail says; "" when there is none."""
    person = next(one for one in persons(now=NOW) if one.agent == agent.pk)
    news = news_for(agent, person, matters(after=0, now=NOW + HOUR))
    return rules.text(news, name=agent.name, origin="https://desk.example") if news else ""


def test_thanks_without_a_conversation_reach_both(world: World) -> None:
    kudos = acts.give(world.ana, words="What a day!", giver=Giver(Way.COLLEAGUE, by=world.ben), at=NOW)
    assert "- to you: “What a day!”\n  https://desk.example/kudos" in told(world.ana)
    assert "- to Ana Example: “What a day!”" in told(world.lea)
    assert not told(world.ben) and not told(world.mo)
    acts.add_word(kudos, "And what a year.", by=world.lea, at=NOW)
    assert "- Lea Example adds: “And what a year.”" in told(world.ana) and "adds" not in told(world.lea)


def test_two_thanks_in_one_matter_are_both_told(world: World) -> None:
    conversation, token = answered(world)
    acts.thank(opened(token), agent=world.ana.pk, words="Quick.", at=NOW)
    acts.give(world.ana, words="Kind, too.", giver=Giver(Way.COLLEAGUE, by=world.ben), about=conversation, at=NOW)
    assert "Quick." in told(world.ana) and "Kind, too." in told(world.ana)


def test_who_leads_there_hears_that_somebody_is_to_be_found(world: World) -> None:
    table = acts.open_table(world.harbour.location, by=world.lea, token="tabletoken", at=NOW)
    acts.leave(table, acts.Left(None, "the tall one", "Thanks", once="1"), at=NOW)
    acts.leave(table, acts.Left(world.ana.pk, "", "You idiot", once="2"), at=NOW)
    assert "say who it was" in told(world.lea) and "want a look" in told(world.lea)
    assert not told(world.ana) and "idiot" not in told(world.lea)


def test_not_solved_is_told_to_its_owner(world: World) -> None:
    conversation, token = answered(world)

    conversations.close(conversation, by=world.ana, at=NOW, seen=Message.objects.latest("pk").pk)
    acts.answer(opened(token), solved=False, work="much", once="a", at=NOW)
    assert "is not solved; it is open again" in told(world.ana) and not told(world.ben)
