"""In which language we speak to the customer of a conversation."""

from __future__ import annotations

from django.conf import settings

from makegood.base.tongue import tongue_of
from makegood.conversations.models import Message

# A "Merci!" tells little, what was said before it more.
READ_FOR_LANGUAGE, LONGEST_FOR_LANGUAGE = 5, 800


def written_tongue(conversation: int) -> str:
    """The language that its customer wrote last, as far as we have it; "" when it does not show. One query."""
    theirs = Message.objects.filter(
        conversation=conversation, direction=Message.IN, kind="person", is_doubtful=False, is_stranger=False
    )
    texts = theirs.order_by("-pk").values_list("reply_text", "text")[:READ_FOR_LANGUAGE]
    tongue = tongue_of("\n".join((new or whole)[:LONGEST_FOR_LANGUAGE] for new, whole in texts))
    return tongue if tongue in dict(settings.LANGUAGES) else ""


def tongue_for(conversation: int) -> str:
    """The same; where it does not show, the desk's own. One query."""
    return written_tongue(conversation) or settings.LANGUAGE_CODE
