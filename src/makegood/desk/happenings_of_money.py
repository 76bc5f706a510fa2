"""What became of vouchers, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from makegood.base.money import Money
from makegood.base.words import word as _
from makegood.conversations.queries import Happening

if TYPE_CHECKING:
    from makegood.desk.happenings import Names

Sentence = Callable[[Happening, "Names"], str]


def _about(words: Callable[[], str]) -> Sentence:
    """The words with the sum, the place and what is left."""

    def sentence(happening: Happening, names: Names) -> str:
        about = happening.about
        currency = about.get("currency", "EUR")
        amount, left = Money(about.get("minor", 0), currency), Money(about.get("left", 0), currency)
        said = {"amount": amount.in_words(), "left": left.in_words(), "place": about.get("place", "")}
        return words() % said

    return sentence


MONEY: dict[str, tuple[str, Sentence]] = {
    "voucher.issued": ("gift", _about(lambda: _("gave a voucher worth %(amount)s"))),
    "voucher.redeemed": (
        "gift",
        _about(lambda: _("took %(amount)s off the voucher at %(place)s; %(left)s are left")),
    ),
    "voucher.returned": ("undo", _about(lambda: _("put %(amount)s back on the voucher"))),
    "voucher.expired": ("clock-paused", _about(lambda: "\0" + _("The voucher ran out with %(amount)s left on it"))),
    "voucher.revived": ("gift", _about(lambda: _("made the voucher valid again, with %(amount)s on it"))),
    "voucher.voided": ("cross", _about(lambda: _("made the voucher void, with %(amount)s on it"))),
}
