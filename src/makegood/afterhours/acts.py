"""Somebody wrote while nobody is there: they hear when we are back, and perhaps by when we answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils import translation

from makegood.afterhours import queries, rules
from makegood.afterhours.rules import Setting
from makegood.agenda import acts as agenda
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.queries import tongue_for
from makegood.people.acts.common import admit, alter
from makegood.people.models import Agent, Mailbox
from makegood.people.queries.hours import hours_of
from makegood.people.rules import Unfit
from makegood.promises.acts import Word, let_go, making
from makegood.promises.acts.ending import keep_
from makegood.promises.models import State as Standing
from makegood.promises.queries import zone_of
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def plan_all(said: Sequence[tuple[Message, Conversation]]) -> None:
    """The worker answers those that came while nobody is there, where a mailbox is to write then. No query for none."""
    writing, hours_in = queries.writing() if said else set(), cache(hours_of)
    for message, conversation in said:
        if conversation.mailbox_id not in writing or conversation.state != State.OPEN:
            continue
        if rules.closed_until(hours_in(conversation.team_id), message.at):
            about = {"conversation": conversation.pk, "message": message.pk}
            agenda.plan("after_hours", f"after-hours:{conversation.pk}", run_at=message.at, about=about)


def answer(number: int, message: int, *, at: datetime) -> Message | None:
    """They have heard when we are back, once while we are closed and once a day at most; None: nothing is to be said.

    Nothing is said once somebody is there, or has answered.
    """
    with transaction.atomic():
        conversation = lock(number)
        back = _back(conversation, message, at=at)
        mailbox = conversation.mailbox
        if back is None or mailbox is None:
            return None
        setting = queries.setting_of(mailbox)
        due_at, is_new = _due(conversation, setting, back, at=at)

        def words() -> str:
            name = conversation.customer.name
            return queries.text_of(setting, queries.values(mailbox, name=name, back=back, answer=due_at, now=at))

        said = conversations.say_by_itself(
            conversation, Occasion.CLOSED, words, about=f"{number}:{back:%Y%m%d%H%M}", at=at
        )
        if said is None:
            return None
        tell(Kind.CLOSED_SAID, conversation, at=at, about={"message": said.pk, "back": back.isoformat()})
        if due_at and is_new:
            with translation.override(tongue_for(number)):
                word = Word(rules.what(), due_at)
            making(word, by=None, at=at)(said, conversation)
        change(conversation, at=at)
    return said


def _back(conversation: Conversation, message: int, *, at: datetime) -> datetime | None:
    """When we are back, if that is to be said."""
    mailbox = conversation.mailbox
    if mailbox is None or not (mailbox.after_hours and mailbox.is_active) or conversation.state != State.OPEN:
        return None
    ours = Message.objects.filter(conversation=conversation, direction=Message.OUT, by__isnull=False, pk__gt=message)
    if ours.exists():
        return None
    last, zone = queries.last_said(conversation), zone_of(conversation)
    if last is not None and last.astimezone(zone).date() == at.astimezone(zone).date():
        return None
    return rules.closed_until(hours_of(conversation.team_id), at)


def _due(conversation: Conversation, setting: Setting, back: datetime, *, at: datetime) -> tuple[datetime | None, bool]:
    """By when we answer, and whether that is a new promise; an earlier one that is still open is said again."""
    there = next((one for one in queries.promised_in(conversation) if one.state == Standing.OPEN), None)
    if there is not None and there.due_at > at:
        return there.due_at, False
    if setting.promise is None:
        return None, False
    return rules.answer_by(hours_of(conversation.team_id), back, setting.promise), True


def keep_with(message: Message, conversation: Conversation, *, by: Agent, at: datetime) -> None:
    """Whatever one of us answers keeps the answer that was promised."""
    for promise in queries.promised_in(conversation):
        keep_(promise, conversation, how="", by=by, at=at, message=message)


def settle(conversation: Conversation, *, by: Agent, at: datetime) -> int | None:
    """Nothing is to be answered, so no answer is owed any more; the promise that was let go, for an undo."""
    going = [one for one in queries.promised_in(conversation) if one.state == Standing.OPEN and one.due_at > at]
    for promise in going:
        let_go(promise, conversation, reason="nothing to answer", by=by, at=at)
    return going[0].pk if going else None


@transaction.atomic
def set_up(mailbox: Mailbox, setting: Setting, *, by: Agent | None, at: datetime) -> None:
    """The mailbox says this while nobody is there. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if why := rules.why_not_set(setting):
        raise Unfit(why)
    words = {name: text.replace("\r\n", "\n").strip() for name, text in setting.words.items() if text.strip()}
    new = {"after_hours": setting.is_on, "after_hours_words": words, "after_hours_promise": setting.promise}
    if changed := alter(mailbox, **new):
        about = {"mailbox": mailbox.pk, "address": mailbox.address, "changed": changed}
        record(Kind.MAILBOX_CHANGED, at=at, by=actor, team=mailbox.team_id, about=about)
