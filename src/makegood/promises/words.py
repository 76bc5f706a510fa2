"""What we say to the customer about our word. Pure; no passive voice, nothing that is not true."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from html import escape

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.conversations.models import Conversation
from makegood.promises.models import Promise

CAME = {
    "shipped": noop("It has shipped."),
    "arrived": noop("It has arrived here."),
    "delivered": noop("It has been delivered."),
    "repaired": noop("It is repaired."),
    "paid": noop("The payment is through."),
    "answered": noop("Our partner has answered."),
}


def spoken(at: datetime, *, zone: tzinfo) -> str:
    """A moment as one writes it to a customer: "Thursday 19 November, 17:00"."""
    return in_words(at.astimezone(zone), "l j F, H:i")


def not_kept(promise: Promise, conversation: Conversation, *, zone: tzinfo) -> str:
    """What we said, that we have not told them it is done, and who has it now: one sentence."""
    said = _("We said to you: “%(what)s”, by %(when)s; we have not told you that it is done, and %(who)s has it now.")
    return said % (_said(promise, zone) | {"who": _who(conversation)})


def kept_after_all(promise: Promise, *, done_at: datetime, zone: tzinfo) -> str:
    """Who was told that it is not done hears when it was."""
    said = _("We wrote that we had not told you whether this is done: “%(what)s”.") % {"what": promise.what}
    return said + " " + _("It was done on %(when)s.") % {"when": spoken(done_at, zone=zone)}


def came(promise: Promise, *, more: str = "") -> str:
    """What they waited for has happened; `more` stands beneath, such as the number of a parcel."""
    said = _("We said to you: “%(what)s”.") % {"what": promise.what}
    said = f"{said} {_(CAME.get(promise.event, ''))}".strip()
    return f"{said}\n\n{more}" if more else said


def passed_on(promise: Promise, *, owner: str, was: str, zone: tzinfo) -> str:
    """Who has it now, and that what we promised stands."""
    has = _("%(owner)s has this now, in place of %(was)s, and sees everything that was said.")
    stands = _("What we promised you stands: “%(what)s”, by %(when)s.") % _said(promise, zone)
    return f"{has % {'owner': owner, 'was': was}} {stands}"


def apology(promise: Promise, conversation: Conversation, *, zone: tzinfo, now: datetime) -> str:
    """A draft that owns up and gives a new word, as HTML for the composer."""
    name = conversation.customer.name
    said = _("We said to you: “%(what)s”, by %(when)s. We did not keep our word, and I am sorry.")
    again = spoken(next_noon(now, zone), zone=zone)
    lines = [
        _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        said % _said(promise, zone),
        _("I have this now, and you will hear from me by %(when)s.") % {"when": again},
    ]
    return "<div><br></div>".join(f"<div>{escape(line, quote=False)}</div>" for line in lines)


def next_noon(now: datetime, zone: tzinfo) -> datetime:
    """Noon of the next day in the zone."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(12), tzinfo=zone)


def _said(promise: Promise, zone: tzinfo) -> dict[str, str]:
    return {"what": promise.what, "when": spoken(promise.due_at, zone=zone)}


def _who(conversation: Conversation) -> str:
    team = conversation.team
    if conversation.owner is None:
        return _("the team %(team)s, %(place)s,") % {"team": team.name, "place": team.location.name}
    return str(conversation.owner)
