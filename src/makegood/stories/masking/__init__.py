"""Private things in a story, found offline: what, where, and why it is thought so. Recall comes before precision."""

from makegood.stories.masking.finding import Found, Kind, Known, Why, find
from makegood.stories.masking.marks import Masked, cleaned, mark_of, mask, shown

__all__ = ["Found", "Kind", "Known", "Masked", "Why", "cleaned", "find", "mark_of", "mask", "shown"]
