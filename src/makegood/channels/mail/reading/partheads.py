"""What the headers of a part say about it."""

from __future__ import annotations

import re

from makegood.channels.mail.reading.parameters import Labelled, labelled
from makegood.channels.mail.reading.tree import Part
from makegood.channels.mail.reading.words import readable, unfold

_FILE_LOCATION = re.compile(r"[^?]*\.\w{1,5}")


def first(part: Part, name: str) -> str:
    """The first header of that name, unfolded and readable; cheaper than asking for a Header object."""
    wanted = name.lower()
    for one, value in part.raw_items():
        if one.lower() == wanted:
            return readable(unfold(str(value)))
    return ""


def labelled_header(part: Part, name: str) -> Labelled:
    """The first header of that name, taken apart."""
    value = first(part, name)
    return labelled(value) if value else Labelled("")


def file_name(part: Part) -> str:
    """The name that the sender gave the file: RFC 2183 first, then what older programs wrote."""
    name = labelled_header(part, "content-disposition").parameters.get("filename", "")
    name = name or labelled_header(part, "content-type").parameters.get("name", "")
    location = "" if name else first(part, "content-location")
    return name or (location if _FILE_LOCATION.fullmatch(location) else "")
