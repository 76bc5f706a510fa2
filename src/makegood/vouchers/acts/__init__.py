"""Every change to a voucher: issue, redeem, give back, expire, revive, void; and codes that are none."""

from makegood.vouchers.acts.ending import expire, revive, take_back, void
from makegood.vouchers.acts.guessing import guessed, refuse_guesser
from makegood.vouchers.acts.issuing import issue
from makegood.vouchers.acts.looking import look
from makegood.vouchers.acts.redeeming import give_back, redeem

__all__ = [
    "expire",
    "give_back",
    "guessed",
    "issue",
    "look",
    "redeem",
    "refuse_guesser",
    "revive",
    "take_back",
    "void",
]
