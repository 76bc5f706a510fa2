"""HTML from outside and for outside: made safe, turned into text, made from text. Nothing here needs Django."""

from makegood.base.html.compose import from_text, sanitise_composed
from makegood.base.html.plain import to_text
from makegood.base.html.sanitising import sanitise

__all__ = ["from_text", "sanitise", "sanitise_composed", "to_text"]
