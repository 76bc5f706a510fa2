"""What customers press on their page, read from the form and done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.conversations import acts
from makegood.conversations.acts import Spoken
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import wishes_said
from makegood.escalations.acts import take_higher_saying
from makegood.kudos.acts import thank
from makegood.portal.page import files_of
from makegood.stories.acts import withdraw
from makegood.stories.queries import of_page

Act = Callable[[HttpRequest, Opened, datetime], None]


def act(request: HttpRequest, opened: Opened, *, at: datetime) -> None:
    """What they chose is done. Raises Refused, in words."""
    chosen = ACTS.get(request.POST.get("do", ""))
    if chosen is None:
        raise Refused(_("Choose what you want to do."))
    chosen(request, opened, at)


def _spoken(request: HttpRequest) -> Spoken:
    once = request.POST.get("once", "")[:40] or secrets.token()
    return Spoken(request.POST.get("text", ""), files_of(request), once)


def _write(request: HttpRequest, opened: Opened, at: datetime) -> None:
    acts.write(opened, _spoken(request), at=at)


def _unsolved(request: HttpRequest, opened: Opened, at: datetime) -> None:
    spoken = _spoken(request)
    text = spoken.text if spoken.text.strip() or spoken.files else _("This is not solved.")
    acts.write(opened, Spoken(text, spoken.files, spoken.once), at=at)


def _higher(request: HttpRequest, opened: Opened, at: datetime) -> None:
    take_higher_saying(opened, _spoken(request), at=at)


def _thanks(request: HttpRequest, opened: Opened, at: datetime) -> None:
    thank(opened, agent=_number(request.POST.get("whom", "")), words=request.POST.get("text", ""), at=at)


def _wish(request: HttpRequest, opened: Opened, at: datetime) -> None:
    acts.wish(opened.conversation, wishes_said(request.POST), at=at)


def _unwish(request: HttpRequest, opened: Opened, at: datetime) -> None:
    acts.unwish(opened.conversation, _number(request.POST.get("event", "")), at=at)


def _untell(request: HttpRequest, opened: Opened, at: datetime) -> None:
    story = of_page(opened)
    if story is not None:
        withdraw(story, at=at)


def _number(text: str) -> int:
    """The number, 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


ACTS: dict[str, Act] = {
    "write": _write,
    "higher": _higher,
    "unsolved": _unsolved,
    "thanks": _thanks,
    "wish": _wish,
    "unwish": _unwish,
    "untell": _untell,
}
