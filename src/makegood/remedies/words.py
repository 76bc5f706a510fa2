"""What we say about a remedy: to the customer, plainly and in their language, and to each other. Pure."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.base import clockwords
from makegood.remedies.models import Remedy, RemedyKind
from makegood.remedies.wish import Wish
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from makegood.vouchers.showing import terms

# To the customer: once they have it at once, and when it comes later.
NOW = {
    RemedyKind.REFUND: noop("We give you %(value)s back."),
    RemedyKind.STORE_CREDIT: noop("We credit you %(value)s, to use with us whenever you like."),
    RemedyKind.VOUCHER: noop("You get a voucher over %(value)s from us, good at every place of ours."),
    RemedyKind.REPLACEMENT: noop("We replace it, free of charge."),
    RemedyKind.PARTS: noop("You get the parts from us, free of charge."),
    RemedyKind.REPAIR: noop("We repair it, free of charge."),
    RemedyKind.WAIVER: noop("You need not pay %(value)s; we waive it."),
    RemedyKind.GIFT: noop("We have something for you, as a gift."),
}
LATER = {
    RemedyKind.REFUND: noop("We pay you %(value)s back."),
    RemedyKind.REPLACEMENT: noop("We send you a new one, free of charge."),
    RemedyKind.PARTS: noop("We send you the parts, free of charge."),
    RemedyKind.REPAIR: noop("We repair it, free of charge."),
    RemedyKind.GIFT: noop("We send you something, as a gift."),
}
FOR_THING = {
    RemedyKind.REPLACEMENT: noop("We send you a new one in place of this, free of charge: %(thing)s."),
    RemedyKind.PARTS: noop("We send you parts for this, free of charge: %(thing)s."),
    RemedyKind.REPAIR: noop("We repair this, free of charge: %(thing)s."),
}
# Among ourselves, in a list or an event.
SHORT = {
    RemedyKind.REFUND: noop("%(value)s refund"),
    RemedyKind.STORE_CREDIT: noop("%(value)s store credit"),
    RemedyKind.VOUCHER: noop("a voucher over %(value)s"),
    RemedyKind.REPLACEMENT: noop("a replacement worth %(value)s"),
    RemedyKind.PARTS: noop("parts worth %(value)s"),
    RemedyKind.REPAIR: noop("a repair worth %(value)s"),
    RemedyKind.WAIVER: noop("%(value)s waived"),
    RemedyKind.GIFT: noop("a gift worth %(value)s"),
}


def usual(wish: Wish, *, language: str) -> str:
    """The sentence that says it to the customer, unless its author has a better one."""
    kind = RemedyKind(wish.kind)
    with translation.override(language):
        thing = wish.called
        later = (thing and FOR_THING.get(kind)) or LATER.get(kind)
        return _(later if wish.due_at and later else NOW[kind]) % {
            "value": wish.value.in_words(language),
            "thing": thing,
        }


def promised(remedy: Remedy) -> str:
    """The same as a promise says it: its own words, without a full stop."""
    return (remedy.words.strip().rstrip(".") or remedy.words)[:300]


def short(kind: str, value: str) -> str:
    """What is given, in a few words of the reader's language; `value` as the reader writes money."""
    return _(SHORT[RemedyKind(kind)]) % {"value": value}


def voucher_mail(voucher: Voucher) -> str:
    """The mail with the code, in the language that is active."""
    about = {"value": voucher.value.in_words(), "code": code_of(voucher)}
    said = _("Here is your voucher over %(value)s: %(code)s") % about
    return f"{said}\n\n{' '.join(terms(voucher))}"


def given_already(before: Remedy, *, now: datetime) -> str:
    """What they were given for the same thing, and whether another is meant."""
    when = clockwords.past(before.granted_at, now=now, zone=timezone.get_current_timezone())
    said = {"what": short(before.kind, before.value_money.in_words()), "when": when, "who": str(before.granted_by)}
    return _("They were given %(what)s for this, %(when)s, by %(who)s. Give another?") % said
