"""From what someone wrote to the bytes of a mail. Pure; only the boundaries are drawn anew each time."""

from __future__ import annotations

import html as markup
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from makegood.channels.mail import headers
from makegood.conversations.letter import Address

CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A file that goes along. With a `cid` (no angle brackets) it is a picture that the HTML shows."""

    name: str
    type: str
    content: bytes = field(repr=False)
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that is answered, below the answer: "Eva wrote on …:" and what was written. `html` is sanitised."""

    attribution: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail as one recipient gets it. Ids have no angle brackets; `date` is aware; `html` is sanitised, "" for none.

    `reply_to` is the signed reply address, `link` this recipient's own page; "" when there is none.
    `more_links` are words and address of what else stands there, each on a line of its own.
    `automatic` marks what no person wrote (RFC 3834), `answers` what of that answers a mail.
    """

    sender: Address
    to: tuple[Address, ...]
    subject: str
    message_id: str
    date: datetime
    text: str
    html: str = ""
    cc: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    link: str = ""
    link_words: str = "See where this stands:"
    more_links: tuple[tuple[str, str], ...] = ()
    signature: str = ""
    quote: Quote | None = None
    parts: tuple[Part, ...] = ()
    automatic: bool = False
    answers: bool = False


def compose(mail: Outgoing) -> bytes:
    """The mail, ready for SMTP: lines end in CRLF and none is longer than 998 octets; everything is 7-bit."""
    body = _body(mail).as_bytes()
    head = "\r\n".join(_head(mail)).encode("ascii")
    return head + CRLF + body


def plain_text(mail: Outgoing) -> str:
    """The whole plain text: the answer, the signature, the link, the quoted message. Lines end in LF."""
    blocks = [_clean(mail.text).rstrip("\n")]
    if links := _links(mail):
        blocks.append("\n".join(f"{words} {address}" for words, address in links))
    if mail.signature.strip():
        blocks.append("-- \n" + _clean(mail.signature).strip("\n"))
    if mail.quote:
        blocks.append(f"{mail.quote.attribution}\n{_quoted(mail.quote.text)}")
    return "\n\n".join(blocks) + "\n"


def html_text(mail: Outgoing) -> str:
    """The whole HTML; "" when the answer has none."""
    if not mail.html:
        return ""
    blocks = [f"<div>{_clean(mail.html)}</div>"]
    for words, link in _links(mail):
        address = markup.escape(link)
        blocks.append(f'<p>{markup.escape(words)} <a href="{address}">{address}</a></p>')
    if mail.signature.strip():
        blocks.append(f'<div class="signature">-- <br>{_as_html(_clean(mail.signature).strip())}</div>')
    if mail.quote:
        said = _clean(mail.quote.html) or _as_html(_clean(mail.quote.text))
        blocks.append(f'<p>{markup.escape(mail.quote.attribution)}</p>\n<blockquote type="cite">{said}</blockquote>')
    inside = "\n".join(blocks)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{inside}\n</body></html>\n'


def _links(mail: Outgoing) -> list[tuple[str, str]]:
    return [(mail.link_words, mail.link), *mail.more_links] if mail.link else []


def _head(mail: Outgoing) -> list[str]:
    """Header lines, folded and encoded, in the order in which people are used to seeing them."""
    lines = [headers.date("Date", mail.date), headers.addresses("From", (mail.sender,))]
    if mail.to:
        lines.append(headers.addresses("To", mail.to))
    if mail.cc:
        lines.append(headers.addresses("Cc", mail.cc))
    if mail.reply_to:
        lines.append(headers.addresses("Reply-To", (replace(mail.sender, address=mail.reply_to),)))
    lines.append(headers.text("Subject", mail.subject))
    lines += headers.ids("Message-ID", (mail.message_id,))
    lines += headers.ids("In-Reply-To", (mail.in_reply_to,))
    lines += headers.ids("References", mail.references)
    if mail.automatic:
        submitted = "auto-replied" if mail.answers else "auto-generated"
        lines += [f"Auto-Submitted: {submitted}", "X-Auto-Response-Suppress: All"]
    return lines


def _body(mail: Outgoing) -> EmailMessage:
    """mixed(alternative(plain, related(html, pictures)), files), or as few of these layers as are needed."""
    html = html_text(mail)
    pictures = [part for part in mail.parts if part.cid and html and f"cid:{part.cid}" in html]
    body = EmailMessage(policy=SMTP)
    body.set_content(plain_text(mail), cte="quoted-printable")
    if html:
        body.add_alternative(html, subtype="html", cte="quoted-printable")
        [*_, shown] = body.iter_parts()
        for picture in pictures:
            _add(shown, picture, related=True)
    for part in mail.parts:
        if part not in pictures:
            _add(body, part, related=False)
    return body


def _add(body: Any, part: Part, *, related: bool) -> None:
    maintype, _, subtype = headers.media_type(part.type).partition("/")
    name = headers.file_name(part.name)
    if related:
        cid = f"<{headers.clean_id(part.cid)}>"
        body.add_related(part.content, maintype, subtype, cid=cid, filename=name, disposition="inline")
    else:
        body.add_attachment(part.content, maintype, subtype, filename=name)


def _quoted(text: str) -> str:
    lines = _clean(text).rstrip("\n").split("\n")
    return "\n".join(">" + ("" if line.startswith(">") or not line else " ") + line for line in lines)


def _as_html(text: str) -> str:
    return markup.escape(text).replace("\n", "<br>\n")


def _clean(text: str) -> str:
    """LF alone ends a line, and nothing is in it that no mail may hold: NUL, lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")
