"""Once an hour: is every mail that lies in the mailbox, and is ours, in the store? What is missing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from django.utils.translation import gettext as _

from makegood.agenda.models import Turn
from makegood.channels.mail import oauth, queries
from makegood.channels.mail.acts import watching
from makegood.channels.mail.fetch import DAY, TRIES, Reader
from makegood.channels.mail.imap import Folder, NotHandedOut, open_folder
from makegood.channels.mail.models import Access, Position
from makegood.channels.mail.troubles import Trouble

EVERY = timedelta(hours=1)
SOON = timedelta(minutes=10)
AT_ONCE = 400  # positions asked of the database at a time


def reconcile(turn: Turn, *, now: datetime) -> datetime | None:
    """The turn: the mailbox was compared with the store, and a difference that stays has raised an alarm."""
    access = Access.objects.select_related("mailbox").filter(pk=turn.about["access"]).first()
    if access is None:
        return None
    if not access.imap_host or not access.mailbox.is_active:
        return now + EVERY
    worry, _ = queries.why_worry(access, getattr(access, "watch", None), now=now)
    try:
        server = queries.imap_server(access, token=oauth.token_for(access, now=now))
        with open_folder(server, access.folder) as folder:
            left = compare(folder, access, now=now)
    except Trouble as trouble:
        watching.went_wrong(access.pk, str(trouble), needs_person=trouble.needs_person, now=now)
        return now + SOON
    # A mailbox that answers us, and that nobody has read for a while: no watch is running.
    watching.reconciled(access.pk, left or (worry if _nobody_reads(access, now=now) else ""), now=now)
    return now + EVERY


def compare(folder: Folder, access: Access, *, now: datetime) -> str:
    """Everything missing that the server hands out is kept. "" when nothing is left; else the difference in words."""
    standing = folder.standing()
    source = queries.source(access)
    position = Position.objects.filter(source=source, uidvalidity=standing.uidvalidity).first()
    if position is None:
        return ""  # nobody has read this folder yet: the first look does all of it
    reader = Reader(queries.task(access))
    left = 0
    ours = chain(
        _below(folder, position), folder.uids(position.start_uid, min(position.last_uid, standing.uidnext - 1))
    )
    for uids in _batches(ours):
        missing = _missing(source, standing.uidvalidity, uids)
        left += _fetch(reader, folder, standing.uidvalidity, missing, now=now)
    if not left:
        return ""
    words = _("Mails that the server does not hand out lie in the mailbox: %(count)s. Look for them there.")
    return words % {"count": left}


def _below(folder: Folder, position: Position) -> Iterator[int]:
    """What a renumbered or new server had taken in since the time that counts, once all of it was read."""
    since = position.since
    if since is None or position.older_uid is not None:
        return
    for uids in _batches(folder.uids(1, position.start_uid - 1, since=(since - DAY).date())):
        came = folder.taken_in_at(uids)
        yield from (uid for uid in uids if uid in came and came[uid] >= since)


def _fetch(reader: Reader, folder: Folder, uidvalidity: int, missing: list[int], *, now: datetime) -> int:
    """Each missing mail is kept, or is gone, or counts in the answer."""
    for uid in missing:
        for _try in range(TRIES):
            try:
                reader.read(folder, uidvalidity, [uid], now=now)
                break
            except NotHandedOut:
                continue
    if not missing:
        return 0
    still = set(_missing(reader.task.source, uidvalidity, missing))
    # What someone moved away in the meantime is not missing any more.
    return len(still & set(folder.uids(min(missing), max(missing))))


def _missing(source: str, uidvalidity: int, uids: list[int]) -> list[int]:
    known = queries.dealt_with(source, [f"{uidvalidity}:{uid}" for uid in uids])
    return [uid for uid in uids if f"{uidvalidity}:{uid}" not in known]


def _nobody_reads(access: Access, *, now: datetime) -> bool:
    watch = getattr(access, "watch", None)
    ok_at = (watch.ok_at if watch else None) or access.created_at
    return bool(now - ok_at >= queries.QUIET_FOR)


def _batches(uids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(uids, AT_ONCE)):
        yield batch
