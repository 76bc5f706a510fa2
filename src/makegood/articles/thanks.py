"""Whether a customer's letter is thanks and nothing more. Pure."""

from __future__ import annotations

import re

LONGEST = 400
_THANKS = re.compile(
    r"\b(?:thank|thanks|thx|cheers|much appreciated|danke|dankeschön|vielen dank|merci|gracias|bedankt|dank je|dank u|"
    r"grazie|obrigad[oa]|tack|tak|takk|kiitos|dziękuję|děkuji|ďakujem|hvala|köszönöm|mulțumesc|спасибо|дякую|"
    r"teşekkür\w*)\b|ありがとう|谢谢|감사",
    re.IGNORECASE,
)
# Who thanks in advance, or is still waiting, has not been helped yet.
_NOT_YET = re.compile(
    r"\?|\b(?:in advance|im voraus|d'avance|por adelantado|still|yet|but|however|not|never|no longer|unfortunately|"
    r"noch|aber|leider|nicht|nie|mais|pas|toujours|pero|aún|todavía|no)\b",
    re.IGNORECASE,
)


def is_thanks(text: str) -> bool:
    """Whether it is short, thanks, asks nothing, and takes nothing back. In doubt it is none."""
    text = text.strip()
    return 0 < len(text) <= LONGEST and bool(_THANKS.search(text)) and not _NOT_YET.search(text)
