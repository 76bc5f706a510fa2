"""Every change to a work log. What the customer may have read is never changed, only struck out in sight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base import files
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.automatic import Occasion
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Partner
from makegood.timeline.kinds import Kind
from makegood.worklog import queries, rules, words
from makegood.worklog.models import Entry, Receipt
from makegood.worklog.rules import Work


def write(
    conversation: Conversation, work: Work, *, by: Agent, at: datetime, tells: bool = False, once: str = ""
) -> Entry:
    """It stands in the log, and the customer's page shows it. `tells`: they hear of it by mail, if they wish mails.

    `once` makes a second press the same entry. Raises Refused, in words.
    """
    if why := rules.why_not_this(work, now=at):
        raise Refused(why)
    with transaction.atomic():
        conversation = _held(conversation.pk)
        if once and (done := Entry.objects.filter(once=once, conversation=conversation).first()):
            return done
        entry = Entry.objects.create(
            conversation=conversation, by=by, written_at=at, tells=tells, once=once or None, **_columns(work)
        )
        _attach(entry, work.receipts)
        tell(Kind.WORK_DONE, conversation, at=at, by=by, about=_about(entry, receipts=len(work.receipts)))
        if tells:
            plan_mail(conversation.pk, at=at)
    return entry


def write_theirs(
    conversation: Conversation, work: Work, *, partner: Partner, name: str, at: datetime, once: str
) -> Entry:
    """What a partner did stands in the log, with its receipts, and the customer's page shows it; no mail tells of it.

    In the transaction that held what allows it. `once` makes a second press the same entry. Raises Refused, in words.
    """
    if why := rules.why_not_this(work, now=at):
        raise Refused(why)
    with transaction.atomic():
        conversation = _held(conversation.pk)
        if done := Entry.objects.filter(once=once, partner=partner).first():
            return done
        entry = Entry.objects.create(
            conversation=conversation, partner=partner, name=name[:120], written_at=at, once=once, **_columns(work)
        )
        _attach(entry, work.receipts)
        about = _about(entry, receipts=len(work.receipts)) | {"who": partner.name}
        tell(Kind.WORK_DONE, conversation, at=at, about=about)
    return entry


def correct(entry: Entry, work: Work, *, by: Agent, at: datetime) -> Entry:
    """It says this; receipts that came with it are added. Only while the customer cannot have read it.

    The same again changes nothing. Raises Refused, in words.
    """
    if why := rules.why_not_this(work, now=at):
        raise Refused(why)
    with transaction.atomic():
        entry, conversation = _entry_held(entry.pk)
        _refuse_unless_correctable(entry)
        if why := rules.why_not_receipts(work.receipts, there=entry.receipts.count()):
            raise Refused(why)
        new = _columns(work)
        if all(getattr(entry, name) == value for name, value in new.items()) and not work.receipts:
            return entry
        _set(entry, **new, corrected_at=at)
        _attach(entry, work.receipts)
        tell(Kind.WORK_CORRECTED, conversation, at=at, by=by, about=_about(entry, receipts=entry.receipts.count()))
        if entry.tells and entry.told_by_id is None:
            plan_mail(conversation.pk, at=at)
    return entry


def add_receipt(entry: Entry, receipt: Attachment, *, by: Agent, at: datetime) -> Receipt:
    """One more paper bears it out; also after the customer has read it, for that takes nothing away. Raises Refused."""
    with transaction.atomic():
        entry, conversation = _entry_held(entry.pk)
        if entry.struck_at:
            raise Refused(rules.why_not_correct(is_shown=False, is_struck=True))
        if why := rules.why_not_receipts([receipt], there=entry.receipts.count()):
            raise Refused(why)
        [kept] = _attach(entry, [receipt])
        tell(Kind.WORK_CORRECTED, conversation, at=at, by=by, about=_about(entry, receipts=entry.receipts.count()))
    return kept


def remove_receipt(receipt: Receipt, *, by: Agent, at: datetime) -> None:
    """The entry has it no more. Only while the customer cannot have seen it; raises Refused."""
    with transaction.atomic():
        entry, conversation = _entry_held(receipt.entry_id)
        _refuse_unless_correctable(entry)
        gone = Receipt.objects.filter(pk=receipt.pk).first()
        if gone is None:
            return
        gone.delete()
        tell(Kind.WORK_CORRECTED, conversation, at=at, by=by, about=_about(entry, receipts=entry.receipts.count()))
        transaction.on_commit(lambda: files.drop(gone.stored))


def strike(entry: Entry, *, why: str, by: Agent, at: datetime) -> Entry:
    """It does not count. What the customer may have read stays on their page, struck through, with the reason.

    Twice is once. Raises Refused, in words.
    """
    with transaction.atomic():
        entry, conversation = _entry_held(entry.pk)
        if entry.struck_at:
            return entry
        if refused := rules.why_not_strike(why, is_shown=entry.shown_at is not None):
            raise Refused(refused)
        _set(entry, struck_at=at, struck_by=by, struck_why=rules.cleaned(why)[:300])
        about = _about(entry, receipts=0) | {"why": entry.struck_why}
        tell(Kind.WORK_STRUCK, conversation, at=at, by=by, about=about)
    return entry


def show(conversation: int, *, at: datetime) -> None:
    """The customer reads their page now: what stands on it can no longer be changed. Nothing to show writes nothing."""
    if queries.has_unshown(conversation):
        Entry.objects.filter(conversation=conversation, shown_at=None, struck_at=None).update(shown_at=at)


def plan_mail(conversation: int, *, at: datetime) -> None:
    """One mail tells of all entries that are to be told, once the last of them has settled."""
    agenda.plan("work", f"work:{conversation}", run_at=at + rules.SETTLES_IN, about={"conversation": conversation})


def tell_by_mail(pk: int, *, at: datetime) -> None:
    """The customer hears of what was done since they last heard, in one mail, if they wish such mails. Once."""
    with transaction.atomic():
        conversation = lock(pk)
        if conversation.state == State.MERGED:
            return
        new = Entry.objects.select_related("by", "partner").filter(
            conversation=conversation, tells=True, told_by=None, struck_at=None
        )
        found = queries.done_of(new.order_by("on", "pk"))
        if not found:
            return
        total, ids = queries.log_of(pk).total, [one.id for one in found]
        message = conversations.say_by_itself(
            conversation, Occasion.WORK_DONE, lambda: words.mail(found, total), about=max(ids), at=at
        )
        Entry.objects.filter(pk__in=ids).update(tells=message is not None, told_by=message)
        if message is not None:
            Entry.objects.filter(pk__in=ids, shown_at=None).update(shown_at=at)
            change(conversation, at=at)


def _held(pk: int) -> Conversation:
    conversation = lock(pk)
    if conversation.state == State.MERGED:
        raise Refused(_("This conversation was merged into another. Write down there what was done."))
    return conversation


def _entry_held(pk: int) -> tuple[Entry, Conversation]:
    """The entry and its conversation, both held; the conversation first, as everywhere."""
    conversation = lock(Entry.objects.values_list("conversation_id", flat=True).get(pk=pk))
    return Entry.objects.select_for_update().get(pk=pk), conversation


def _refuse_unless_correctable(entry: Entry) -> None:
    """Raises Refused, with what helps instead."""
    is_shown, is_struck = entry.shown_at is not None, entry.struck_at is not None
    if why := rules.why_not_correct(is_shown=is_shown, is_struck=is_struck, is_theirs=entry.partner_id is not None):
        raise Refused(why)


def _columns(work: Work) -> dict[str, Any]:
    return {
        "did": rules.cleaned(work.did),
        "on": work.on,
        "minutes": work.minutes,
        "used": rules.cleaned(work.used),
        "cost": None if work.cost is None else work.cost.minor,
        "currency": work.cost.currency if work.cost is not None else "",
    }


def _set(entry: Entry, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(fields))


def _attach(entry: Entry, receipts: Iterable[Attachment]) -> list[Receipt]:
    return [
        Receipt.objects.create(
            entry=entry,
            name=one.name[:255] or "receipt",
            type=one.type[:120],
            size=one.size,
            stored=files.keep(one.content),
        )
        for one in receipts
    ]


def _about(entry: Entry, *, receipts: int) -> dict[str, Any]:
    same = {name: getattr(entry, name) for name in ("minutes", "cost", "currency")}
    return {"work": entry.pk, "did": entry.did[:300], "on": entry.on.isoformat(), "receipts": receipts} | same
