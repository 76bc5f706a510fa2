"""The tree of parts taken apart, from the root down."""

from __future__ import annotations

from makegood.channels.mail.reading.charsets import decode
from makegood.channels.mail.reading.contents import Contents, Segment
from makegood.channels.mail.reading.leaves import ENCRYPTED, add_leaf, add_text
from makegood.channels.mail.reading.parameters import media_type
from makegood.channels.mail.reading.reports import add_mail, add_report
from makegood.channels.mail.reading.tree import Part

_MAIL_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})


def gather(root: Part, into: Contents) -> None:
    """All that the mail holds is in `into`; when a part makes this fail, what came before it is there."""
    _walk(root, into, within="")
    if not into.segments and root.children and root.preamble:
        add_text(decode(root.preamble.encode("utf-8", "surrogateescape")), into)


def _walk(part: Part, into: Contents, *, within: str) -> None:
    kind = media_type(part.get_content_type()) or "text/plain"
    if not part.children:
        add_leaf(part, kind, into, within=within)
    elif kind in _MAIL_TYPES:
        add_mail(part, into)
    elif kind.startswith("message/"):
        add_report(part, kind, into)
    elif kind == "multipart/alternative":
        _add_best(part, into)
    else:
        if kind == "multipart/encrypted":
            into.problem(ENCRYPTED)
        for child in part.children:
            _walk(child, into, within=kind)


def _add_best(part: Part, into: Contents) -> None:
    """One segment: the text of the first version that has some, the HTML of the last that has some; all files."""
    text, html = "", ""
    for child in part.children:
        version = Contents(problems=into.problems, files=into.files, statuses=into.statuses)
        _walk(child, version, within="multipart/alternative")
        text = text or "\n".join(one.text for one in version.segments if one.text.strip())
        html = "\n".join(one.html for one in version.segments if one.html) or html
        into.invite = into.invite or version.invite
        into.returned = into.returned or version.returned
        into.feedback = into.feedback or version.feedback
    if text or html:
        into.segments.append(Segment(text, html))
