"""What stands in a mail beside the customer's page: a line to say thanks, or the one question after closing."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation
from makegood.conversations.queries import OutgoingMail, tongue_for
from makegood.conversations.rules import UNASKED
from makegood.kudos.queries import given_in

Links = tuple[tuple[str, str], ...]


def more_links(mail: OutgoingMail, page: str) -> Links:
    """Words and address of each such line, in the customer's language; `page` is the address of theirs."""
    with translation.override(tongue_for(mail.conversation)):
        if mail.once.startswith(f"{UNASKED}{Occasion.SOLVED}:"):
            return (
                (_("Yes, it is solved:"), f"{page}/solved?it=yes"),
                (_("No, it is not:"), f"{page}/solved?it=no"),
            )
        if mail.mailbox.gives_thanks and not mail.is_automatic and not _has_thanked(mail.conversation):
            return ((_("Say thanks, in two taps:"), "/thanks/".join(page.rsplit("/t/", 1))),)
    return ()


def _has_thanked(number: int) -> bool:
    return given_in(Conversation(pk=number)) is not None
