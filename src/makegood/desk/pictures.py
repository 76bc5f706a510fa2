"""Pictures within what is written: on the screen they have an address of ours, in a mail a Content-ID."""

from __future__ import annotations

import re
from collections.abc import Iterable

from makegood.conversations.queries import FileItem

_SHOWN = re.compile(r'(?<=src=["\'])/files/(\d{1,18})(?=["\'])')
_MAILED = re.compile(r'(?<=src=["\'])cid:([^"\'<>\s]{1,255})(?=["\'])')


def for_mail(html: str, files: Iterable[FileItem]) -> str:
    """The HTML with the Content-IDs of these files instead of their addresses; other addresses stay."""
    cids = {one.id: one.cid for one in files if one.cid}
    return _SHOWN.sub(lambda found: f"cid:{cids[int(found[1])]}" if int(found[1]) in cids else found[0], html)


def for_screen(html: str, files: Iterable[FileItem]) -> str:
    """The HTML with our addresses instead of the Content-IDs of these files; an unknown Content-ID stays."""
    ids = {one.cid: one.id for one in files if one.cid}
    return _MAILED.sub(lambda found: f"/files/{ids[found[1]]}" if found[1] in ids else found[0], html)
