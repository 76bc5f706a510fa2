"""Bytes in: kept before their source is told, and each once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.base import files
from makegood.base.rows import among, new, write
from makegood.base.transactions import giving_way
from makegood.intake.models import Arrival, Raw

# Larger arrivals lie in a file of ours, so that the database stays quick to back up.
IN_DATABASE = 256 * 1024
# The turn that files mail, and the one for what providers of telephone lines told, whose source begins so.
FILING, CALLS = "file", "voicemail"
PHONE = "phone:"


@dataclass(frozen=True, slots=True)
class Kept:
    """An arrival that is durable. `is_new` is False when the same one was kept before."""

    arrival: Arrival
    is_new: bool


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
        plan_filing({arrival.source for _, arrival in new}, at=min(arrival.at for _, arrival in new))
    return kept


def plan_filing(sources: Iterable[str], *, at: datetime) -> None:
    """What came from these sources and is kept will be filed."""
    for kind in {CALLS if source.startswith(PHONE) else FILING for source in sources}:
        agenda.plan(kind, kind, run_at=at)


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
