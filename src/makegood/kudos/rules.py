"""When thanks can be said, which words are looked at first, and who hears of them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

LONGEST, LONGEST_NAME, LONGEST_WHOM = 2000, 120, 300
SHORT = 45  # so many letters are set large
HELD = Path(__file__).parent / "words" / "held.txt"
_LINK = re.compile(
    r"https?:|ftp:|\bwww\.|<a\s|\[url|\w@\w+\.\w|\b[\w-]+\.(?:com|net|org|info|biz|shop|store|online|site|top|xyz|club|app|link"
    r"|io|ru|cn)\b|\b[\w-]+\.[a-z]{2}/",
    re.IGNORECASE,
)
_LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")


def cleaned(words: str, most: int = LONGEST) -> str:
    """Whole, within bounds, without empty ends."""
    return words.replace("\0", "").replace("\r\n", "\n").strip()[:most]


def on_one_line(words: str, most: int) -> str:
    """The same with single spaces between words."""
    return " ".join(words.replace("\0", "").split())[:most]


def why_not_thank(agent: int, *, helpers: Collection[int], thanked: str) -> str:
    """Empty when the customer can thank this colleague; else why not. `thanked` is who was thanked already."""
    if thanked:
        return _("You have thanked %(name)s for this already. It has reached them.") % {"name": thanked}
    if not helpers:
        return _("Nobody of us has answered you yet. Thank them once they have helped.")
    return "" if agent in helpers else _("Whom do you want to thank? Choose one of those who helped you.")


def why_not_leave(*texts: str) -> str:
    """Empty when a stranger may leave these words on a public page; else why not."""
    if any(_LINK.search(text) for text in texts):
        return _("Please leave out addresses and links: this page takes words alone.")
    return ""


def is_held(*texts: str) -> bool:
    """Whether somebody looks at these words before they reach anyone: they insult, or they sell something."""
    return any(_held().search(_plain(text)) for text in texts)


@cache
def _held() -> re.Pattern[str]:
    lines = [line.strip() for line in HELD.read_text(encoding="utf-8").splitlines()]
    return re.compile("|".join(_bounded(_plain(line)) for line in lines if line and not line.startswith("#")))


def _bounded(word: str) -> str:
    """The word alone; with a star at its end also what it begins."""
    return rf"\b{re.escape(word.rstrip('*'))}" + ("" if word.endswith("*") else r"\b")


def _plain(text: str) -> str:
    """In small letters without accents, with figures that stand for letters read as those."""
    known = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in known if not unicodedata.combining(one)).translate(_LOOKS_LIKE)


def stands_in(words: str, text: str) -> bool:
    """Whether somebody wrote exactly these words there, whatever the line breaks."""
    return bool(words.strip()) and " ".join(words.split()) in " ".join(text.split())
