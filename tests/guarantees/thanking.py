"""What is said of us in a random life: thanks, the one question after closing, stories, and what stands elsewhere.

And what must hold after each step, counted from the rows alone: thanks reach the person and their lead once, nobody is
asked who has thanked, "not solved" opens the matter, and of a story that was withdrawn nothing is left anywhere.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from makegood.agenda.models import Turn
from makegood.agenda.worker import Handle
from makegood.base.plain import ask
from makegood.clocks.queries import running
from makegood.conversations import acts
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.kudos import acts as kudos
from makegood.kudos.models import Kudos, Question, Way
from makegood.mentions import acts as mentions
from makegood.mentions.models import Episode
from makegood.mentions.rules import Told
from makegood.people.models import Agent, Mailbox
from makegood.stories import acts as stories
from makegood.stories import queries as wall
from makegood.stories.acts.mailing import mail_sent
from makegood.stories.models import Comment, State, Story
from makegood.stories.rules import digest
from makegood.timeline.models import Event
from tests.world import DAY, EVA, World

MOST = 9
PRAISE = "my lamp flickers"  # Eva's mails say nothing kinder
TEXT = "My lamp flickered for weeks, until Ben took it apart while I waited. Call me: 030 901820."
ELSEWHERE = "The washer leaks, and three repairs have failed. Nobody calls me back."
State_ = Kudos.State

# A story that is gone, with anything of it left: a yes that holds, what was hidden, a comment, a mail that would leave.
LEFT = """SELECT s.id FROM stories_story s WHERE s.state = 'withdrawn' AND (
    EXISTS (SELECT 1 FROM stories_consent c WHERE c.story_id = s.id AND c.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM stories_mask m WHERE m.story_id = s.id)
    OR EXISTS (SELECT 1 FROM stories_comment k WHERE k.story_id = s.id)
    OR EXISTS (SELECT 1 FROM stories_storymail l WHERE l.story_id = s.id AND l.sent_at IS NULL))"""
WITHOUT_A_YES = """SELECT s.id FROM stories_story s WHERE s.state = 'published'
    AND NOT EXISTS (SELECT 1 FROM stories_consent c WHERE c.story_id = s.id AND c.ended_at IS NULL
        AND c.text = s.text AND c.title = s.title)"""
ASKED_AFTER_THANKS = """SELECT q.conversation_id FROM kudos_question q JOIN kudos_kudos k
    ON k.conversation_id = q.conversation_id AND k.way = 'page' AND k.whom = '' AND k.at < q.asked_at"""
ASKED_TWICE = """SELECT conversation_id FROM timeline_event WHERE kind = 'question.asked'
    GROUP BY conversation_id HAVING COUNT(*) > 1"""


class Thanking:
    """The part of a life in which something is said of us. The rest of it is `Walk`."""

    world: World
    chance: random.Random
    now: datetime
    people: list[Agent]
    _one: Callable[[], Conversation]
    _who: Callable[[], Agent]
    _once: Callable[[], str]

    def listen(self) -> None:
        """Closed matters are asked about, and there is a wall of stories, which Lea reads first."""
        Mailbox.objects.update(asks_solved=True)
        stories.change_wall(is_on=True, frames=[], moderators=[self.world.lea], by=self.world.ada, at=self.now)

    def _page(self, *, closed: bool = False) -> Opened:
        """Eva's page of a matter: any one, or the one that was closed last."""
        found = Conversation.objects.filter(merged_into=None).select_related("team", "customer").order_by("pk")
        rows = list(found.filter(state=Standing.CLOSED).order_by("closed_at") if closed else found)
        if not rows:
            raise Refused("Nothing is closed.")
        return Opened(0, rows[-1] if closed else self.chance.choice(rows), EVA.address)

    def do_thank(self) -> None:
        """Who wrote to her, as a rule; sometimes somebody who did not."""
        wrote = Message.objects.filter(by__isnull=False, conversation__merged_into=None).order_by("-pk")
        newest = wrote.select_related("conversation__team", "conversation__customer").first()
        if newest is None or self.chance.random() < 0.2:
            kudos.thank(self._page(), agent=self.world.mo.pk, words=self._words(), at=self.now)
        else:
            page = Opened(0, newest.conversation, EVA.address)
            kudos.thank(page, agent=newest.by_id or 0, words=self._words(), at=self.now)

    def do_close_and_sleep(self) -> None:
        """The next day she is asked whether it was solved."""
        one = self._one()
        self.world.reply(one, by=self._who(), at=self.now, once=self._once())
        acts.close(one, seen=acts.standing.newest_message(one), by=self._who(), at=self.now)
        self.now += DAY

    def _words(self) -> str:
        return self.chance.choice(("Thank you.", "You stayed until it was done."))

    def do_thank_the_tall_one(self) -> None:
        kudos.thank_described(self._page(), whom="the tall one", words=self._words(), at=self.now)

    def do_thank_a_colleague(self) -> None:
        giver = kudos.Giver(Way.COLLEAGUE, by=self.chance.choice(self.people), once=self._once())
        to, about = self._who(), self._one() if self.chance.random() < 0.5 else None
        for _ in range(self.chance.choice((1, 2))):
            kudos.give(to, words=self._words(), giver=giver, at=self.now, about=about)

    def do_pass_praise_on(self) -> None:
        found = Message.objects.filter(direction=Message.IN, kind="person", text__contains=PRAISE)
        message = self.chance.choice(list(found.order_by("pk")))
        kudos.praise(message, self._who(), words=PRAISE, by=self._who(), at=self.now)

    def do_decide_or_drop_thanks(self) -> None:
        """Whose they were is said, or that they are none; what was dropped may come back."""
        one = Kudos.objects.exclude(state=State_.GIVEN).order_by("-pk").first()
        if one is None:
            raise Refused("Nothing is to be decided.")
        by = self.chance.choice(self.people)
        match self.chance.randrange(3):
            case 0:
                kudos.decide(one, self._who(), by=by, at=self.now)
            case 1:
                kudos.drop(one, by=by, at=self.now)
            case _:
                kudos.bring_back(one.pk, by=by, at=self.now)

    def do_answer_the_question(self) -> None:
        page, solved = self._page(closed=True), self.chance.random() < 0.4
        work = self.chance.choice(("", *Question.Work.values))
        kudos.answer(page, solved=solved, work=work, once=self._once(), at=self.now)
        number = page.conversation.pk
        if not solved:
            assert Conversation.objects.get(pk=number).state == Standing.OPEN and running(number), number

    # Stories

    def do_tell_a_story(self) -> None:
        """Asked by one of us, or by herself on her page."""
        said = stories.Said(TEXT, name="Eva", language="en")
        if self.chance.random() < 0.5:
            stories.ask(self._page().conversation, said, by=self._who(), at=self.now)
        else:
            stories.offer(self._page(), said, at=self.now)

    def _story(self, *states: State) -> Story:
        found = Story.objects.filter(state__in=states).order_by("-changed_at", "-pk").first()
        if found is None:
            raise Refused("There is no such story.")
        return found

    def do_agree_to_a_story(self) -> None:
        one = self._story(State.TELLER, State.PROPOSED)
        title, text = (one.title, one.text) if one.state == State.TELLER else (one.new_title, one.new_text)
        tap = stories.Tap(digest(title, text, ""), "Eva", self.chance.random() < 0.5, "192.0.2.7", "en")
        for _ in range(self.chance.choice((1, 2))):
            stories.agree(one, tap, at=self.now)

    def do_read_a_story(self) -> None:
        """It is shown, other words are proposed, or it is declined; now and then by who may not."""
        one, by = self._story(State.WAITING), self.chance.choice((self.world.lea, self.world.lea, self.world.ana))
        match self.chance.randrange(4):
            case 0:
                stories.propose(one, "A lamp", TEXT, by=by, at=self.now)
            case 1:
                stories.decline(one, "Thank you.", by=by, at=self.now)
            case _:
                stories.publish(one, location=None, topic=None, by=by, at=self.now)

    def do_withdraw_a_story(self) -> None:
        one = self._story(State.PUBLISHED, State.WAITING, State.PROPOSED)
        for _ in range(2):
            stories.withdraw(one, at=self.now)
        assert wall.one_shown(one.pk) is None and not wall.comments_of(one.pk)

    def do_say_something_of_a_story(self) -> None:
        comment = stories.say(self._story(State.PUBLISHED), "Max", "Fine.", once=self._once(), at=self.now)
        if self.chance.random() < 0.5:
            stories.let_in(comment, by=self.world.lea, at=self.now)

    def do_take_a_comment_back(self) -> None:
        found = Comment.objects.order_by("-pk").first()
        if found is None:
            raise Refused("Nobody said anything.")
        stories.take_back(found, at=self.now)

    # Elsewhere

    def do_find_a_mention(self) -> None:
        if Conversation.objects.count() >= MOST:
            raise Refused("Enough of them.")
        one = mentions.paste(ELSEWHERE, team=self.world.harbour, by=self.world.ana, at=self.now)
        told = Told(passage=ELSEWHERE, valence="negative", trouble=True, teller="Jo")
        mentions.propose(one, mentions.Read(ELSEWHERE, (told,)), at=self.now)

    def do_decide_on_a_mention(self) -> None:
        one = Episode.objects.filter(state=Episode.State.PROPOSED).order_by("-pk").first()
        if one is None:
            raise Refused("Nothing was found.")
        teams = [None] if Conversation.objects.count() >= MOST else [None, self.world.harbour]
        thanked = self.chance.choice(([], [self.world.ben], [self.world.ben, self.world.lea]))
        said = mentions.Decision(thanked=thanked, team=self.chance.choice(teams))
        mentions.decide(one, said, seen=one.version, by=self._who(), at=self.now)

    def do_take_a_decision_back(self) -> None:
        one = Episode.objects.exclude(state=Episode.State.PROPOSED).order_by("-decided_at").first()
        if one is None:
            raise Refused("Nothing was decided.")
        mentions.take_back(one, by=one.decided_by or self.world.ana, at=one.decided_at or self.now)


