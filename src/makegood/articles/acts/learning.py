"""A good answer is one that a customer thanked for, in a matter that is closed: it can be found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.articles import queries
from makegood.articles.acts import indexing
from makegood.articles.models import GoodAnswer
from makegood.conversations.models import Conversation, Message

LOOKED_AT_AFTER = timedelta(minutes=15)
TURN = "good_answer"


def look_later(conversation: Conversation, *, at: datetime) -> None:
    """It will be looked whether a good answer stands in the conversation; by then an undo has passed. One query."""
    agenda.plan(TURN, f"{TURN}:{conversation.pk}", run_at=at + LOOKED_AT_AFTER, about={"conversation": conversation.pk})


def learn(conversation: int, *, at: datetime) -> GoodAnswer | None:
    """The answer that was thanked for can be found; None: there is none, or it is not closed. Twice is once."""
    with transaction.atomic():
        chosen = queries.thanked_for(conversation)
        if chosen is None:
            return None
        question, answer = chosen
        good, _is_new = GoodAnswer.objects.get_or_create(
            message=answer, defaults={"question": question, "found_at": at}
        )
        said = answer.reply_text or answer.text
        indexing.answer_found(good, subject=question.subject, asked=question.reply_text or question.text, said=said)
    return good


def forget(message: Message) -> None:
    """The message was taken back: it is no good answer. Its row goes next."""
    if good := GoodAnswer.objects.filter(message=message).first():
        indexing.answer_lost(good)
