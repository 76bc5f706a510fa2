"""What stands for a private thing, for people."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from makegood.base.masking.finding import Found, Kind, Known, Why, find
from makegood.base.masking.marks import shown, with_marks


def word_for(kind: str) -> str:
    """What stands for such a thing, in the language that is on."""
    return {
        Kind.MAIL: _("[mail address]"),
        Kind.LINK: _("[web address]"),
        Kind.PHONE: _("[telephone number]"),
        Kind.ADDRESS: _("[address]"),
        Kind.BIRTH: _("[date of birth]"),
        Kind.STAFF: _("[name]"),
        Kind.CUSTOMER: _("[name]"),
        Kind.NAME: _("[name]"),
    }.get(Kind(kind), _("[number]"))


def unmarked(text: str, found: Sequence[Found]) -> str:
    """A text that was just masked, with a word for each mark, for good, in the language that is on."""
    return shown(text, {number: word_for(one.kind) for number, one in enumerate(found, 1)}, otherwise="[…]")


def masked(text: str, known: Known) -> str:
    """An answer of ours without what is private, a word instead of each. Products are named in one, as people are:
    what only looks like a name stays, so somebody reads it before others do."""
    found = [one for one in find(text, known) if one.why != Why.LOOKS]
    return unmarked(with_marks(text, found), found)
