"""What was kept becomes a message, a partner's answer, or is refused: exactly once, and none holds up another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction

from makegood.base.rows import among
from makegood.base.transactions import giving_way
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Kind, Letter
from makegood.handoffs.acts import letters
from makegood.handoffs.queries import conversation_of
from makegood.intake.acts.keeping import content
from makegood.intake.acts.shelf import stick
from makegood.intake.models import Arrival, Outcome, State
from makegood.people.models import Mailbox
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind as Happened

log = logging.getLogger(__name__)


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
            done[pk] = stick(pk, reason, at=at)
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
        return [stick(arrival.pk, f"Filing it failed: {type(error).__name__}: {error}", at=at)]


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
