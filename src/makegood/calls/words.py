"""What we write to a customer whom we could not reach by phone. Pure; nothing that is not true."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def not_reached(*, name: str, tries: int, number: str, house: str) -> str:
    """That we called, how often, and how to reach us instead."""
    hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    called = ngettext(
        "you asked us to call you back. We called %(number)s, and nobody answered.",
        "you asked us to call you back. We called %(number)s %(tries)d times, and nobody answered.",
        tries,
    ) % {"number": number, "tries": tries}
    say = _("Write to us in answer to this mail, or tell us when to call you, and on which number.")
    return "\n\n".join([hello, called, say, house]).strip()
