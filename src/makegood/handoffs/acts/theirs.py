"""What a partner does, by their link or by mail, or one of us for them: accept, decline, move, write, finish.

`who` is who did it, as they call themselves. Of two at once the first counts, and what both wrote is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import files
from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.acts.changing import change
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.handoffs import atwork, rules
from makegood.handoffs.acts.common import clocks_of, end, held, say, step
from makegood.handoffs.models import Handoff, Said, SaidFile, State
from makegood.people.models import Agent, Partner
from makegood.timeline.kinds import Kind

TURN = [ClockKind.NEXT_RESPONSE.value]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks for the partner, and what they said. `by`: one of us wrote it down for them. `once`: twice is once."""

    name: str = ""
    address: str = ""
    text: str = ""
    files: Sequence[Attachment] = field(default=())
    by: Agent | None = None
    is_doubtful: bool = False
    arrival: int | None = None
    once: str | None = None


def take(handoff: Handoff, voice: Voice, *, day: date | None, at: datetime) -> None:
    """They do it, by the day that they named; without one in three working days. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = _held(handoff, voice, at=at)
        if handoff.state != State.OFFERED:
            raise Refused(rules.what_became(handoff))
        hours = atwork.hours_id(conversation.team)
        zone = handoff.partner.zone if handoff.partner else "UTC"
        due_at = rules.end_of(day, zone) if day else atwork.hours_at(hours).add_days(at, rules.USUAL_DAYS)
        if why := rules.why_not_date(due_at, now=at):
            raise Refused(why)
        clocks.end(clocks_of(handoff), at=at)
        step(handoff, since=[State.OFFERED], state=State.ACCEPTED, accepted_at=at, promised_at=due_at, asked_at=None)
        number, team, who = conversation.pk, conversation.team_id, handoff.to_name
        start = Start(number, ClockKind.PARTNER, team, at, due_at, about=handoff.pk, who=who, hours=hours)
        clocks.start_all([start])
        _keep(handoff, voice, at=at)
        change(conversation, at=at, by=voice.by)
        _tell(Kind.HANDOFF_ACCEPTED, handoff, conversation, voice, at=at, until=due_at.isoformat())


def refuse(handoff: Handoff, voice: Voice, *, at: datetime) -> None:
    """They cannot; its owner knows why, and it is their turn. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = _held(handoff, voice, at=at)
        if not rules.cleaned(voice.text):
            raise Refused(_("Say why, in a few words; perhaps who else could."))
        end(handoff, conversation, to=State.DECLINED, at=at, by=voice.by, why=voice.text)
        _keep(handoff, voice, at=at)
        _our_turn(conversation, at=at)
        _tell(Kind.HANDOFF_DECLINED, handoff, conversation, voice, at=at, why=handoff.why[:300])


def move(handoff: Handoff, voice: Voice, *, day: date, at: datetime) -> None:
    """They have it ready on another day: before the one they named has come, and twice at most. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = _held(handoff, voice, at=at)
        due_at = rules.end_of(day, handoff.partner.zone if handoff.partner else "UTC")
        why = rules.why_not_move(handoff, now=at) or rules.why_not_date(due_at, now=at)
        clock = running_about(ClockKind.PARTNER, handoff.pk)
        if why or clock is None:
            raise Refused(why or rules.what_became(handoff))
        was = handoff.promised_at
        step(handoff, since=[State.ACCEPTED], promised_at=due_at, moves=handoff.moves + 1)
        clocks.move(clock, due_at=due_at)
        _keep(handoff, voice, at=at)
        change(conversation, at=at, by=voice.by)
        until, before = due_at.isoformat(), was.isoformat() if was else ""
        _tell(Kind.HANDOFF_MOVED, handoff, conversation, voice, at=at, until=until, was=before)


def finish(handoff: Handoff, voice: Voice, *, at: datetime) -> None:
    """It is done; it is its owner's turn to tell the customer. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = _held(handoff, voice, at=at)
        end(handoff, conversation, to=State.FINISHED, since=[State.ACCEPTED], at=at, by=voice.by)
        _keep(handoff, voice, at=at)
        _our_turn(conversation, at=at)
        _tell(Kind.HANDOFF_FINISHED, handoff, conversation, voice, at=at)


