"""A voucher to hold in one's hand: its QR code, and a page to print. Nothing here changes anything."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.base.words import in_words, word
from makegood.people.queries import company
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of

PAGE = Path(__file__).parent / "voucher.typ"


def qr(voucher: Voucher) -> str:
    """The code as a picture that every till's scanner reads: an SVG of its own, with the code as its title."""
    code, picture = code_of(voucher), io.BytesIO()
    drawn = segno.make_qr(code.replace("-", ""), error="q")
    drawn.save(picture, kind="svg", border=2, scale=4, xmldecl=False, title=code, omitsize=True)
    return picture.getvalue().decode()


def pdf(voucher: Voucher, *, language: str) -> bytes:
    """A page of A6 to print or to send along, in the customer's language, readable by screen readers."""
    import typst  # 40 MB once it is there, and most processes never make one

    with translation.override(language):
        said = json.dumps(_said(voucher, language))
    made: bytes = typst.compile(PAGE.read_bytes(), format="pdf", sys_inputs={"voucher": said})
    return made


def file_name(voucher: Voucher, *, language: str) -> str:
    """What the page is called where somebody saves it: nothing that tells its code."""
    with translation.override(language):
        return f"{_('Voucher')} {voucher.value.decimal:f} {voucher.currency}.pdf"


@dataclass(frozen=True, slots=True)
class Held:
    """A voucher as whoever has it sees it: its code, the same as a picture, what is left on it, and what holds."""

    code: str
    picture: str
    left: Money
    terms: str


def held(voucher: Voucher) -> Held:
    """The same, in the language of now."""
    left = Money(voucher.balance_minor, voucher.currency)
    return Held(code_of(voucher), picture(voucher), left, " ".join(terms(voucher)))


def _said(voucher: Voucher, language: str) -> dict[str, Any]:
    house, name = company(), voucher.customer.name
    return {
        "language": language.partition("-")[0],
        "company": house.name if house else "",
        "title": _("Voucher"),
        "value": voucher.value.in_words(),
        "whose": _("for %(name)s") % {"name": name} if name else "",
        "code": code_of(voucher),
        "qr": qr(voucher),
        "terms": " ".join(terms(voucher)),
    }


def picture(voucher: Voucher) -> str:
    """The same QR code as an address that holds the picture, for a page that loads nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(qr(voucher).encode()).decode()}"


def terms(voucher: Voucher) -> list[str]:
    """Where it is good, how often and until when, one sentence each, in the language of now."""
    said = [_("Good at every location of ours.")]
    if voucher.is_single:
        said.append(_("For one purchase: what is not spent in it lapses."))
    else:
        said.append(_("What is not spent stays on it."))
    if voucher.expires_on:
        said.append(_("Valid until %(day)s.") % {"day": in_words(voucher.expires_on, word("j F Y"))})
    return said
