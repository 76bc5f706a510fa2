"""Every change to orders and to who tells us of them."""

from makegood.orders.acts.arriving import keep, retry, take_posted
from makegood.orders.acts.looking import Look, look
from makegood.orders.acts.moving import move
from makegood.orders.acts.sources import Made, add, change, named, renew_secret, switch
from makegood.orders.acts.taking import Taken, Wrong, take_in
from makegood.orders.acts.tying import tie, untie

__all__ = [
    "Look", "Made", "Taken", "Wrong", "add", "change", "keep", "look", "move", "named", "renew_secret", "retry",
    "switch", "take_in", "take_posted", "tie", "untie",
]  # fmt: skip
