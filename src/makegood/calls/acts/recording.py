"""The recording of a voicemail, which comes after the word of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.calls.models import Call, Recording
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.spoken import keep_file
from makegood.conversations.letter import Attachment
from makegood.timeline.kinds import Kind

LONGEST_TROUBLE = 300


def recorded(recording: Recording, file: Attachment, *, at: datetime) -> bool:
    """It is here, beside what it is of. False when it was here already."""
    with transaction.atomic():
        call = recording.call
        conversation = lock(Call.objects.values_list("conversation_id", flat=True).get(pk=call.pk))
        found = Recording.objects.select_for_update().filter(pk=recording.pk, file=None).first()
        if found is None or call.message is None:
            return False
        call.message.refresh_from_db(fields=["conversation"])
        found.file, found.trouble = keep_file(call.message, file), ""
        found.save(update_fields=["file", "trouble"])
        tell(Kind.RECORDING_CAME, conversation, at=at, by=None, about={"call": call.pk, "message": call.message.pk})
    return True


def note_trouble(recording: Recording, why: str) -> None:
    """What stands in its way is in sight, until it is here."""
    Recording.objects.filter(pk=recording.pk, file=None).update(trouble=why[:LONGEST_TROUBLE])
