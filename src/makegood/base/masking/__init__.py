"""Private things in a text, found offline: what, where, and why it is thought so. Recall comes before precision.

Pure: whom the books know is passed in."""

from makegood.base.masking.finding import Found, Kind, Known, Why, find
from makegood.base.masking.marks import Masked, cleaned, mark_of, mask, shown
from makegood.base.masking.names import names_in
from makegood.base.masking.written import masked, unmarked, word_for

__all__ = [
    "Found",
    "Kind",
    "Known",
    "Masked",
    "Why",
    "cleaned",
    "find",
    "mark_of",
    "mask",
    "masked",
    "names_in",
    "shown",
    "unmarked",
    "word_for",
]
