"""What became of a message on its way out, in words, beside the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from makegood.base.pages import hour
from makegood.base.words import word as _
from makegood.conversations.queries import DeliveryItem


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `failed`: it did not arrive, and `retry` is the delivery that can be tried again."""

    sign: str
    text: str
    failed: bool = False
    retry: int = 0


def lines(deliveries: Sequence[DeliveryItem], *, now: datetime) -> list[Line]:
    """One line when all copies fare alike, else one a recipient."""
    each = [_line(one, now) for one in deliveries]
    if each and not any(one.failed for one in each) and len({one.sign for one in each}) == 1:
        return each[-1:]
    if len(each) == 1:
        return each
    named = zip(deliveries, each, strict=True)
    return [Line(line.sign, f"{one.name or one.address}: {line.text}", line.failed, line.retry) for one, line in named]


def _line(one: DeliveryItem, now: datetime) -> Line:
    if one.bounced_at is not None or one.state == "stuck":
        return Line("hint", _not_delivered(one.reason), failed=True, retry=one.id)
    if one.state == "sent":
        return Line("check", _("Delivered %(time)s") % {"time": hour(one.sent_at)} if one.sent_at else _("Delivered"))
    if one.state == "retry":
        return Line(
            "clock-paused", _("Not through yet: %(reason)s We keep trying.") % {"reason": _sentence(one.reason)}
        )
    return Line("clock-calm", _("Leaves in a few seconds") if one.due_at > now else _("On its way"))


def _not_delivered(reason: str) -> str:
    if not reason:
        return _("Not delivered. Nothing is lost.")
    return _("Not delivered: %(reason)s Nothing is lost.") % {"reason": _sentence(reason)}


def _sentence(reason: str) -> str:
    reason = _(reason.strip()) if reason.strip() else ""  # kept as it was said first
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
