"""Single parts: a piece of the body, or a file."""

from __future__ import annotations

import re

from makegood.channels.mail.reading import flowed, names, transfer, winmail
from makegood.channels.mail.reading.charsets import decode, decode_html
from makegood.channels.mail.reading.contents import Contents, File, Segment
from makegood.channels.mail.reading.headers import Headers
from makegood.channels.mail.reading.parameters import Labelled
from makegood.channels.mail.reading.partheads import file_name, first, labelled_header
from makegood.channels.mail.reading.reports import add_fields
from makegood.channels.mail.reading.tree import Part

ENCRYPTED = "This mail is encrypted and cannot be read here."

_HTML_START = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S)
_LOOSE_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_PLAIN_TYPES = frozenset({"text/plain", "text/ascii", "text/text", "text/markdown", "text/x-markdown", "text/unknown"})
_ENRICHED_TYPES = frozenset({"text/enriched", "text/richtext"})
_BODY_TYPES = _PLAIN_TYPES | _ENRICHED_TYPES | {"text/html", "text/x-amp-html"}
_SEALED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


def add_leaf(part: Part, kind: str, into: Contents, *, within: str) -> None:
    """The part is a piece of the body or a file. `within` is the kind of multipart that it stands in, "" for none."""
    content = transfer.content(part)
    if kind.startswith("multipart/"):
        # It has no parts that could be told apart: whatever it holds is shown as it is.
        add_text(decode(content), into)
        return
    if within and not into.returned and first(part, "message-id"):
        # A returned mail whose part forgot to say that it is one: its headers stand where the part's belong.
        into.returned = Headers(part.raw_items())
    described = labelled_header(part, "content-type")
    disposition = labelled_header(part, "content-disposition")
    if kind in _BODY_TYPES and _is_body(part, disposition, into, within):
        _add_body(content, kind, described, into)
        return
    add_fields(content, kind, into)
    if kind == "text/calendar":
        into.invite = into.invite or decode(content, described.parameters.get("charset", ""))
    _add_file(_file(part, kind, content, disposition.value, within), into)


def _add_file(file: File, into: Contents) -> None:
    if file.type in _SEALED_TYPES and not into.segments:
        into.problem("The content of this mail is sealed in S/MIME and cannot be read here.")
    if (file.type in _TNEF_TYPES or file.name.lower() == "winmail.dat") and _open_winmail(file.content, into):
        return
    if file.content or file.name or not file.type.startswith("text/"):
        file.name = file.name or into.invented(file.type)
        into.files.append(file)


def _file(part: Part, kind: str, content: bytes, disposition: str, within: str) -> File:
    cid = "".join(first(part, "content-id").strip(" <>\t\r\n")[:500].split())
    return File(names.safe(file_name(part)), kind, content, cid, disposition, within == "multipart/related")


def _is_body(part: Part, disposition: Labelled, into: Contents, within: str) -> bool:
    """True for text that is meant to be read here. A first part may have a name in the old place all the same."""
    if disposition.value.startswith("attachment"):
        return False
    if within in ("", "multipart/alternative") or not file_name(part):
        return True
    return not disposition.parameters and not into.segments


def _add_body(content: bytes, kind: str, described: Labelled, into: Contents) -> None:
    label = described.parameters.get("charset", "")
    if not label and "charset" in described.value:
        loose = _LOOSE_CHARSET.search(described.value)
        label = loose[1] if loose else ""
    if kind == "text/html":
        html = decode_html(content, label).replace("\0", "")
        into.segments.extend([Segment(html=html)] * bool(html.strip()))
    elif kind != "text/x-amp-html":
        text = decode(content, label).replace("\r\n", "\n").replace("\r", "\n")
        add_text(_restored(text, kind, described), into)


def _restored(text: str, kind: str, described: Labelled) -> str:
    if kind in _ENRICHED_TYPES:
        return flowed.unenriched(text)
    if described.parameters.get("format", "").lower() == "flowed":
        return flowed.unflowed(text, delsp=described.parameters.get("delsp", "").lower() == "yes")
    return text


def add_text(text: str, into: Contents) -> None:
    """The text is a segment, without the files that stood uuencoded in it; HTML in disguise is HTML."""
    text = text.replace("\0", "")
    if _HTML_START.match(text):
        into.segments.append(Segment(html=text))
        return
    text, files = transfer.without_uuencoded(text)
    for name, content in files:
        into.add_file(name, content)
    if "-----BEGIN PGP MESSAGE-----" in text:
        into.problem(ENCRYPTED)
    if text.strip():
        into.segments.append(Segment(text=text))


def _open_winmail(content: bytes, into: Contents) -> bool:
    """True when the Outlook bag could be opened and held something: its files and its body are ours then."""
    try:
        bag = winmail.opened(content)
    except Exception as error:  # a damaged bag makes its parser raise anything; the file is kept then
        into.problem(f"The Outlook attachment winmail.dat could not be opened ({type(error).__name__}).")
        return False
    for name, inner in bag.files:
        into.add_file(name, inner)
    if not bag.files and not bag.text.strip() and not bag.html.strip():
        return False
    if not into.segments and (bag.text.strip() or bag.html.strip()):
        into.segments.append(Segment(bag.text, bag.html))
    return True
