"""What customers say of the chain afterwards: they thank, answer the one question, tell a story, and take it back."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from makegood.base.plain import ask
from makegood.clocks.queries import running
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.kudos import acts as kudos
from makegood.kudos.models import Question
from makegood.people.models import Agent, Mailbox, Rank
from makegood.stories import acts as stories
from makegood.stories import queries as wall
from makegood.stories.models import State as Told
from makegood.stories.models import Story
from makegood.stories.rules import digest
from tests.guarantees.thanking import ASKED_AFTER_THANKS, ASKED_TWICE, LEFT, WITHOUT_A_YES
from tests.year.life import Life
from tests.year.scale import BEGINS, DAY, Scale

THANK, ANSWER, TELL, TAKE_BACK = 0.08, 0.1, 0.04, 0.02  # of each conversation that begins
TEXT = "My lamp flickered for weeks. They took it apart while I waited, and would take no money for it."
NOT_HEARD = """SELECT k.id FROM kudos_kudos k WHERE k.state = 'given' AND
    (SELECT count(*) FROM timeline_event e WHERE e.kind = 'kudos.given' AND e.at = k.at
        AND e.conversation_id = k.conversation_id) <> 1"""


def found() -> None:
    """From its first day on one shop in three asks whether it was solved; there is a wall, which head office reads."""
    asks = [one.pk for number, one in enumerate(Mailbox.objects.order_by("pk")) if number % 3 == 0]
    Mailbox.objects.filter(pk__in=asks).update(asks_solved=True)
    admin = Agent.objects.filter(roles__rank=Rank.ADMIN).order_by("pk")[0]
    stories.change_wall(is_on=True, frames=[], moderators=[], by=admin, at=BEGINS - DAY)


class Saying:
    """Customers who say something when all is done. They draw from a chance of their own: the rest of a year is as it
    would be without them."""

    def __init__(self, life: Life, scale: Scale) -> None:
        self.life, self.scale = life, scale
        self.chance = random.Random(scale.seed)

    def hour(self) -> None:
        """What they say in this hour is among its deeds."""
        self.chance.seed(f"{self.scale.seed}:said:{self.life.at}")
        self._soon(THANK, "customers say thanks", self._thank)
        self._soon(ANSWER, "customers answer whether it was solved", self._answer)
        self._soon(TELL, "customers tell a story", self._tell)
        self._soon(TELL, "stories are read", self._read)
        self._soon(TAKE_BACK, "customers take their story back", self._take_back)

    def _soon(self, share: float, what: str, deed: Callable[[datetime], object]) -> None:
        if self.chance.random() < share * self.scale.a_day / 24:
            self.life.soon(what, deed, minute=self.chance.random() * 60)

    def _page(self, conversation: Conversation | None) -> Opened:
        if conversation is None:
            raise Refused("There is no such conversation.")
        return Opened(0, conversation, f"c{conversation.customer_id}@mail.example")

    def _thank(self, at: datetime) -> None:
        """Who wrote to them, among the newest; pressed twice."""
        wrote = Message.objects.filter(by__isnull=False, direction=Message.OUT, conversation__merged_into=None)
        newest = list(wrote.select_related("conversation__team", "conversation__customer").order_by("-pk")[:30])
        one = self.chance.choice(newest) if newest else None
        page = self._page(one.conversation if one else None)
        for _ in range(2):
            kudos.thank(page, agent=one.by_id or 0 if one else 0, words="You stayed until it was done.", at=at)

    def _answer(self, at: datetime) -> None:
        """Yes, mostly; a no opens it, with a clock, at once."""
        asked = Question.objects.filter(asked_at__isnull=False, answered_at=None, conversation__state=State.CLOSED)
        one = asked.select_related("conversation__team", "conversation__customer").order_by("pk").first()
        page, solved = self._page(one.conversation if one else None), self.chance.random() < 0.7
        work = self.chance.choice(Question.Work.values)
        kudos.answer(page, solved=solved, work=work, once=f"said-{self.life.number()}", at=at)
        number = page.conversation.pk
        if not solved and not (Conversation.objects.get(pk=number).state == State.OPEN and running(number)):
            self.life.memory.wrong.append(f"{at}: #{number} is not solved, and nothing runs")

    def _tell(self, at: datetime) -> None:
        closed = Conversation.objects.filter(state=State.CLOSED, merged_into=None).select_related("team", "customer")
        page = self._page(closed.order_by("-closed_at").first())
        one = stories.offer(page, stories.Said(TEXT, name="Eva", language="en"), at=at)
        stories.agree(one, stories.Tap(digest(one.title, one.text, ""), "Eva", False, "192.0.2.7", "en"), at=at)

    def _read(self, at: datetime) -> None:
        """Head office shows it, mostly."""
        one, by = _story(Told.WAITING), Agent.objects.get(pk=self.chance.choice(sorted(wall.moderators())))
        if self.chance.random() < 0.8:
            stories.publish(one, location=None, topic=None, by=by, at=at)
        else:
            stories.decline(one, "Thank you for telling us.", by=by, at=at)

    def _take_back(self, at: datetime) -> None:
        one = _story(Told.PUBLISHED)
        stories.withdraw(one, at=at)
        if wall.is_shown(one):
            self.life.memory.wrong.append(f"{at}: story {one.pk} was taken back and is still shown")


def _story(state: Told) -> Story:
    found = Story.objects.filter(state=state).order_by("pk").first()
    if found is None:
        raise Refused("There is no such story.")
    return found


def wrong() -> list[str]:
    """What must never be of what was said."""
    found = [f"of story {pk}, which was taken back, something is left" for (pk,) in ask(LEFT)]
    found += [f"story {pk} is shown without a yes to these words" for (pk,) in ask(WITHOUT_A_YES)]
    found += [f"thanks {pk} were not told just once" for (pk,) in ask(NOT_HEARD)]
    asked = (*ask(ASKED_TWICE), *ask(ASKED_AFTER_THANKS))
    return found + [f"#{pk} was asked again, or after thanks" for (pk,) in asked]
