"""All reads about clocks."""

from __future__ import annotations

from makegood.clocks.models import Clock


def running(conversation: int) -> list[Clock]:
    """The clocks that run on the conversation, soonest first. One query."""
    return list(Clock.objects.filter(conversation_id=conversation, ended_at=None).order_by("due_at", "pk"))


def running_about(kind: str, about: int) -> Clock | None:
    """The clock of the kind that runs for this promise, handoff or escalation; None when none does."""
    return Clock.objects.filter(kind=kind, about_id=about, ended_at=None).first()


def running_clock(pk: int) -> Clock | None:
    """The clock if it still runs; None when it ended meanwhile."""
    return Clock.objects.filter(pk=pk, ended_at=None).first()
