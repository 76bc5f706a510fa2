"""How a text becomes words, before a database's own tokenizer sees it. Pure."""

from __future__ import annotations

import re
import unicodedata

# Longer than any letter that a person writes, and short enough that no mail can stall the desk.
MOST_TEXT = 40_000

# Scripts that put no spaces between words: every character counts as a word, and a word asked for is a phrase of them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_NO_WORD = re.compile(r"[^\w]+|_+")


def spaced(text: str) -> str:
    """The text with spaces where its script has none, without NULs, and no longer than is indexed."""
    text = text[:MOST_TEXT].replace("\0", " ")
    return text if text.isascii() else _UNSPACED.sub(r" \g<0> ", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """Words of letters and digits in small letters without accents, one space between them."""
    text = spaced(text)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in apart if not unicodedata.combining(one))
    return _NO_WORD.sub(" ", text.casefold()).strip()


def has_word(text: str) -> bool:
    """Whether there is any letter or digit to look for."""
    return any(unicodedata.category(one)[0] in "LN" for one in text)
