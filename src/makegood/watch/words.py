"""What we say of an order, before anybody asks. Pure; nothing that is not true, and nobody is blamed."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from makegood.promises.words import spoken
from makegood.watch.rules import Trouble, Why


def subject(number: str) -> str:
    """What the conversation is called."""
    return _("Your order %(number)s") % {"number": number}


def mail(trouble: Trouble, *, name: str, number: str, due_at: datetime, zone: tzinfo, gift: str = "") -> str:
    """The whole mail: what is the matter, by when what happens, and what we give for it, "" nothing."""
    about = {"number": number, "day": _day(trouble.day) if trouble.day else "", "when": spoken(due_at, zone=zone)}
    first = name.strip().partition(" ")[0]
    greeting = _("Hello %(name)s,") % {"name": first} if first else _("Hello,")
    return "\n\n".join(filter(None, [greeting, _what(trouble) % about, gift, _ends() % about]))


def making_up(gift: str, *, number: str) -> str:
    """The mail that only says what we give, for a day has come that is too late to say nothing."""
    return _("Your order %(number)s still takes longer, and we are sorry.") % {"number": number} + f"\n\n{gift}"


def _what(trouble: Trouble) -> str:
    if trouble.why is Why.SILENT:
        return _(
            "Your order %(number)s has left us, but its carrier has told us nothing for some days. We ask them where "
            "it is, and write to you by %(when)s at the latest."
        )
    if trouble.day is None:
        return _(
            "Your order %(number)s takes longer than we told you, and we are sorry. We do not know yet when it leaves. "
            "We find out, and write to you with a day by %(when)s at the latest."
        )
    return _(
        "Your order %(number)s takes longer than we told you, and we are sorry. It leaves us by %(day)s. You hear from "
        "us as soon as it does."
    )


def _ends() -> str:
    return _("You need do nothing. If that does not suit you, just answer this mail.")


def has_come(number: str, event: str, *, more: str) -> str:
    """It has left us, or arrived; `more` stands beneath, such as the number of a parcel."""
    left, arrived = _("Your order %(number)s has left us."), _("Your order %(number)s has been delivered.")
    said = (left if event == "shipped" else arrived) % {"number": number}
    return f"{said}\n\n{more}" if more else said


def promised(trouble: Trouble, number: str) -> str:
    """What we give our word for."""
    about = {"number": number}
    if trouble.why is Why.SILENT:
        return _("We find out where your order %(number)s is, and write to you") % about
    if trouble.day is None:
        return _("We write to you with a day for your order %(number)s") % about
    return _("Your order %(number)s leaves us") % about


def reason(trouble: Trouble) -> str:
    """Why there is another time."""
    return _("The order takes longer: %(day)s") % {
        "day": _day(trouble.day) if trouble.day else _("no day is known yet")
    }


def _day(day: date) -> str:
    return in_words(day, "l j F")
