"""What we say to the customer about our word. Pure; no passive voice, nothing that is not true."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from html import escape

from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from makegood.conversations.models import Conversation
from makegood.promises.models import Promise

CAME = {
    "shipped": "It has shipped.",
    "arrived": "It has arrived here.",
    "delivered": "It has been delivered.",
    "repaired": "It is repaired.",
    "paid": "The payment is through.",
    "answered": "Our partner has answered.",
}


def spoken(at: datetime, *, zone: tzinfo) -> str:
    """A moment as one writes it to a customer: "Thursday 19 November, 17:00"."""
    return in_words(at.astimezone(zone), "l j F, H:i")


def not_kept(promise: Promise, conversation: Conversation, *, zone: tzinfo) -> str:
    """What we said, that we have not told them it is done, and who has it now: one sentence."""
    said = _("We said to you: “%(what)s”, by %(when)s") % _said(promise, zone)
    return said + _("; we have not told you that it is done, and %(who)s has it now.") % {"who": _who(conversation)}


def kept_after_all(promise: Promise, *, zone: tzinfo) -> str:
    """Who was told that it is not done hears when it was."""
    done = promise.kept_at or promise.due_at
    said = _("We wrote that we had not told you whether this is done: “%(what)s”.") % {"what": promise.what}
    return said + " " + _("It was done on %(when)s.") % {"when": spoken(done, zone=zone)}


def came(promise: Promise) -> str:
    """What they waited for has happened."""
    said = _("We said to you: “%(what)s”.") % {"what": promise.what}
    return f"{said} {_(CAME.get(promise.event, ''))}".strip()


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
