"""The page with the code that goes along with a voucher's mail: drawn and kept before anything is held."""

from __future__ import annotations

from makegood.base import files
from makegood.conversations.acts.writing import Enclosed
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Message
from makegood.conversations.queries import tongue_for
from makegood.conversations.rules import UNASKED
from makegood.remedies.models import Remedy, RemedyKind
from makegood.vouchers import showing
from makegood.vouchers.models import LIVE
from makegood.vouchers.queries import of_remedies


def page_of(pk: int) -> Enclosed | None:
    """The PDF of the voucher that this remedy gave, in the customer's language; None: no mail is to bring it.

    Outside any transaction, for drawing takes time.
    """
    remedy = Remedy.objects.filter(pk=pk, kind=RemedyKind.VOUCHER, told_at__isnull=False).first()
    voucher = of_remedies([pk]).get(pk) if remedy else None
    was_sent = Message.objects.filter(once=f"{UNASKED}{Occasion.VOUCHER}:{pk}").exists()
    if remedy is None or voucher is None or voucher.state not in LIVE or was_sent:
        return None
    tongue = tongue_for(remedy.conversation_id)
    drawn = showing.pdf(voucher, language=tongue)
    return Enclosed(showing.file_name(voucher, language=tongue), "application/pdf", len(drawn), files.keep(drawn))
