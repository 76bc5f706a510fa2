"""The tree of parts taken apart: what is text, what is a file, what is a report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from makegood.channels.mail.reading import flowed, names, transfer, winmail
from makegood.channels.mail.reading.charsets import decode, decode_html
from makegood.channels.mail.reading.headers import Headers
from makegood.channels.mail.reading.parameters import Labelled, labelled, media_type
from makegood.channels.mail.reading.tree import POLICY, Part
from makegood.channels.mail.reading.words import readable, unfold

_HTML_START = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S)
_LOOSE_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_PLAIN_TYPES = frozenset({"text/plain", "text/ascii", "text/text", "text/markdown", "text/x-markdown", "text/unknown"})
_ENRICHED_TYPES = frozenset({"text/enriched", "text/richtext"})
_MAIL_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_ENCRYPTED = "This mail is encrypted and cannot be read here."


@dataclass(slots=True)
class Segment:
    """One piece of the body, as text, as HTML, or both."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class File:
    """A file as found; whether it is inline is decided when all HTML is known."""

    name: str
    type: str
    content: bytes
    cid: str
    disposition: str
    related: bool


@dataclass(slots=True)
class Contents:
    """Everything in the mail, in its order."""

    segments: list[Segment] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    invite: str = ""
    returned: Headers | None = None
    statuses: list[Headers] = field(default_factory=list)
    receipt: bool = False
    feedback: Headers | None = None

    def problem(self, words: str) -> None:
        """The words are among the problems, once."""
        if words not in self.problems:
            self.problems.append(words)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part stands: in what kind of multipart ("" for the root), and how the part above is called."""

    within: str = ""


_ROOT = _Place()


def collect(root: Part) -> Contents:
    """The contents of the mail. Raises nothing that a parser of a broken part raises: such a part stays a file."""
    contents = Contents()
    _walk(root, contents, _ROOT)
    if not contents.segments and isinstance(root.preamble, str) and root.is_multipart():
        _add_text(decode(root.preamble.encode("utf-8", "surrogateescape")), contents)
    return contents


def _walk(part: Part, into: Contents, place: _Place) -> None:
    kind = media_type(part.get_content_type()) or "text/plain"
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        _multipart(part, kind, into)
    elif kind in _MAIL_TYPES and part.is_multipart():
        _returned_mail(part, into)
    elif kind.startswith("message/") and part.is_multipart():
        _report(part, kind, into)
    else:
        _leaf(part, kind, into, place)


def _children(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Part)] if isinstance(payload, list) else []


def _multipart(part: Part, kind: str, into: Contents) -> None:
    if kind == "multipart/encrypted":
        into.problem(_ENCRYPTED)
    if kind == "multipart/alternative":
        _alternative(part, into)
        return
    for child in _children(part):
        _walk(child, into, _Place(kind))


def _alternative(part: Part, into: Contents) -> None:
    """One segment: the text of the first version that has some, the HTML of the last that has some; all files."""
    text, html = "", ""
    for child in _children(part):
        version = Contents(problems=into.problems, files=into.files)
        _walk(child, version, _Place("multipart/alternative"))
        text = text or _joined_text(version.segments)
        html = _joined_html(version.segments) or html
        into.invite = into.invite or version.invite
        into.returned = into.returned or version.returned
    if text or html:
        into.segments.append(Segment(text, html))


def _joined_text(segments: list[Segment]) -> str:
    return "\n".join(one.text for one in segments if one.text.strip())


def _joined_html(segments: list[Segment]) -> str:
    return "\n".join(one.html for one in segments if one.html)


def _returned_mail(part: Part, into: Contents) -> None:
    """A mail inside the mail is a file named after its subject; a bounce finds in it what came back."""
    inner = _children(part)[0]
    raw = _inner_bytes(part, inner)
    headers = Headers(inner.raw_items())
    into.returned = into.returned or headers
    name = names.safe(_file_name(part) or f"{headers.text('subject')[:100] or 'mail'}.eml")
    into.files.append(File(name or "mail.eml", "message/rfc822", raw, "", "attachment", related=False))


def _inner_bytes(part: Part, inner: Part) -> bytes:
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding in ("base64", "quoted-printable") and not inner.items():
        # Forbidden by RFC 2046, and done: the parser took the encoded lines for a body.
        return transfer.decoded(inner.raw, encoding)
    return inner.as_bytes(policy=POLICY)


def _report(part: Part, kind: str, into: Contents) -> None:
    """The parser takes every message/* for a mail: what it made of the fields is put together again."""
    content = b"\n".join(block.as_bytes(policy=POLICY) for block in _children(part)).strip() + b"\n"
    content = transfer.decoded(content, str(part.get("content-transfer-encoding", "")))
    _reports(content, kind, into)
    if kind not in _STATUS_TYPES and not into.returned and b"\nmessage-id:" in content.lower():
        into.returned = _header_block(content)
    name = names.safe(_file_name(part)) or names.invented(kind, len(into.files) + len(into.segments) + 1)
    into.files.append(File(name, kind, content, "", "", related=False))


def _leaf(part: Part, kind: str, into: Contents, place: _Place) -> None:
    content = transfer.content(part)
    described = _labelled(part, "content-type")
    disposition = _labelled(part, "content-disposition")
    if kind.startswith("multipart/"):
        # It has no parts that could be told apart: whatever it holds is shown as it is.
        _add_text(decode(content).replace("\0", "").replace("\r\n", "\n"), into)
        return
    if place.within and _raw(part, "message-id") and not into.returned:
        # A returned mail whose part forgot to say that it is one: its headers stand where the part's belong.
        into.returned = Headers(part.raw_items())
    if _is_body(part, kind, disposition, into, place):
        _body(content, kind, described, into)
        return
    _reports(content, kind, into)
    name = names.safe(_file_name(part))
    if (kind in _TNEF_TYPES or name.lower() == "winmail.dat") and _winmail(content, into):
        return
    if not content and not name and kind.startswith("text/"):
        return
    if kind == "text/calendar":
        into.invite = into.invite or decode(content, described.parameters.get("charset", ""))
    into.files.append(
        _file(part, kind, content, name=name, disposition=disposition.value, within=place.within, into=into)
    )


def _file(part: Part, kind: str, content: bytes, *, name: str, disposition: str, within: str, into: Contents) -> File:
    if "smime-type=enveloped" in str(part.get("content-type", "")).lower():
        into.problem(_ENCRYPTED)
    cid = _raw(part, "content-id").strip(" <>\t\r\n")[:500]
    related = within == "multipart/related"
    name = name or names.invented(kind, len(into.files) + len(into.segments) + 1)
    return File(name, kind, content, "".join(cid.split()), disposition, related)


def _raw(part: Part, name: str) -> str:
    """The first header of that name, unfolded and readable; cheaper than asking for a Header object."""
    wanted = name.lower()
    for one, value in part.raw_items():
        if one.lower() == wanted:
            return readable(unfold(str(value)))
    return ""


def _labelled(part: Part, name: str) -> Labelled:
    value = _raw(part, name)
    return labelled(value) if value else Labelled("")


def _file_name(part: Part) -> str:
    """The name that the sender gave the file: RFC 2183 first, then what older programs wrote."""
    name = _labelled(part, "content-disposition").parameters.get("filename", "")
    name = name or _labelled(part, "content-type").parameters.get("name", "")
    location = "" if name else _raw(part, "content-location")
    return name or (location if re.search(r"\.\w{1,5}$", location) and "?" not in location else "")


def _is_body(part: Part, kind: str, disposition: Labelled, into: Contents, place: _Place) -> bool:
    if kind not in _PLAIN_TYPES and kind not in _ENRICHED_TYPES and kind not in ("text/html", "text/x-amp-html"):
        return False
    if disposition.value.startswith("attachment"):
        return False
    if not place.within or place.within == "multipart/alternative":
        return True
    if not _file_name(part):
        return True
    return not disposition.parameters and not into.segments


def _body(content: bytes, kind: str, described: Labelled, into: Contents) -> None:
    label = described.parameters.get("charset", "")
    if not label and "charset" in described.value:
        loose = _LOOSE_CHARSET.search(described.value)
        label = loose[1] if loose else ""
    if kind == "text/html":
        html = decode_html(content, label).replace("\0", "")
        into.segments.extend([Segment(html=html)] * bool(html.strip()))
    elif kind != "text/x-amp-html":
        text = decode(content, label).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
        _add_text(_restored(text, kind, described), into)


def _restored(text: str, kind: str, described: Labelled) -> str:
    if kind in _ENRICHED_TYPES:
        return flowed.unenriched(text)
    if described.parameters.get("format", "").lower() == "flowed":
        return flowed.unflowed(text, delsp=described.parameters.get("delsp", "").lower() == "yes")
    return text


def _add_text(text: str, into: Contents) -> None:
    """The text is a segment, without the files that stood uuencoded in it; HTML in disguise is HTML."""
    if _HTML_START.match(text):
        into.segments.append(Segment(html=text))
        return
    text, files = transfer.without_uuencoded(text)
    for name, content in files:
        safe = names.safe(name) or names.invented("", len(into.files) + 1)
        into.files.append(File(safe, names.guessed_type(safe), content, "", "attachment", related=False))
    if "-----BEGIN PGP MESSAGE-----" in text:
        into.problem(_ENCRYPTED)
    if text.strip():
        into.segments.append(Segment(text=text))


def _reports(content: bytes, kind: str, into: Contents) -> None:
    """The machine-readable parts of reports, whatever damage kept the parser from seeing them."""
    if kind == "text/rfc822-headers":
        into.returned = into.returned or _header_block(content)
    elif kind == "message/feedback-report":
        into.feedback = _header_block(content)
    elif kind == "message/disposition-notification":
        into.receipt = True
    elif kind in _STATUS_TYPES:
        blocks = re.split(rb"\r?\n[ \t]*\r?\n", content[:200_000])
        into.statuses.extend(_header_block(block) for block in blocks[:500])


def _header_block(content: bytes) -> Headers:
    text = content[:200_000].decode("utf-8", "surrogateescape").replace("\r\n", "\n").lstrip()
    unfolded = re.sub(r"\n[ \t]+", " ", text).split("\n\n", 1)[0]
    lines = (line.partition(":") for line in unfolded.split("\n"))
    return Headers((name, value.strip()) for name, colon, value in lines if colon)


def _winmail(content: bytes, into: Contents) -> bool:
    """True when the Outlook bag could be opened: its files and its body are ours then."""
    try:
        bag = winmail.opened(content)
    except Exception as error:  # a damaged bag makes its parser raise anything; the file is kept then
        into.problem(f"The Outlook attachment winmail.dat could not be opened ({type(error).__name__}).")
        return False
    for name, inner in bag.files:
        safe = names.safe(name) or names.invented("", len(into.files) + 1)
        into.files.append(File(safe, names.guessed_type(safe), inner, "", "attachment", related=False))
    if not into.segments and (bag.text.strip() or bag.html.strip()):
        into.segments.append(Segment(bag.text, bag.html))
    return True
