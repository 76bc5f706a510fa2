"""A story begins, is put into words by its teller, and may be shown: by the teller's own tap, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.base import masking, secrets
from makegood.base.transactions import alone
from makegood.conversations.models import Conversation
from makegood.conversations.queries import Opened, tongue_of_customer
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Location
from makegood.stories import queries, rules
from makegood.stories.acts import common
from makegood.stories.acts.mailing import write_to_teller
from makegood.stories.models import Consent, Letter, Mask, Origin, State, Story, Topic
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody tells, and as whom. `address` is where they can be reached; `language` the one they tell it in."""

    text: str
    title: str = ""
    name: str = ""
    address: str = ""
    language: str = ""
    location: Location | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """The teller's yes: to what they saw (`digest`), under this name, from which network address, in which language."""

    digest: str
    name: str
    names_staff: bool
    place: str
    language: str


def ask(conversation: Conversation, said: Said, *, by: Agent, at: datetime) -> Story:
    """The customer is asked by mail whether we may show these words of theirs. Asked again, it is the same story."""
    address = queries.address_of(conversation)
    if not address:
        raise Refused(_("We have no mail address of this customer to ask them at."))
    _refuse_unless_on()
    if why := queries.why_not_ask(conversation):
        raise Refused(why)

    def begin() -> Story:
        language = said.language or tongue_of_customer(conversation)
        story = _begun(Origin.ASKED, conversation, said, address=address, language=language, asked_by=by, at=at)
        write_to_teller(story, Letter.ASK, at=at)
        common.tell(Kind.STORY_ASKED, story, at=at, by=by)
        return story

    return _once(conversation, begin)


def offer(opened: Opened, said: Said, *, at: datetime) -> Story:
    """From their own page: the words are put down, and are shown once they have seen how and said yes."""
    _refuse_unless_on()
    conversation = opened.conversation

    def begin() -> Story:
        story = _begun(Origin.PAGE, conversation, said, address=opened.address, language=said.language, at=at)
        common.tell(Kind.STORY_BEGUN, story, at=at)
        return story

    there = queries.open_in(conversation)
    if there is not None and there.state == State.TELLER:
        return reword(there, said, at=at)
    return _once(conversation, begin)


def send(said: Said, *, at: datetime) -> Story:
    """By anybody: nobody reads it before a link in a mail to that address was opened and a yes was tapped there.

    The same again within the hour is the same story, and writes no second mail.
    """
    _refuse_unless_on()
    with transaction.atomic():
        alone(f"story from {said.address.lower()}")
        if there := _just_sent(said, at=at):
            return there
        story = _begun(Origin.FORM, None, said, address=said.address, language=said.language, at=at)
        write_to_teller(story, Letter.CONFIRM, at=at)
        common.tell(Kind.STORY_BEGUN, story, at=at)
    return story


def _just_sent(said: Said, *, at: datetime) -> Story | None:
    """The same words from the same address, which nobody has said yes to yet."""
    words = _told(said)
    same = Story.objects.filter(origin=Origin.FORM, state=State.TELLER, address=said.address)
    just = same.filter(begun_at__gt=at - rules.SAME_FOR)
    return next((one for one in just if secrets.unseal(one.sealed) == _whole(words)), None)


def reword(story: Story, said: Said, *, at: datetime) -> Story:
    """The teller says it otherwise, before the first yes. Raises Refused."""
    words = _told(said)
    with transaction.atomic():
        story = common.lock(story.pk)
        if story.state != State.TELLER:
            raise Refused(_("You have said yes to it already. Withdraw it, and tell it anew."))
        _put_down(story, words, at=at)
    return story


