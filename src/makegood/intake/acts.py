"""Bytes in: kept first, then filed. What reached us is never lost, and is filed exactly once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from makegood.agenda import acts as agenda
from makegood.base import files
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Kind, Letter
from makegood.intake.models import Arrival, Outcome, Raw, State
from makegood.people.models import Mailbox
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind as Happened

# Larger arrivals lie in a file of ours, so that the database stays quick to back up.
IN_DATABASE = 256 * 1024
FILING = "file"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """An arrival that is durable. `is_new` is False when the same one was kept before."""

    arrival: Arrival
    is_new: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter, the mailbox it came to, and the conversation whose signed address it was sent to (None: no such)."""

    letter: Letter
    mailbox: Mailbox
    hint: int | None = None


class Unplaced(Exception):
    """It cannot be told to which mailbox this came; the message says so in words."""


def keep(
    raw: bytes, *, source: str, position: str = "", mailbox: str = "", at: datetime, is_history: bool = False
) -> Kept:
    """The bytes are durable when this returns, and will be filed. Only now may the source be told.

    The same place at the same source, or the same bytes to the same mailbox, are the same arrival.
    """
    digest = hashlib.sha256(raw).hexdigest()
    mailbox = mailbox.strip().lower()
    known = _known(source, position, mailbox, digest)
    if known is not None:
        return Kept(known, is_new=False)
    stored = files.keep(raw) if len(raw) > IN_DATABASE else ""
    try:
        with transaction.atomic():
            arrival = Arrival.objects.create(
                source=source,
                position=position,
                mailbox=mailbox,
                digest=digest,
                size=len(raw),
                at=at,
                is_history=is_history,
            )
            Raw.objects.create(arrival=arrival, content=b"" if stored else raw, stored=stored)
            agenda.plan(FILING, FILING, run_at=at)
    except IntegrityError:  # another fetch kept it at the same moment
        if stored:
            files.drop(stored)
        known = _known(source, position, mailbox, digest)
        if known is None:
            raise
        return Kept(known, is_new=False)
    return Kept(arrival, is_new=True)


def keep_all(raws: Sequence[bytes], *, source: str, mailbox: str, at: datetime) -> list[Kept]:
    """All of them are durable when this returns, in one transaction. The same bytes twice are the same arrival."""
    with transaction.atomic():
        return [keep(raw, source=source, mailbox=mailbox, at=at) for raw in raws]


def _known(source: str, position: str, mailbox: str, digest: str) -> Arrival | None:
    by_place = Arrival.objects.filter(source=source, position=position).first() if position else None
    return by_place or Arrival.objects.filter(mailbox=mailbox, digest=digest).first()


def content(arrival: Arrival) -> bytes:
    """The bytes as they came."""
    raw = arrival.raw
    return files.read(raw.stored) if raw.stored else bytes(raw.content)


def file_all(arrivals: Sequence[Arrival], read: Callable[[bytes, str], Reading], *, at: datetime) -> list[Arrival]:
    """Each arrival is filed, refused, or stuck with the reason in words. All are read first; then one transaction.

    An arrival that was filed before stays as it is. What goes wrong with one touches no other.
    """
    readings = [_read(arrival, read) for arrival in arrivals]
    with transaction.atomic():
        return [_file_or_stick(*pair, at=at) for pair in zip(arrivals, readings, strict=True)]


def _read(arrival: Arrival, read: Callable[[bytes, str], Reading]) -> Reading | str:
    """What the arrival says, or why it cannot be told."""
    try:
        return read(content(arrival), arrival.mailbox)
    except Unplaced as error:
        return str(error)
    except Exception as error:  # whatever a mail does to us, the next one goes on
        log.exception("arrival %s could not be read", arrival.pk)
        return f"Reading it failed: {type(error).__name__}: {error}"


def _file_or_stick(arrival: Arrival, reading: Reading | str, *, at: datetime) -> Arrival:
    if isinstance(reading, str):
        return _stick(arrival, reading, at=at)
    try:
        return _file(arrival, reading, at=at)
    except OperationalError:
        raise  # the database, not the mail: the whole batch is tried again
    except Exception as error:  # the one broad except of filing: the mail ends on the shelf, with the reason
        log.exception("arrival %s could not be filed", arrival.pk)
        return _stick(arrival, f"Filing it failed: {type(error).__name__}: {error}", at=at)


def _file(arrival: Arrival, reading: Reading, *, at: datetime) -> Arrival:
    with transaction.atomic():
        if not Arrival.objects.filter(pk=arrival.pk, state=State.KEPT).update(state=State.FILED):
            arrival.refresh_from_db()
            return arrival
        letter = reading.letter
        arrival.kind, arrival.sender = letter.kind.value, letter.sender.address.lower()[:320]
        try:
            got = conversations.receive(
                letter,
                mailbox=reading.mailbox,
                at=arrival.at,
                arrival=arrival.pk,
                hint=reading.hint,
                is_history=arrival.is_history,
            )
        except conversations.Blocked:
            return _refuse(arrival, at=at)
        arrival.state, arrival.conversation_id = State.FILED, got.conversation
        arrival.outcome = _outcome(letter, got)
        arrival.save(update_fields=["state", "kind", "sender", "outcome", "conversation_id"])
    return arrival


def _outcome(letter: Letter, got: conversations.Received) -> Outcome:
    if got.is_duplicate:
        return Outcome.DUPLICATE
    special = {Kind.AUTO_REPLY: Outcome.AUTO_REPLY, Kind.BOUNCE: Outcome.BOUNCE, Kind.FEEDBACK: Outcome.FEEDBACK}
    return special.get(letter.kind, Outcome.NEW if got.is_new else Outcome.REPLY)


def _refuse(arrival: Arrival, *, at: datetime) -> Arrival:
    arrival.state, arrival.outcome = State.REFUSED, Outcome.REFUSED
    arrival.reason = "The sender is blocked. The mail is kept; unblock the sender to file it."
    arrival.save(update_fields=["state", "kind", "sender", "outcome", "reason"])
    record(Happened.ARRIVAL_REFUSED, at=at, about={"arrival": arrival.pk})
    return arrival


def _stick(arrival: Arrival, reason: str, *, at: datetime) -> Arrival:
    with transaction.atomic():
        if Arrival.objects.filter(pk=arrival.pk, state=State.KEPT).update(
            state=State.STUCK, outcome=Outcome.STUCK, reason=reason[:2000]
        ):
            record(Happened.ARRIVAL_STUCK, at=at, about={"arrival": arrival.pk, "reason": reason[:200]})
    arrival.refresh_from_db()
    return arrival


def retry(arrival_id: int, *, by: int | None, at: datetime) -> bool:
    """A stuck arrival is filed anew soon. False when it is not stuck."""
    with transaction.atomic():
        changed = Arrival.objects.filter(pk=arrival_id, state=State.STUCK).update(
            state=State.KEPT, outcome="", reason=""
        )
        if changed:
            agenda.plan(FILING, FILING, run_at=at)
            record(Happened.ARRIVAL_RETRIED, at=at, by=by, about={"arrival": arrival_id})
    return bool(changed)


def unrefuse(addresses: list[str], *, at: datetime) -> int:
    """What these senders' block refused is filed soon. Returns how many arrivals."""
    with transaction.atomic():
        changed = Arrival.objects.filter(state=State.REFUSED, sender__in=addresses).update(
            state=State.KEPT, outcome="", reason=""
        )
        if changed:
            agenda.plan(FILING, FILING, run_at=at)
    return changed
