"""How the floors above have a say when somebody's working time changes, in the same transaction.

A package above implements what concerns it; settings.DUTY_WATCHERS names them in order. What changes by itself, when
a shift ends, is no act: `queries.next_change` says when to look again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.people.rules import Post, StillNeeded


class Watching:
    """What a package above may want to hear. Each is called once the change is written, and does nothing here."""

    def why_not(self, agents: Collection[int], *, at: datetime) -> str:
        """Why their working time may not be as it is written now, in words that say what to do first.

        Then nothing changes; unless an admin insists, who is told in `forced`.
        """
        return ""

    def why_not_take(self, post: Post, *, at: datetime) -> str:
        """Why somebody may not lose this post, which they have no more, in words that say what to do first."""
        return ""

    def changed(self, agents: Collection[int], *, at: datetime) -> None:
        """Their rosters, shifts, absences, substitutes, what they say of themselves, or that they work here, is new."""

    def forced(self, agents: Collection[int], *, at: datetime) -> None:
        """The same, though there was a reason against it: somebody was ill, and an admin said so."""


@cache
def everyone() -> tuple[Watching, ...]:
    """Those who have a say, in the order of the settings."""
    return tuple(import_string(name)() for name in settings.DUTY_WATCHERS)


def changed(agents: Collection[int], *, at: datetime, insists: bool = False) -> None:
    """All of them know. Raises StillNeeded with the first reason against it, unless an admin insists."""
    _settled(agents, (one.why_not(agents, at=at) for one in everyone()), at=at, insists=insists)


def post_taken(agent: int, post: Post, *, at: datetime, insists: bool = False) -> None:
    """All of them know that the agent holds the post no more. Raises as `changed`."""
    _settled([agent], (one.why_not_take(post, at=at) for one in everyone()), at=at, insists=insists)


def _settled(agents: Collection[int], reasons: Iterable[str], *, at: datetime, insists: bool) -> None:
    why = next(filter(None, reasons), "")
    if why and not insists:
        raise StillNeeded(why)
    for one in everyone():
        (one.forced if why else one.changed)(agents, at=at)
