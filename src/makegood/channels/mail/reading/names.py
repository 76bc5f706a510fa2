"""Attachment names that are safe to show and to offer for saving."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

LONGEST_NAME = 150

_GUESSES = {
    "image/jpeg": "picture.jpg",
    "image/pjpeg": "picture.jpg",
    "image/png": "picture.png",
    "image/gif": "picture.gif",
    "image/webp": "picture.webp",
    "text/calendar": "invite.ics",
    "application/ics": "invite.ics",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.asc",
    "application/pgp-keys": "keys.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/ms-tnef": "winmail.dat",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "receipt.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "headers.txt",
    "text/x-vcard": "card.vcf",
    "text/vcard": "card.vcf",
    "text/plain": "text.txt",
    "text/html": "page.html",
    "audio/mpeg": "sound.mp3",
    "audio/wav": "sound.wav",
    "audio/x-wav": "sound.wav",
}
_SEPARATORS = re.compile(r"[/\\]")
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_WHITE = re.compile(r"\s+")


def safe(name: str) -> str:
    """The name without folders, control, reordering or invisible characters, and not too long; "" if none is left.

    What is invisible goes first: otherwise it could hide a dot or a slash from the steps that follow.
    """
    if not (name.isascii() and name.isprintable()):
        name = "".join(char for char in name if unicodedata.category(char) not in _UNSHOWN or char in "\t\r\n")
    name = _SEPARATORS.split(_WHITE.sub(" ", name).rstrip("/\\ "))[-1]
    name = name.strip().lstrip(".").strip().rstrip(".").strip()
    return _shortened(name)


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def invented(media_type: str, number: int) -> str:
    """A name for the part that has none; `number` counts the mail's parts from 1."""
    known = _GUESSES.get(media_type)
    if known:
        return known
    if media_type.startswith("image/"):
        return f"picture{mimetypes.guess_extension(media_type) or ''}"
    return f"part-{number}{mimetypes.guess_extension(media_type) or '.bin'}"


def guessed_type(name: str) -> str:
    """The media type that the extension stands for, "application/octet-stream" when it stands for none."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
