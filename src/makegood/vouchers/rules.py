"""What may be done with a voucher, and why not, in words. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.base.words import in_words, word
from makegood.vouchers.models import State

GUESSES, FROM_ONE_PLACE, WITHIN = 10, 40, timedelta(minutes=15)
LONGEST_LIFE = timedelta(days=3660)


class Refused(Exception):
    """It cannot be done; the message says why, and what to do, in words."""


class NoSuchVoucher(Refused):
    """No voucher of ours has that code. Whoever asked too often waits: say so with `acts.guessed`."""


class TooManyGuesses(Refused):
    """Somebody tried too many codes that are none."""


def ends_at(expires_on: date | None, zone: str) -> datetime | None:
    """The first moment at which it has run out, by the clock of its bearer; None: it never does."""
    if expires_on is None:
        return None
    day = expires_on + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def stands(balance: int, value: int) -> State:
    """What a voucher is that has not ended, by what is left on it."""
    if balance <= 0:
        return State.USED
    return State.ISSUED if balance == value else State.PART_USED


def why_not_issue(value: Money, *, expires_on: date | None, today: date) -> str:
    """Empty when such a voucher may be issued; else why not."""
    if value.minor <= 0:
        return _("A voucher is worth something.")
    return _why_not_until(expires_on, today)


def why_not_use(state: str, *, expires_on: date | None, has_run_out: bool) -> str:
    """Empty when money may be taken off it; else why not."""
    if state == State.VOIDED:
        return _("This voucher is void. Nothing can be taken off it.")
    if state == State.USED:
        return _("This voucher is used up.")
    if state == State.EXPIRED or has_run_out:
        day = in_words(expires_on, word("j F Y")) if expires_on else ""
        return _("This voucher ran out on %(day)s. A lead may make it valid again.") % {"day": day}
    return ""


def why_not_take(amount: Money, *, balance: Money) -> str:
    """Empty when so much may be taken off a voucher that is good; else why not."""
    if amount.currency != balance.currency:
        return _("This voucher is in %(currency)s.") % {"currency": balance.currency}
    if amount.minor <= 0:
        return _("Type how much is to be taken off.")
    if amount > balance:
        return _("There is only %(balance)s left on it.") % {"balance": balance.in_words()}
    return ""


def why_not_revive(state: str, *, expires_on: date | None, today: date, leads: bool) -> str:
    """Empty when a voucher that ran out may be good again until then; else why not."""
    if not leads:
        return _("A lead makes a voucher valid again.")
    if state != State.EXPIRED:
        return _("This voucher has not run out.")
    return _why_not_until(expires_on, today)


def why_not_void(state: str, *, leads: bool) -> str:
    """Empty when it may be made void; else why not."""
    if not leads:
        return _("A lead of the location that gave it makes a voucher void.")
    if state == State.EXPIRED:
        return _("This voucher has run out: nothing can be taken off it any more.")
    return _("This voucher is used up.") if state == State.USED else ""


def why_not_give_back(state: str, *, leads: bool) -> str:
    """Empty when what was taken off may be put back; else why not."""
    if not leads:
        return _("A lead of the location where it was taken puts it back.")
    if state == State.VOIDED:
        return _("This voucher is void. Give a new one instead.")
    return _("This voucher has run out. Make it valid again first.") if state == State.EXPIRED else ""


def why_not_try(by_agent: int, from_there: int) -> str:
    """Empty when somebody may try another code; else why not. What counts is wrong codes of the last 15 minutes."""
    if by_agent < GUESSES and from_there < FROM_ONE_PLACE:
        return ""
    return _("Too many codes were tried that are none. Wait a quarter of an hour; the admins have been told.")


def _why_not_until(expires_on: date | None, today: date) -> str:
    if expires_on is None:
        return ""
    if expires_on < today:
        return _("Its last day has to lie ahead.")
    return _("Choose a day within ten years.") if expires_on - today > LONGEST_LIFE else ""
