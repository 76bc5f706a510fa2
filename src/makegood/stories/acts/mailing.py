"""Mails to a teller: planned in the act that causes them, sent by the mail channel."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda import acts as agenda
from makegood.stories.models import Letter, Story, StoryMail


def write_to_teller(story: Story, letter: Letter, *, at: datetime) -> None:
    """A mail of that kind leaves soon; one that has not left yet is overtaken by it."""
    StoryMail.objects.filter(story=story, sent_at=None).delete()
    mail = StoryMail.objects.create(story=story, letter=letter, at=at)
    agenda.plan("story_mail", f"story_mail:{mail.pk}", run_at=at, about={"mail": mail.pk})


def mail_sent(pk: int, *, at: datetime) -> None:
    """It has left."""
    StoryMail.objects.filter(pk=pk, sent_at=None).update(sent_at=at, failed="")


def mail_failed(pk: int, *, reason: str) -> None:
    """It will not leave, and moderators see why."""
    StoryMail.objects.filter(pk=pk, sent_at=None).update(failed=reason[:500])
