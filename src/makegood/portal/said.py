"""What customers press on their page, read from the form and done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.conversations import acts
from makegood.conversations.acts import Spoken
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes, time_said
from makegood.escalations.acts import take_higher_saying
from makegood.kudos.acts import thank
from makegood.portal.page import files_of

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
    acts.wish(opened.conversation, wishes_of(request.POST), at=at)


def _unwish(request: HttpRequest, opened: Opened, at: datetime) -> None:
    acts.unwish(opened.conversation, _number(request.POST.get("event", "")), at=at)


def wishes_of(said: QueryDict) -> Wishes:
    """How they want to be reached, as the form says it. Raises Refused for what is no time."""
    return Wishes(
        way=said.get("way", ""),
        call_from=_time(said.get("from", "")),
        call_until=_time(said.get("until", "")),
        only_changes="only_changes" in said,
        avoids=tuple(sorted({_number(one) for one in said.getlist("avoid")})),
        words=" ".join(said.get("words", "").split()),
        is_here="here" in said,
    )


def _time(text: str) -> time | None:
    """A time of day; None: none was said."""
    try:
        return time_said(text)
    except ValueError:
        raise Refused(_("That is no time of day. Write it as 18:00.")) from None


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
}