def _asked(turn: Turn, *, now: datetime) -> None:
    """As if the desk were on the web."""
    kudos.ask(turn.about["conversation"], at=now)


def _written(turn: Turn, *, now: datetime) -> None:
    mail_sent(turn.about["mail"], at=now)


HANDS: dict[str, Handle] = {"solved": _asked, "story_mail": _written}


def wrong_with_words(names: dict[int, str]) -> list[str]:
    """Guarantee 2 and 6, cheaply. `names` are the first names of people by id, in small letters; Lea leads two."""
    lead = next(pk for pk, name in names.items() if name == "lea")
    wrong = [f"of story {pk}, which was withdrawn, something is left" for (pk,) in ask(LEFT)]
    wrong += [f"story {pk} is shown without a yes to these words" for (pk,) in ask(WITHOUT_A_YES)]
    wrong += [f"#{pk} was asked after its customer had thanked" for (pk,) in ask(ASKED_AFTER_THANKS)]
    wrong += [f"#{pk} was asked twice" for (pk,) in ask(ASKED_TWICE)]
    told = Counter[int]()
    for pk, agent, hears in _told():
        told[pk] += 1
        wants = {agent, lead} if names.get(agent) in ("ana", "ben") else {agent}
        if not wants <= set(hears):
            wrong.append(f"thanks {pk} did not reach {wants - set(hears)}")
    for pk, state in Kudos.objects.values_list("pk", "state"):
        least = int(state == State_.GIVEN)
        most = int(state in (State_.GIVEN, State_.DROPPED))
        if not least <= told[pk] <= most:
            wrong.append(f"thanks {pk} are {state}, and were told {told[pk]} times")
    return wrong


def _told() -> Any:
    return Event.objects.filter(kind="kudos.given").values_list("about__kudos", "about__agent", "about__hears")
