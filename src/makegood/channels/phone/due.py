"""The turns of telephone lines: what providers told is filed, and recordings are fetched."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import NoReturn

from django.db import OperationalError
from django.utils.translation import gettext as _

from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base import files, secrets
from makegood.calls import acts as calls
from makegood.calls.models import Recording
from makegood.channels.phone import acts, fetching, hearing, queries, reading, rules
from makegood.channels.phone.models import Hook
from makegood.conversations.rules import Refused
from makegood.intake import acts as intake
from makegood.intake import queries as arrivals

log = logging.getLogger(__name__)
# Listening takes minutes: it must leave a thread to the mail and the clocks, however many recordings wait.
LISTENING = threading.Lock()
WAIT = timedelta(seconds=15)


def file(turn: Turn, *, now: datetime) -> None:
    """Everything that providers told is filed, refused or stuck. What goes wrong with one holds up no other."""
    while batch := arrivals.waiting_calls():
        if turn.lost:
            batch = intake.set_aside_deadly(batch, at=now)
        for one in batch:
            try:
                acts.file(one.pk, now=now)
            except OperationalError:
                raise  # the database, not the call: it is tried again
            except Exception as error:  # it ends on the shelf, with the reason
                log.exception("arrival %s could not be filed", one.pk)
                intake.stick(one.pk, f"Filing it failed: {type(error).__name__}: {error}", at=now)


def fetch(turn: Turn, *, now: datetime) -> None:
    """The recording is here; or it is tried again later, or given up, with the reason on the conversation as well."""
    recording = queries.awaited(turn.about["recording"])
    if recording is None:
        return
    came = queries.arrival(turn.about["arrival"])
    hook, told = queries.hook_for(came.source), reading.read(intake.content(came))
    if hook is None:
        _give_up(recording, _("The line has no provider any more. Connect it again, then try this again."))
    if why := rules.why_not_fetch(told.url, origin=hook.origin):
        _give_up(recording, why)
    got = fetching.fetch(_place(hook, told, recording))
    if got.trouble:
        if got.is_final:
            _give_up(recording, got.trouble)
        calls.note_trouble(recording, got.trouble)
        raise TryAgain(got.trouble)
    try:
        kept = calls.uploaded(told.recording, got.content)
    except Refused:
        _give_up(recording, _("What the provider sent is no recording that we know."))
    calls.recorded(recording, kept, at=now)


def hear(turn: Turn, *, now: datetime) -> datetime | None:
    """What was said in the recording stands beside it, and can be found. One at a time: another waits for its turn.

    Without the extra `voice` nothing happens.
    """
    recording = queries.unheard(turn.about["recording"])
    if recording is None or recording.file is None or hearing.why_not():
        return None
    if not LISTENING.acquire(blocking=False):
        return now + WAIT
    try:
        heard = hearing.hear(files.read(recording.file.stored))
    except hearing.Unheard as error:
        raise GiveUp(str(error)) from error
    finally:
        LISTENING.release()
    calls.heard(recording, heard.text, language=heard.language, at=now)
    return None


def _place(hook: Hook, told: rules.Told, recording: Recording) -> fetching.Place:
    try:
        return fetching.Place(told.url, hook.account, secrets.unseal(hook.secret), hook.is_inside)
    except secrets.Unreadable as error:
        _give_up(recording, str(error))


def _give_up(recording: Recording, why: str) -> NoReturn:
    calls.note_trouble(recording, why)
    raise GiveUp(why)
