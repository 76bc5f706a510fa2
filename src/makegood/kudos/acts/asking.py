"""The one question after closing: asked once a matter, answered once; "not solved" opens it again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.conversations.acts import Spoken, say_by_itself, write
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.wishing import lock_followed
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Message
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.kudos import queries
from makegood.kudos.models import Question
from makegood.timeline.kinds import Kind

ASKED_AFTER = timedelta(hours=20)  # the next day, at about the hour at which they were answered


def plan_question(conversation: Conversation, *, at: datetime) -> None:
    """It is asked the next day, if its mailbox asks; closed again later, it is looked at anew."""
    mailbox = conversation.mailbox
    if mailbox is not None and mailbox.asks_solved:
        about = {"conversation": conversation.pk}
        agenda.plan("solved", f"solved:{conversation.pk}", run_at=at + ASKED_AFTER, about=about)


def ask(number: int, *, at: datetime) -> Message | None:
    """The customer was asked by one mail; None: they are not to be asked, now or ever."""
    with transaction.atomic():
        conversation = lock(number)
        mailbox = conversation.mailbox
        if mailbox is None or not (mailbox.asks_solved and mailbox.is_active and mailbox.gives_page):
            return None
        if not queries.may_be_written_to(conversation):
            return None
        said = say_by_itself(conversation, Occasion.SOLVED, _words, about=number, at=at)
        if said is None:
            return None
        Question.objects.create(conversation=conversation, asked_at=at)
        tell(Kind.QUESTION_ASKED, conversation, at=at, about={"message": said.pk})
        change(conversation, at=at)
    return said


def _words() -> str:
    return _("We believe that this is solved. Is it? One tap tells us; we ask only this once.")


def answer(opened: Opened, *, solved: bool, work: str, words: str = "", once: str, at: datetime) -> None:
    """It is known whether it was solved and how much work it was. Not solved: it is open again, and its owner hears.

    Answered once a matter: the same again is the same answer; another, or other words, are refused. Raises Refused.
    """
    if work not in (*Question.Work.values, ""):
        raise Refused(_("How much work was it for you? Choose one."))
    if why := _why_not_answer(opened.conversation, queries.question_in(opened.conversation)):
        raise Refused(why)
    with transaction.atomic():
        # First, for whoever files mail holds all filing before any conversation.
        is_said = solved or _said(opened, Spoken(words.strip() or _("This is not solved."), once=once), at=at)
        conversation = lock_followed(opened.conversation.pk)
        question = queries.question_in(conversation) or Question.objects.create(conversation=conversation)
        if question.answered_at is not None:
            if is_said and (question.solved, question.work) == (solved, work):
                return
            raise Refused(answered_already())
        fields = {"solved": solved, "work": work, "answered_at": at, "team_id": conversation.team_id}
        Question.objects.filter(pk=question.pk).update(**fields)
        about = {"solved": solved, "work": work, "question": question.pk}
        tell(Kind.QUESTION_ANSWERED, conversation, at=at, about=about)


def _said(opened: Opened, spoken: Spoken, *, at: datetime) -> bool:
    """Whether they had said just that before; it is said now, at the latest."""
    return write(opened, spoken, at=at).is_duplicate


def may_answer(conversation: Conversation) -> bool:
    """Whether the question stands and is not answered yet. Three queries at most."""
    question = queries.question_in(conversation)
    return (question is None or question.answered_at is None) and not _why_not_answer(conversation, question)


def _why_not_answer(conversation: Conversation, question: Question | None) -> str:
    """Empty while the question stands: it was asked by mail, or the page still asks it."""
    if question is not None and question.same_as_id is not None:
        return answered_already()
    if question is None and not queries.may_be_asked(conversation):
        return _("There is nothing to answer here now. Write to us below: it reaches us.")
    return ""


def answered_already() -> str:
    """What who answers twice reads."""
    return _("You have answered this already. Write to us whenever you like: it reaches us.")


def carry(source: Conversation, target: Conversation) -> None:
    """What was split off a matter that was asked is not asked again."""
    found = queries.question_in(source)
    if found is not None:
        Question.objects.get_or_create(conversation=target, defaults={"same_as": found})
