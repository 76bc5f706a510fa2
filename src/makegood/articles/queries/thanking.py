"""Which of our messages was thanked for."""

from __future__ import annotations

from makegood.articles.thanks import is_thanks
from makegood.conversations.letter import Kind as LetterKind
from makegood.conversations.models import Conversation, Message, State
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

MOST_READ = 60


def thanked_for(conversation: int) -> tuple[Message, Message] | None:
    """What the customer asked and what we said, when they thanked us for it and the matter is closed. Two queries more.

    Thanks are a letter that is nothing else, kudos, or that one of us marked it so.
    """
    if not Conversation.objects.filter(pk=conversation, state=State.CLOSED).exists():
        return None
    said = list(Message.objects.filter(conversation=conversation).order_by("-at", "-pk")[:MOST_READ])
    said = [one for one in reversed(said) if one.kind == LetterKind.PERSON]
    answers = [at for at, one in enumerate(said) if one.direction == Message.OUT and one.by_id is not None]
    if not answers:
        return None
    last = answers[-1]
    asked = [one for one in said[:last] if one.direction == Message.IN]
    after = [one for one in said[last + 1 :] if one.direction == Message.IN]
    if not asked or (not (_thanked(after) if after else False) and not _marked(conversation, said[last])):
        return None
    return asked[-1], said[last]


def _thanked(after: list[Message]) -> bool:
    return all(is_thanks(one.reply_text or one.text) for one in after)


def _marked(conversation: int, answer: Message) -> bool:
    """Whether kudos came after it, or one of us said that what came was thanks."""
    happened = Event.objects.filter(conversation_id=conversation, at__gte=answer.at)
    kinds = happened.filter(kind__in=(Kind.KUDOS_GIVEN, Kind.CONVERSATION_SETTLED)).values_list("kind", "about")
    return any(kind == Kind.KUDOS_GIVEN or about.get("why") == "thanks" for kind, about in kinds)
