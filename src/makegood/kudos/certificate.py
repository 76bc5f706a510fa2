"""Thanks on paper: a certificate that one would pin to a wall, and the sheet with the code for a place's page."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.base.words import in_words, word
from makegood.kudos.models import Kudos, Table, Way
from makegood.kudos.queries import giver_of, leads_of, places_of
from makegood.people.queries import company, has_many_places, names

HERE = Path(__file__).parent
PAPERS = {"a4": "a4", "letter": "us-letter"}
LONGEST_PIECE = 30  # letters that stand without a space, before a line may break in them
ROUND, A_LETTER = 262, 4.5  # how long the seal's circle is, and what a letter takes of it
SEAL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><defs>
<path id="round" d="M60 60m-42 0a42 42 0 1 1 84 0a42 42 0 1 1-84 0"/></defs>
<circle cx="60" cy="60" r="56" fill="none" stroke="#1b5a3c" stroke-width="1.5"/>
<circle cx="60" cy="60" r="30" fill="#1b5a3c"/><path d="m47 61 9 9.5 18-20.5" fill="none" stroke="#fff" stroke-width="5"
stroke-linecap="round" stroke-linejoin="round"/><text font-family="Libertinus Serif" font-size="11.5" fill="#1b5a3c"
letter-spacing="{spacing:.2f}"><textPath href="#round">{words}</textPath></text></svg>"""


def certificate(kudos: Kudos, *, language: str, paper: str = "a4") -> bytes:
    """One page across, as PDF, readable by screen readers, in that language and the giver's own words."""
    with translation.override(language):
        said = _said(kudos, language)
    return _compiled("certificate.typ", "thanks", said | {"paper": PAPERS[paper]})


def sheet(table: Table, *, address: str, language: str, paper: str = "a4") -> bytes:
    """A page to put on the table, as PDF: the code, and what it is for."""
    house = company()
    with translation.override(language):
        said = {
            "language": language.partition("-")[0],
            "paper": PAPERS[paper],
            "company": house.name if house else "",
            "place": table.location.name if has_many_places() else "",
            "title": _("Somebody here did well?"),
            "text": _("Say thanks: no account, no address, two taps. It reaches them in your words."),
            "address": address.partition("://")[2],
            "qr": qr(address),
        }
    return _compiled("sheet.typ", "sheet", said)


def qr(address: str) -> str:
    """The address as a picture that every phone reads: an SVG of its own."""
    picture = io.BytesIO()
    segno.make_qr(address, error="q").save(picture, kind="svg", border=2, scale=4, xmldecl=False, title=address)
    return picture.getvalue().decode()


def _compiled(page: str, name: str, said: dict[str, Any]) -> bytes:
    import typst  # 40 MB once it is there, and most processes never make one

    made: bytes = typst.compile(HERE / page, format="pdf", sys_inputs={name: json.dumps(said)}, font_paths=[_fonts()])
    return made


def _fonts() -> Path:
    """Faces for scripts that the typesetter's own lack, and for pictures among words."""
    found = find_spec("manimgx_fonts")
    return Path(found.origin).parent if found and found.origin else HERE


def _said(kudos: Kudos, language: str) -> dict[str, Any]:
    house, name = company(), str(kudos.agent)
    place = places_of({kudos.agent_id or 0}).get(kudos.agent_id or 0, "") if has_many_places() else ""
    added = kudos.added.select_related("by").order_by("pk").last()
    words = kudos.words or _("Thank you!")
    day = in_words(kudos.at, word("j F Y"))
    seal = _("a word was given · a word was kept ·")
    return {
        "language": language.partition("-")[0],
        "company": house.name if house else "",
        "title": _("Thanks to %(name)s") % {"name": name},
        "number": _("No. %(number)s") % {"number": kudos.pk},
        "lead": _("With thanks to"),
        **_directed("name", name),
        "where": _where(kudos, place),
        **_directed("words", words),
        "by": ", ".join(part for part in (_breakable(giver_of(kudos)), day) if part),
        **_directed("word", f"“{added.words}” {added.by}" if added else ""),
        "left": str(added.by) if added else _lead(kudos),
        "right": house.name if house else "",
        "seal_words": seal,
        "seal": seal_of(seal),
    }


def seal_of(words: str) -> str:
    """The seal, with the words once around it."""
    return SEAL.format(words=html.escape(words), spacing=ROUND / len(words) - A_LETTER)


def _where(kudos: Kudos, place: str) -> str:
    said = {"place": place}
    if kudos.way == Way.COLLEAGUE:
        return _("%(place)s, of whom a colleague said") % said if place else _("of whom a colleague said")
    return _("%(place)s, of whom a customer said") % said if place else _("of whom a customer said")


def _lead(kudos: Kudos) -> str:
    leads = names(set(leads_of(kudos.agent))) if kudos.agent else {}
    return next(iter(leads.values()), "")


def _directed(name: str, text: str) -> dict[str, str]:
    """The text, and whether it runs from the right: as its first letter with a direction does."""
    strong = next((way for one in text if (way := unicodedata.bidirectional(one)) in ("L", "R", "AL")), "L")
    return {name: _breakable(text), f"{name}_dir": "ltr" if strong == "L" else "rtl"}


def _breakable(text: str) -> str:
    """The same, where a line may also break within what has no space for long."""
    return re.sub(rf"\S{{{LONGEST_PIECE}}}", lambda found: f"{found[0]}\u200b", text)
