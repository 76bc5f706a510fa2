"""The one question after closing: whether it may still be asked, and what was answered."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL

from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.queries import wishes_in
from makegood.kudos.models import BY_CUSTOMER, Kudos, Question

# The matter is a conversation and all that was merged into it, and into that.
HERE = """WITH RECURSIVE here(id) AS (SELECT CAST(%s AS bigint)
    UNION SELECT c.id FROM conversations_conversation c JOIN here ON c.merged_into_id = here.id) SELECT id FROM here"""


def in_matter(conversation: int) -> Q:
    """What hangs on the conversation, or on one that was merged into it."""
    return Q(conversation__in=RawSQL(HERE, [conversation]))  # noqa: S611 - nothing from outside


def given_in(conversation: Conversation) -> Kudos | None:
    """The thanks that the customer said in this matter; None: none yet. One query."""
    said = Kudos.objects.filter(in_matter(conversation.pk), way__in=BY_CUSTOMER).exclude(state=Kudos.State.DROPPED)
    return said.select_related("agent").order_by("-way", "pk").first()


def question_in(conversation: Conversation) -> Question | None:
    """The question of this matter, the answered one first; None: nobody has asked. One query."""
    return Question.objects.filter(in_matter(conversation.pk)).order_by("answered_at", "pk").last()


def may_be_asked(conversation: Conversation) -> bool:
    """Whether the page may still ask: it is closed, they have not answered, and have not said thanks. Two queries."""
    if conversation.state != State.CLOSED or conversation.is_automatic:
        return False
    question = question_in(conversation)
    is_open = question is None or (question.answered_at is None and question.same_as_id is None)
    return is_open and given_in(conversation) is None


def may_be_written_to(conversation: Conversation) -> bool:
    """Whether a mail may ask: once a matter, of who heard from one of us, and never of who wants quiet. Six queries."""
    if not may_be_asked(conversation) or question_in(conversation) is not None:
        return False
    helped = Message.objects.filter(conversation=conversation, direction=Message.OUT, by__isnull=False)
    wrote = Message.objects.filter(conversation=conversation, direction=Message.IN, kind="person", is_doubtful=False)
    wishes = wishes_in(conversation)
    is_quiet = wishes.only_changes or wishes.way == "phone" or conversation.customer.blocked_at is not None
    return not is_quiet and helped.exists() and wrote.exists()
