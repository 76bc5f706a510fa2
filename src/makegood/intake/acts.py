"""Bytes in: kept first, then filed. What reached us is never lost, and is filed exactly once."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction

from makegood.agenda import acts as agenda
from makegood.base import files
from makegood.base.rows import among, new, write
from makegood.base.transactions import giving_way
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Kind, Letter
from makegood.handoffs.acts import letters
from makegood.handoffs.queries import conversation_of
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
    """A letter, the mailbox it came to, and the conversation whose signed address it was sent to (None: no such).

    `handoff`: it is a partner's answer to our mail `partner_mail` in this handoff, and is kept there alone.
    """

    letter: Letter
    mailbox: Mailbox
    hint: int | None = None
    handoff: int | None = None
    partner_mail: int = 0


class Unplaced(Exception):
    """It cannot be told to which mailbox this came; the message says so in words."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """What came, and from where. `position` is its place at the source, "" when the source has none."""

    raw: bytes
    source: str
    at: datetime
    position: str = ""
    mailbox: str = ""
    is_history: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.raw).hexdigest()


def keep(
    raw: bytes, *, source: str, position: str = "", mailbox: str = "", at: datetime, is_history: bool = False
) -> Kept:
    """The bytes are durable when this returns, and will be filed. Only now may the source be told.

    The same place at the same source, or the same bytes to the same mailbox, are the same arrival.
    """
    return keep_all([Bytes(raw, source, at, position, mailbox, is_history)])[0]


def keep_all(came: Sequence[Bytes]) -> list[Kept]:
    """The same for many, in one transaction and in order."""
    keyed = [(one, one.mailbox.strip().lower(), one.digest) for one in came]
    return giving_way(lambda: _keep_new(keyed))  # to another fetch that keeps the same at the same moment


Keyed = tuple[Bytes, str, str]
SAME_BYTES = "SELECT id FROM intake_arrival WHERE mailbox = %s AND digest IN (?)"
SAME_PLACE = "SELECT id FROM intake_arrival WHERE source = %s AND NOT position = '' AND position IN (?)"


@transaction.atomic
def _keep_new(keyed: Sequence[Keyed]) -> list[Kept]:
    known = _known(keyed)
    fresh: dict[tuple[str, str], Arrival] = {}
    kept = []
    for one, mailbox, digest in keyed:
        there = known.get((one.source, one.position)) if one.position else None
        there = there or known.get((mailbox, digest)) or fresh.get((mailbox, digest))
        kept.append(Kept(there or _arrival(one, mailbox, digest), is_new=there is None))
        fresh[mailbox, digest] = kept[-1].arrival
    new = [(one.raw, kept_one.arrival) for (one, *_), kept_one in zip(keyed, kept, strict=True) if kept_one.is_new]
    write(arrival for _, arrival in new)
    write(_raw(raw, arrival) for raw, arrival in new)
    if new:
        agenda.plan(FILING, FILING, run_at=min(arrival.at for _, arrival in new))
    return kept


def _known(keyed: Sequence[Keyed]) -> dict[tuple[str, str], Arrival]:
    """Arrivals that were kept before, by their place and by mailbox and digest."""
    digests: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    for one, mailbox, digest in keyed:
        digests[mailbox].append(digest)
        places[one.source] += [one.position] if one.position else []
    ids = [row for mailbox, some in digests.items() for row in among(SAME_BYTES, some, mailbox)]
    ids += [row for source, some in places.items() for row in among(SAME_PLACE, some, source)]
    found = list(Arrival.objects.filter(pk__in=[pk for (pk,) in ids])) if ids else []
    by_place = {(one.source, one.position): one for one in found if one.position}
    return by_place | {(one.mailbox, one.digest): one for one in found}


def _arrival(one: Bytes, mailbox: str, digest: str) -> Arrival:
    return new(
        Arrival,
        source=one.source,
        position=one.position,
        mailbox=mailbox,
        digest=digest,
        size=len(one.raw),
        at=one.at,
        is_history=one.is_history,
    )


def _raw(raw: bytes, arrival: Arrival) -> Raw:
    is_large = len(raw) > IN_DATABASE
    return new(Raw, arrival=arrival, content=b"" if is_large else raw, stored=files.keep(raw) if is_large else "")


def content(arrival: Arrival) -> bytes:
    """The bytes as they came."""
    raw = arrival.raw
    return files.read(raw.stored) if raw.stored else bytes(raw.content)


def file_all(arrivals: Sequence[Arrival], read: Callable[[bytes, str], Reading], *, at: datetime) -> list[Arrival]:
    """Each arrival is filed, refused, or stuck with the reason in words. All are read first; then one transaction.

    An arrival that was filed before stays as it is. What goes wrong with one touches no other.
    """
    readings = {arrival.pk: _read(arrival, read) for arrival in arrivals}
    good = [(arrival, reading) for arrival in arrivals if isinstance(reading := readings[arrival.pk], Reading)]
    try:
        done = giving_way(lambda: _file(good))
    except OperationalError:
        raise  # the database, not the mail: all of it is tried again
    except Exception:  # one of them cannot be filed: each by itself, then
        log.warning("a batch of %s arrivals could not be filed together", len(good), exc_info=True)
        done = {one.pk: one for pair in good for one in _file_or_stick(*pair, at=at)}
    for pk, reason in readings.items():
        if isinstance(reason, str):
            done[pk] = _stick(pk, reason, at=at)
    return [done.get(arrival.pk) or Arrival.objects.get(pk=arrival.pk) for arrival in arrivals]


def _read(arrival: Arrival, read: Callable[[bytes, str], Reading]) -> Reading | str:
    """What the arrival says, or why it cannot be told."""
    try:
        return read(content(arrival), arrival.mailbox)
    except Unplaced as error:
        return str(error)
    except Exception as error:  # whatever a mail does to us, the next one goes on
        log.exception("arrival %s could not be read", arrival.pk)
        return f"Reading it failed: {type(error).__name__}: {error}"


def _file_or_stick(arrival: Arrival, reading: Reading, *, at: datetime) -> list[Arrival]:
    try:
        return list(giving_way(lambda: _file([(arrival, reading)])).values())
    except OperationalError:
        raise
    except Exception as error:  # the one broad except of filing: the mail ends on the shelf, with the reason
        log.exception("arrival %s could not be filed", arrival.pk)
        return [_stick(arrival.pk, f"Filing it failed: {type(error).__name__}: {error}", at=at)]


def _file(readings: Sequence[tuple[Arrival, Reading]]) -> dict[int, Arrival]:
    """Those of the arrivals that were still only kept are filed or refused. One transaction."""
    with transaction.atomic():
        kept = _lock_kept(arrival.pk for arrival, _ in readings)
        mine = {arrival.pk: (arrival, reading) for arrival, reading in readings if arrival.pk in kept}
        said = [pair for pair in mine.values() if pair[1].handoff is None]
        got = conversations.receive_all([_incoming(*pair) for pair in said])
        for (arrival, reading), received in zip(said, got, strict=True):
            _end(arrival, reading.letter, received)
        for arrival, reading in mine.values():
            if reading.handoff is not None:
                _end_with_partner(arrival, reading, reading.handoff)
        _write_ends(arrival for arrival, _ in mine.values())
    return {pk: arrival for pk, (arrival, _) in mine.items()}


def _lock_kept(ids: Iterable[int]) -> set[int]:
    """Those that are still only kept, held against other workers until the transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    kept = "SELECT id FROM intake_arrival WHERE state = 'kept' AND id IN (?) ORDER BY id"
    found = among(kept + lock, ids)
    return {pk for (pk,) in found}


