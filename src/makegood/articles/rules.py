"""What may become of articles and saved replies, and in which form they are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from makegood.articles.models import State
from makegood.base.folding import folded

LONGEST_TEXT, LONGEST_TITLE, LONGEST_OTHER, LONGEST_SLUG = 40_000, 200, 300, 80
LONGEST_REPLY, LONGEST_NAME, LONGEST_FOLDER = 10_000, 120, 80
MOST_FILES, LARGEST_FILE = 40, 10 * 1024 * 1024
MOST_ALONG, LARGEST_ALONG = 10, 10 * 1024 * 1024
LONGEST_WORDS = 500

MOVES = {
    "publish": ((State.DRAFT, State.PUBLISHED, State.DOWN), State.PUBLISHED),
    "take down": ((State.PUBLISHED,), State.DOWN),
}

# Raster pictures that a browser only decodes. Everything else, SVG and HTML before all, is saved and never shown.
PICTURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote. `slug` "": made from the title, or as it is."""

    title: str
    text: str
    other_words: str = ""
    slug: str = ""


def cleaned(draft: Draft) -> Draft:
    """The same as it is kept: lines end alike, titles stand on one."""
    return Draft(
        title=one_line(draft.title),
        text=whole(draft.text),
        other_words=one_line(draft.other_words),
        slug=slug_of(draft.slug) if draft.slug.strip() else "",
    )


def whole(text: str) -> str:
    """Lines that end alike, without NULs and empty ends."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def typed(text: str, most: int = 400) -> str:
    """What somebody looks for, bounded, without what no database can hold."""
    return text[:most].encode(errors="replace").decode().replace("\0", " ")


def one_line(text: str) -> str:
    """On one line, without NULs."""
    return " ".join(text.replace("\0", "").split())


def slug_of(title: str) -> str:
    """The title as the end of an address: small letters and digits of any script, hyphens between."""
    return "-".join(folded(title).split())[:LONGEST_SLUG].strip("-") or "article"


def why_not_write(draft: Draft, language: str) -> str:
    """Empty when it can be kept, else why not."""
    if not _LANGUAGE.fullmatch(language):
        return _("Choose the language that it is written in.")
    if not draft.title:
        return _("Give it a title: the question that it answers, as a customer would ask it.")
    if len(draft.title) > LONGEST_TITLE or len(draft.other_words) > LONGEST_OTHER:
        return _("The title is too long. Say the rest in the text.")
    if len(draft.text) > LONGEST_TEXT:
        return _("This is too long for one article. Part it in several; nobody would read it to the end.")
    return ""


def too_many_alike() -> str:
    """Why no address was free."""
    return _("Too many articles have this address. Choose another one.")


def why_not_publish(state: str, text: str) -> str:
    """Empty when readers may see it, else why not."""
    return "" if text.strip() else _("There is nothing to read in it yet.")


def why_not_save(name: str, folder: str, text: str, unknown: Collection[str]) -> str:
    """Empty when the saved reply can be kept, else why not. `unknown`: what stands in braces and is no variable."""
    if not name or len(name) > LONGEST_NAME or len(folder) > LONGEST_FOLDER:
        return _("Give it a short name, by which you find it again.")
    if not text:
        return _("A saved reply needs words.")
    if len(text) > LONGEST_REPLY:
        return _("This is too long for a reply.")
    if unknown:
        return _("%(names)s is none of our variables. Take it out, or choose one of the list.") % {
            "names": ", ".join(f"{{{one}}}" for one in sorted(unknown))
        }
    return ""


def why_not_along(size: int) -> str:
    """Empty when a file so large can go along with a saved reply."""
    if not size:
        return _("This file is empty.")
    if size > LARGEST_ALONG:
        return _("A file that goes along has at most %(size)d MB.") % {"size": LARGEST_ALONG // 1024 // 1024}
    return ""


def was_put_away() -> str:
    """Why a saved reply cannot be changed any more."""
    return _("Somebody put this away meanwhile. Nothing of yours is lost: save it as a new one, if it is still needed.")


def kind_of(content: bytes) -> str:
    """The picture type that the bytes bear out; "" when they are none that may be shown."""
    return next(
        (kind for kind, marks in PICTURES.items() if content.startswith(marks) and _is_whole(kind, content)), ""
    )


def _is_whole(kind: str, content: bytes) -> bool:
    return kind != "image/webp" or content[8:12] == b"WEBP"