def agree(story: Story, tap: Tap, *, at: datetime) -> Story:
    """The teller has said yes to exactly what they saw: it waits to be read, or, when we proposed it, is shown.

    The same tap again changes nothing. Raises Refused when it was changed since they saw it.
    """
    name = rules.name_said(tap.name)
    with transaction.atomic():
        story = common.lock(story.pk)
        if story.state not in (State.TELLER, State.PROPOSED):
            if story.state == State.WITHDRAWN:
                raise Refused(rules.why_not_move(State.WITHDRAWN, State.WAITING))
            return story
        is_new = story.state == State.TELLER
        title, text = (story.title, story.text) if is_new else (story.new_title, story.new_text)
        name = name if is_new else story.name
        if not secrets.same(rules.digest(title, text, ""), tap.digest):
            raise Refused(_("This has changed since you opened the page. Read it again, and then choose."))
        _consent(story, tap, rules.Words(title, text), name, at=at, is_new=is_new)
        if is_new:
            common.move(story, State.WAITING, at=at, name=name, told_at=at)
            common.plan(story, run_at=at + rules.READ_WITHIN)
            common.tell(Kind.STORY_TOLD, story, at=at, hears=common.hears(queries.moderators()))
        else:
            shown: dict[str, Any] = {"title": title, "text": text, "new_title": "", "new_text": ""}
            common.move(story, State.PUBLISHED, at=at, published_at=at, **shown)
            write_to_teller(story, Letter.PUBLISHED, at=at)
            common.tell(Kind.STORY_PUBLISHED, story, at=at)
    return story


def _consent(story: Story, tap: Tap, words: rules.Words, name: str, *, at: datetime, is_new: bool) -> None:
    before = None if is_new else Consent.objects.filter(story=story, ended_at=None).first()
    names_staff = tap.names_staff if before is None else before.names_staff
    common.end_consent(story, at=at, is_withdrawn=False)
    Consent.objects.create(
        story=story,
        title=words.title,
        text=words.text,
        name=name,
        digest=rules.digest(words.title, words.text, name),
        names_staff=names_staff,
        wording=rules.WORDING,
        language=tap.language,
        place=tap.place[:45],
        given_at=at,
    )


def _refuse_unless_on() -> None:
    if not queries.is_on():
        raise Refused(_("Stories are switched off here."))


def _told(said: Said) -> rules.Words:
    words = rules.words(said.title, said.text)
    if why := rules.why_not_tell(words):
        raise Refused(why)
    return words


def _once(conversation: Conversation, begin: Callable[[], Story]) -> Story:
    """The story of this conversation: begun now, or the one that another press began."""
    try:
        with transaction.atomic():
            return begin()
    except IntegrityError:
        there = queries.open_in(conversation)
        if there is None:
            raise
        return there


def _begun(origin: Origin, conversation: Conversation | None, said: Said, *, at: datetime, **more: Any) -> Story:
    words = _told(said)
    team = conversation.team if conversation else None
    language = more.pop("language") or settings.LANGUAGE_CODE
    story = Story.objects.create(
        origin=origin,
        conversation=conversation,
        customer=conversation.customer if conversation else None,
        nonce=secrets.token(),
        language=language,
        name=rules.name_said(said.name),
        location=said.location or (team.location if team else None),
        topic=said.topic,
        begun_at=at,
        changed_at=at,
        **more,
    )
    _put_down(story, words, at=at)
    common.plan(story, run_at=at + rules.UNANSWERED_FOR)
    return story


def _put_down(story: Story, words: rules.Words, *, at: datetime) -> None:
    """The words as they came are sealed; what stands in the open has marks where something private was."""
    masked = masking.mask(words.title, words.text, queries.known_for(story, f"{words.title}\n{words.text}"))
    sealed = secrets.seal(_whole(words))
    common.write(story, at=at, title=masked.title, text=masked.text, sealed=sealed)
    Mask.objects.filter(story=story).delete()
    Mask.objects.bulk_create(mask_of(story, number, one) for number, one in enumerate(masked.found, 1))


def _whole(words: rules.Words) -> str:
    return f"{words.title}\n\n{words.text}"


def mask_of(story: Story, number: int, one: masking.Found) -> Mask:
    """What a mark of that number stands for. Only a name of ours is kept in the open."""
    word = one.word.split()[0] if one.agent else ""
    return Mask(story=story, number=number, kind=one.kind, why=one.why, agent_id=one.agent, word=word[:80])