def _incoming(arrival: Arrival, reading: Reading) -> conversations.Incoming:
    return conversations.Incoming(
        reading.letter, reading.mailbox, arrival.at, arrival.pk, hint=reading.hint, is_history=arrival.is_history
    )


def _end(arrival: Arrival, letter: Letter, received: conversations.Received) -> None:
    arrival.kind, arrival.sender = letter.kind.value, letter.sender.address.lower()[:320]
    arrival.conversation_id = received.conversation
    if received.is_refused:
        arrival.state, arrival.outcome = State.REFUSED, Outcome.REFUSED
        arrival.reason = "The sender is blocked. The mail is kept; unblock the sender to file it."
        record(Happened.ARRIVAL_REFUSED, at=arrival.at, about={"arrival": arrival.pk})
        return
    arrival.state, arrival.outcome = State.FILED, _outcome(letter, received)


def _end_with_partner(arrival: Arrival, reading: Reading, handoff: int) -> None:
    letter = reading.letter
    arrival.kind, arrival.sender = letter.kind.value, letter.sender.address.lower()[:320]
    is_new = letters.received(
        letter,
        handoff=handoff,
        mail=reading.partner_mail,
        mailbox=reading.mailbox.pk,
        arrival=arrival.pk,
        at=arrival.at,
    )
    arrival.conversation_id = conversation_of(handoff)
    arrival.state, arrival.outcome = State.FILED, Outcome.PARTNER if is_new else Outcome.DUPLICATE


def _write_ends(arrivals: Iterable[Arrival]) -> None:
    """One prepared statement, run for each: several times quicker than the same through one UPDATE with cases."""
    sql = """UPDATE intake_arrival
        SET state = %s, outcome = %s, reason = %s, kind = %s, sender = %s, conversation_id = %s WHERE id = %s"""
    rows = [(one.state, one.outcome, one.reason, one.kind, one.sender, one.conversation_id, one.pk) for one in arrivals]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _outcome(letter: Letter, got: conversations.Received) -> Outcome:
    if got.is_duplicate:
        return Outcome.DUPLICATE
    special = {Kind.AUTO_REPLY: Outcome.AUTO_REPLY, Kind.BOUNCE: Outcome.BOUNCE, Kind.FEEDBACK: Outcome.FEEDBACK}
    return special.get(letter.kind, Outcome.NEW if got.is_new else Outcome.REPLY)


def _stick(pk: int, reason: str, *, at: datetime) -> Arrival:
    with transaction.atomic():
        stuck = {"state": State.STUCK, "outcome": Outcome.STUCK, "reason": reason[:2000]}
        if Arrival.objects.filter(pk=pk, state=State.KEPT).update(**stuck):
            record(Happened.ARRIVAL_STUCK, at=at, about={"arrival": pk, "reason": reason[:200]})
    return Arrival.objects.get(pk=pk)


# What a mail that is just being read bears: nobody has died over it yet, or one worker has.
READING = "It was being read when the worker stopped."
READING_AGAIN = "It was being read both times that the worker stopped."


def set_aside_deadly(arrivals: Sequence[Arrival], *, at: datetime) -> list[Arrival]:
    """Those that no two workers have died over yet, each marked as being read; the others are stuck.

    For the time after a worker was stopped while filing: a mail that kills who reads it must not hold up the others.
    One death proves nothing, as whatever stopped the worker found it reading some mail.
    """
    going = []
    for arrival in arrivals:
        if arrival.reason == READING_AGAIN:
            _stick(arrival.pk, "Reading it stopped the worker twice, so it is not tried again by itself.", at=at)
        else:
            mark = READING_AGAIN if arrival.reason == READING else READING
            Arrival.objects.filter(pk=arrival.pk, state=State.KEPT).update(reason=mark)
            going.append(arrival)
    return going


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
