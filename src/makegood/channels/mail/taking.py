"""Mail that an admin hands in: files, folders, mboxes, standard input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from makegood.channels.mail.filing import Reader
from makegood.channels.mail.reading.lines import Found
from makegood.intake import acts as intake
from makegood.intake.models import Arrival, Outcome, State

SOURCE = "take"
BATCH = 50
MOST = 32 * 1024 * 1024  # bytes that are read into memory at once, one mail more or less


def take(mails: Iterable[Found], *, mailbox: str, at: datetime) -> Iterator[dict[str, Any]]:
    """Each mail is durable and filed when its line comes out, in order. Fifty at a time, in two transactions."""
    reader = Reader()
    for found in _batches(mails):
        kept = intake.keep_all([intake.Bytes(one.raw, SOURCE, at, mailbox=mailbox) for one in found])
        filed = intake.file_all([one.arrival for one in kept if one.arrival.state == State.KEPT], reader.read, at=at)
        now_filed = {arrival.pk: arrival for arrival in filed}
        for one in kept:
            yield _line(now_filed.get(one.arrival.pk, one.arrival), is_new=one.is_new)


def _batches(mails: Iterable[Found]) -> Iterator[list[Found]]:
    """So many mails at a time, or as many as fit into memory together."""
    batch: list[Found] = []
    for mail in mails:
        batch.append(mail)
        if len(batch) >= BATCH or sum(len(one.raw) for one in batch) >= MOST:
            yield batch
            batch = []
    if batch:
        yield batch


def _line(arrival: Arrival, *, is_new: bool) -> dict[str, Any]:
    outcome = arrival.outcome if is_new or arrival.state != State.FILED else Outcome.DUPLICATE.value
    return {"arrival": arrival.pk, "outcome": outcome, "kind": arrival.kind, "conversation": arrival.conversation_id}
