"""What readers say of a story: taken in, read by a moderator, shown or not, and taken back by who wrote it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.base import masking, secrets
from makegood.base.transactions import giving_way
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.stories import queries, rules
from makegood.stories.acts import common
from makegood.stories.models import Comment, Story
from makegood.timeline.kinds import Kind

WAITING, SHOWN = Comment.State.WAITING, Comment.State.SHOWN


def say(story: Story, name: str, words: str, *, once: str, at: datetime) -> Comment:
    """A reader's words wait to be read, without what is private in them. The same press again is the same comment.

    Raises Refused, in words.
    """
    name, words = rules.name_said(name), masking.cleaned(words, rules.LONGEST_COMMENT)
    if why := rules.why_not_say(name, words):
        raise Refused(why)
    return giving_way(lambda: _say(story.pk, name, words, secrets.hashed(f"{story.pk} {once}"), at))


def _say(pk: int, name: str, words: str, once: str, at: datetime) -> Comment:
    with transaction.atomic():
        if there := Comment.objects.filter(once=once).first():
            return there
        story = common.lock(pk)
        if not queries.is_shown(story):
            raise Refused(rules.gone())
        plain = masking.mask("", words, queries.known_for(story, words))
        with queries.spoken(story.language):
            shown = masking.unmarked(plain.text, plain.found)
        comment = Comment.objects.create(story=story, nonce=secrets.token(), once=once, name=name, words=shown, at=at)
        about = {"comment": comment.pk}
        agenda.plan("story", f"story_comment:{comment.pk}", run_at=at + rules.READ_WITHIN, about=about)
        hears = common.hears(queries.moderators())
        common.tell(Kind.COMMENT_SAID, story, at=at, comment=comment.pk, hears=hears)
    return comment


def let_in(comment: Comment, *, by: Agent, at: datetime) -> Comment:
    """Everybody can read it. Twice is once; raises Refused when somebody decided otherwise."""
    return _decide(comment, SHOWN, Kind.COMMENT_SHOWN, by=by, at=at)


def turn_away(comment: Comment, *, by: Agent, at: datetime) -> Comment:
    """Nobody reads it, or nobody any more."""
    return _decide(comment, Comment.State.TURNED_AWAY, Kind.COMMENT_TURNED_AWAY, by=by, at=at)


def take_back(comment: Comment, *, at: datetime) -> Comment:
    """Its writer has taken it back: its words are gone. Twice is once."""
    with transaction.atomic():
        story = common.lock(comment.story_id)
        gone = {"words": "", "name": "", "state": Comment.State.TAKEN_BACK}
        if Comment.objects.filter(pk=comment.pk).exclude(state=Comment.State.TAKEN_BACK).update(**gone):
            common.write(story, at=at)
            common.tell(Kind.COMMENT_TAKEN_BACK, story, at=at, comment=comment.pk)
    comment.refresh_from_db()
    return comment


def _decide(comment: Comment, to: Comment.State, kind: Kind, *, by: Agent, at: datetime) -> Comment:
    common.moderating(by)
    with transaction.atomic():
        story = common.lock(comment.story_id)
        before = [WAITING] if to == SHOWN else [WAITING, SHOWN]
        if Comment.objects.filter(pk=comment.pk, state__in=before).update(state=to, read_by=by):
            common.write(story, at=at)
            common.tell(kind, story, at=at, by=by, comment=comment.pk)
    comment.refresh_from_db()
    if comment.state != to:
        raise Refused(rules.decided_otherwise())
    return comment
