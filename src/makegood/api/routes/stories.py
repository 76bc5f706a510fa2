"""Stories: customers are asked, moderators settle. What everybody may read is `/stories/feed.json`, without a token."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.stories import CommentOut, DeclineIn, OtherWordsIn, ShowIn, StoryIn, StoryOut, TopicOut
from makegood.conversations import queries as conversations
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.stories import acts, queries
from makegood.stories.models import Comment, Story

router = Router(tags=["stories"])
ONE = answers(StoryOut, also=(404, 409))
State = Literal["waiting", "proposed", "published", "declined"]


def shown(story: Story, agent: Agent) -> StoryOut:
    """As programs see it."""
    may_see = story.conversation_id and queries.original_for(agent, story)
    same = ("id", "state", "origin", "name", "language", "published_at")
    return StoryOut(
        **{name: getattr(story, name) for name in same},
        conversation=story.conversation_id if may_see else None,
        title=queries.typed(story.title),
        text=queries.typed(story.text),
        location=story.location_id,
        topic=story.topic_id,
        hidden={str(one.number): one.kind for one in queries.masks_of(story)},
    )


def _comment(one: Comment) -> CommentOut:
    return CommentOut(id=one.pk, story=one.story_id, state=one.state, name=one.name, words=one.words, at=one.at)


@router.get("/stories", response=answers(list[StoryOut]), summary="List stories to settle")
def stories(request: HttpRequest, state: State = "waiting") -> list[StoryOut]:
    """Those in that state which you see: all of them when you moderate, else those of your conversations."""
    agent = agent_of(request)
    return [shown(one, agent) for one in queries.to_read(agent, state=state)]


@router.post("/stories", response=answers(StoryOut, status=201, also=(404, 409)), summary="Ask a customer for a story")
def ask(request: HttpRequest, said: StoryIn) -> Status[StoryOut]:
    """They are asked by mail, once a conversation. Nothing is shown before they say yes on their own page."""
    agent = agent_of(request)
    found = conversations.get_for(agent, said.conversation)
    story = acts.ask(found, acts.Said(said.text, said.title), by=agent, at=timezone.now())
    return Status(201, shown(story, agent))


@router.get("/stories/topics", response=answers(list[TopicOut]), summary="List topics of stories")
def topics(request: HttpRequest) -> list[TopicOut]:
    """What stories can be about, by name."""
    return [TopicOut(id=one.pk, name=one.name, slug=one.slug) for one in queries.topics()]


@router.get("/stories/{pk}", response=answers(StoryOut, also=(404,)), summary="Get a story")
def story(request: HttpRequest, pk: PathId) -> StoryOut:
    """One of those that you see."""
    agent = agent_of(request)
    return shown(queries.get_for(agent, pk), agent)


@router.post("/stories/{pk}/publish", response=ONE, summary="Put it on the wall")
def publish(request: HttpRequest, pk: PathId, said: ShowIn) -> StoryOut:
    """Word for word as its teller said yes to. For who moderates."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)
    location = people.location(said.location) if said.location else None
    topic = queries.topic(said.topic) if said.topic else None
    return shown(acts.publish(found, location=location, topic=topic, by=agent, at=timezone.now()), agent)


@router.post("/stories/{pk}/propose", response=ONE, summary="Propose other words")
def propose(request: HttpRequest, pk: PathId, said: OtherWordsIn) -> StoryOut:
    """Its teller is asked, and it is shown like this once they say yes."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)
    return shown(acts.propose(found, said.title, said.text, by=agent, at=timezone.now()), agent)


@router.post("/stories/{pk}/decline", response=ONE, summary="Do not show it, or no more")
def decline(request: HttpRequest, pk: PathId, said: DeclineIn) -> StoryOut:
    """Its teller reads these words by mail."""
    agent = agent_of(request)
    return shown(acts.decline(queries.get_for(agent, pk), said.words, by=agent, at=timezone.now()), agent)


@router.get("/stories/{pk}/comments", response=answers(list[CommentOut], also=(404,)), summary="List its comments")
def comments(request: HttpRequest, pk: PathId) -> list[CommentOut]:
    """What readers said of it: all of it when you moderate, else what is shown."""
    agent = agent_of(request)
    found = queries.comments_on(queries.get_for(agent, pk))
    moderates = queries.may_moderate(agent)
    return [_comment(one) for one in found if moderates or one.state == Comment.State.SHOWN]


@router.post("/comments/{pk}/show", response=answers(CommentOut, also=(404, 409)), summary="Let a comment in")
def let_in(request: HttpRequest, pk: PathId) -> CommentOut:
    """Everybody can read it. Twice is once."""
    agent = agent_of(request)
    return _comment(acts.let_in(queries.comment_for(agent, pk), by=agent, at=timezone.now()))


@router.post("/comments/{pk}/turn-away", response=answers(CommentOut, also=(404, 409)), summary="Turn a comment away")
def turn_away(request: HttpRequest, pk: PathId) -> CommentOut:
    """Nobody reads it, or nobody any more."""
    agent = agent_of(request)
    return _comment(acts.turn_away(queries.comment_for(agent, pk), by=agent, at=timezone.now()))
