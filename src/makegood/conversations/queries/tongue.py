"""In which language we speak to the customer of a conversation."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from makegood.base.tongue import tongue_of
from makegood.conversations.models import Conversation, Message

# A "Merci!" tells little, what was said before it more.
READ_FOR_LANGUAGE, LONGEST_FOR_LANGUAGE = 5, 800


def written_tongue(conversation: int) -> str:
    """The language that its customer wrote last, as far as we have it; "" when it does not show. One query."""
    return _read(Message.objects.filter(conversation=conversation))


def tongue_for(conversation: int) -> str:
    """The same; where it does not show, the desk's own. One query."""
    return written_tongue(conversation) or settings.LANGUAGE_CODE


def tongue_of_customer(conversation: Conversation, *, otherwise: str = "") -> str:
    """The language of its customer: as they wrote here, else anywhere; else the other one, if we speak it.

    Where it does not show, the desk's own. Two queries at most.
    """
    elsewhere = Message.objects.filter(conversation__customer=conversation.customer_id)
    known = written_tongue(conversation.pk) or _read(elsewhere)
    return known or (otherwise if otherwise in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def _read(said: QuerySet[Message]) -> str:
    theirs = said.filter(direction=Message.IN, kind="person", is_doubtful=False, is_stranger=False)
    texts = theirs.order_by("-pk").values_list("reply_text", "text")[:READ_FOR_LANGUAGE]
    tongue = tongue_of("\n".join((new or whole)[:LONGEST_FOR_LANGUAGE] for new, whole in texts))
    return tongue if tongue in dict(settings.LANGUAGES) else ""
