"""Tables to take away, as a spreadsheet reads them."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


def cell(text: str) -> str:
    """The words that a customer or a shop chose, as text: nothing in them is run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
