"""Which files belong into the text, and which beside it."""

from __future__ import annotations

import re

from makegood.channels.mail.reading.contents import Contents, File
from makegood.channels.mail.reading.parameters import media_type
from makegood.conversations.letter import Attachment

_CID = re.compile(r"cid:([^\"'\s>)]+)", re.I)


def attachments(contents: Contents) -> tuple[Attachment, ...]:
    """The mail's files in order. Inline is what its HTML shows by Content-ID, and a picture that belongs to HTML."""
    html = "\n".join(segment.html for segment in contents.segments if "cid:" in segment.html.lower())
    shown = {cid.lower() for cid in _CID.findall(html)}
    has_html = any(segment.html for segment in contents.segments)
    return tuple(_attachment(one, shown, has_html=has_html) for one in contents.files)


def _attachment(file: File, shown: set[str], *, has_html: bool) -> Attachment:
    known = media_type(file.type) or "application/octet-stream"
    is_picture = known.startswith("image/") and file.related and has_html
    inline = (bool(file.cid) and file.cid.lower() in shown) or (is_picture and file.disposition != "attachment")
    return Attachment(file.name, known, file.content, inline=inline, cid=file.cid)
