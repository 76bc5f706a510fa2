"""A moderator reads a story: it is shown, changed with its teller's yes, or kindly not shown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import masking
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Location
from makegood.stories import queries, rules
from makegood.stories.acts import common
from makegood.stories.acts.mailing import write_to_teller
from makegood.stories.acts.telling import mask_of
from makegood.stories.models import Letter, Mask, State, Story, Topic
from makegood.timeline.kinds import Kind


def publish(story: Story, *, location: Location | None, topic: Topic | None, by: Agent, at: datetime) -> Story:
    """It is on the wall, word for word what its teller said yes to. Raises Refused when somebody was quicker."""
    common.moderating(by)
    with transaction.atomic():
        story = common.lock(story.pk)
        if story.state == State.PROPOSED:
            raise Refused(rules.why_not_move(State.PROPOSED, State.PROPOSED))
        if why := rules.why_not_move(State(story.state), State.PUBLISHED):
            raise Refused(why)
        consent = queries.consent_of(story)
        if consent is None or (consent.title, consent.text, consent.name) != (story.title, story.text, story.name):
            raise Refused(rules.why_not_move(State.TELLER, State.PUBLISHED))
        common.move(story, State.PUBLISHED, at=at, published_at=at, read_by=by, location=location, topic=topic)
        write_to_teller(story, Letter.PUBLISHED, at=at)
        common.tell(Kind.STORY_PUBLISHED, story, at=at, by=by)
    return story


def propose(story: Story, title: str, text: str, *, by: Agent, at: datetime) -> Story:
    """The teller is asked whether it may be shown in these words. `text` has its marks as numbers: "[1]"."""
    common.moderating(by)
    with transaction.atomic():
        story = common.lock(story.pk)
        words = _marked(story, title, text)
        if (words.title, words.text) == (story.title, story.text):
            raise Refused(_("This is what they wrote. Change something, or show it as it is."))
        common.move(story, State.PROPOSED, at=at, new_title=words.title, new_text=words.text, read_by=by)
        common.plan(story, run_at=at + rules.UNANSWERED_FOR)
        write_to_teller(story, Letter.PROPOSAL, at=at)
        common.tell(Kind.STORY_PROPOSED, story, at=at, by=by)
    return story


def keep_own(story: Story, *, at: datetime) -> Story:
    """The teller wants their own words: it waits to be read again, unchanged. Twice is once."""
    with transaction.atomic():
        story = common.lock(story.pk)
        if story.state != State.PROPOSED:
            return story
        common.move(story, State.WAITING, at=at, new_title="", new_text="")
        common.plan(story, run_at=at + rules.READ_WITHIN)
        common.tell(Kind.STORY_KEPT, story, at=at, hears=common.hears(queries.moderators()))
    return story


def decline(story: Story, words: str, *, by: Agent, at: datetime) -> Story:
    """It is not shown, or no more, and its teller is told in these words. Raises Refused when somebody was quicker."""
    common.moderating(by)
    said = masking.cleaned(words, rules.LONGEST_COMMENT)
    if not said:
        raise Refused(_("Say why, in a sentence: they took the time to write."))
    with transaction.atomic():
        story = common.lock(story.pk)
        common.move(story, State.DECLINED, at=at, why=said, read_by=by, new_title="", new_text="")
        common.plan(story, run_at=at + rules.DECLINED_FOR)
        write_to_teller(story, Letter.DECLINED, at=at)
        common.tell(Kind.STORY_DECLINED, story, at=at, by=by)
    return story


def _marked(story: Story, title: str, text: str) -> rules.Words:
    """What a moderator typed, with the marks of the story; something private in it is masked like the teller's own."""
    said, numbers = rules.words(title, text), queries.mask_numbers(story)
    if why := rules.why_not_tell(said):
        raise Refused(why)
    for one in numbers:
        typed, mark = f"[{one}]", masking.mark_of(one)
        said = rules.Words(said.title.replace(typed, mark), said.text.replace(typed, mark))
    after, known = max(numbers, default=0), queries.known_for(story, f"{said.title}\n{said.text}")
    masked = masking.mask(said.title, said.text, known, after=after)
    Mask.objects.bulk_create(mask_of(story, number, one) for number, one in enumerate(masked.found, after + 1))
    return rules.Words(masked.title, masked.text)