def write(handoff: Handoff, voice: Voice, *, at: datetime) -> None:
    """What they wrote is kept, even when it is over, and it is our turn; it revives nothing. Raises Refused.

    A question before they have accepted gives them as much time once more, once.
    """
    with transaction.atomic():
        handoff, conversation = _held(handoff, voice, at=at)
        if not rules.cleaned(voice.text) and not voice.files:
            raise Refused(_("There is nothing to send yet. Write something first."))
        if not _keep(handoff, voice, at=at):
            return
        if handoff.state == State.OFFERED and not voice.is_doubtful:
            _lengthen(handoff, at=at)
        _our_turn(conversation, at=at)
        _tell(Kind.HANDOFF_WORD, handoff, conversation, voice, at=at)


def hold_for_log(handoff: Handoff) -> tuple[Conversation, Partner]:
    """In whose work log they may write, and who they are; held to the end of the caller's transaction.

    Whoever takes it back in the same moment does so before or after. Raises Refused, in words.
    """
    handoff, conversation = held(handoff.pk)
    if handoff.partner is None or not handoff.logs:
        raise Refused(_("The work log is not open to you. Write to us instead; we read it."))
    if handoff.state == State.OFFERED:
        raise Refused(_("Take it first; then you can write down what you did."))
    if handoff.state != State.ACCEPTED:
        raise Refused(rules.what_became(handoff))
    return conversation, handoff.partner


def keep_beside(handoff: Handoff, voice: Voice, *, at: datetime) -> None:
    """What a machine of theirs sent, as that someone is out of office: kept, and nothing follows."""
    with transaction.atomic():
        handoff, _conversation = held(handoff.pk)
        _keep(handoff, voice, at=at)


def _held(handoff: Handoff, voice: Voice, *, at: datetime) -> tuple[Handoff, Conversation]:
    handoff, conversation = held(handoff.pk)
    if handoff.partner_id is None:
        raise Handoff.DoesNotExist
    if voice.by is not None and not (handoff.by_id == voice.by.pk or atwork.may_offer(voice.by, conversation)):
        raise Refused(_("Only whoever has this, who handed it over, or a lead can do that."))
    return handoff, conversation


def _keep(handoff: Handoff, voice: Voice, *, at: datetime) -> bool:
    """Their words and files are kept, once. False when they were before, or there are none."""
    text = rules.cleaned(voice.text)
    if not text and not voice.files:
        return False
    if voice.once and Said.objects.filter(once=voice.once).exists():
        return False
    said = Said.objects.create(
        handoff=handoff,
        by=voice.by,
        name=voice.name[:120],
        address=voice.address[:320],
        text=text,
        at=at,
        is_doubtful=voice.is_doubtful,
        arrival_id=voice.arrival,
        once=voice.once,
    )
    for one in voice.files:
        stored = files.keep(one.content)
        SaidFile.objects.create(
            said=said, name=one.name[:255] or "file", type=one.type[:120], size=one.size, stored=stored
        )
    return True


def _lengthen(handoff: Handoff, *, at: datetime) -> None:
    Handoff.objects.filter(pk=handoff.pk).update(asked_at=at, is_lengthened=True)
    clock = running_about(ClockKind.OFFER, handoff.pk)
    if clock is not None and not handoff.is_lengthened:
        hours = atwork.hours_at(clock.hours_id)
        clocks.move(clock, due_at=hours.add_days(clock.due_at, rules.PARTNER_ANSWERS_IN))


def _our_turn(conversation: Conversation, *, at: datetime) -> None:
    """Open, from closed too; the answer that we owe now runs. A merged one is not touched: its target has it."""
    if conversation.state != Standing.MERGED:
        change(conversation, at=at, state=Standing.OPEN, closed_at=None, begins=TURN)


def _tell(
    kind: Kind, handoff: Handoff, conversation: Conversation, voice: Voice, *, at: datetime, **more: object
) -> None:
    who = voice.name or voice.address
    say(kind, handoff, conversation, at=at, by=voice.by, partner=handoff.partner_id, who=who[:120], **more)
