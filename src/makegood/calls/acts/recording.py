"""The recording of a voicemail, which comes after the word of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.calls.models import Call, Recording
from makegood.conversations import attached
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.looks import show_newest
from makegood.conversations.acts.spoken import keep_file
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Message
from makegood.timeline.kinds import Kind

LONGEST_TROUBLE = 300
HEARING = "hear"


def recorded(recording: Recording, file: Attachment, *, at: datetime) -> bool:
    """It is here, beside what it is of. False when it was here already."""
    with transaction.atomic():
        call, conversation = _held(recording)
        found = Recording.objects.select_for_update().filter(pk=recording.pk, file=None).first()
        if found is None or call.message is None:
            return False
        found.file, found.trouble = keep_file(call.message, file), ""
        found.save(update_fields=["file", "trouble"])
        tell(Kind.RECORDING_CAME, conversation, at=at, by=None, about={"call": call.pk, "message": call.message.pk})
        listen(found, at=at)
    return True


def listen(recording: Recording, *, at: datetime) -> None:
    """A machine will listen to it, if there is one."""
    agenda.plan(HEARING, f"{HEARING}:{recording.pk}", run_at=at, about={"recording": recording.pk})


def heard(recording: Recording, text: str, *, language: str, at: datetime) -> bool:
    """What was said in it stands beside it; if nobody wrote down what it was, lists and search show it too.

    False when it was heard before.
    """
    with transaction.atomic():
        call, conversation = _held(recording)
        said = {"text": text, "language": language, "heard_at": at}
        if not Recording.objects.filter(pk=recording.pk, heard_at=None).update(**said) or call.message is None:
            return False
        if text and Message.objects.filter(pk=call.message.pk, text="").update(text=text):
            call.message.refresh_from_db()
            for one in attached.everyone():
                one.reworded(call.message, before="")
            show_newest(conversation)
        tell(Kind.RECORDING_HEARD, conversation, at=at, by=None, about={"call": call.pk, "message": call.message.pk})
    return True


def _held(recording: Recording) -> tuple[Call, Conversation]:
    """Its call as it is, and the conversation, which is held before anything of it is written."""
    number = Call.objects.values_list("conversation_id", flat=True).get(pk=recording.call_id)
    conversation = lock(number)
    call = Call.objects.select_related("message").get(pk=recording.call_id)
    # It may have been merged, or parted, while we waited for the lock.
    return (call, conversation) if call.conversation_id == number else _held(recording)


def note_trouble(recording: Recording, why: str) -> None:
    """What stands in its way is in sight, until it is here."""
    Recording.objects.filter(pk=recording.pk, file=None).update(trouble=why[:LONGEST_TROUBLE])
