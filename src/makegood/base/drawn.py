"""Small parts that a list says over and over: drawn once for the same words, and kept.

Fifty rows know a handful of people, tags and times between them; drawing these anew was half of a list's time
(bin/bench --only desk). What is shown depends on the arguments alone.
"""

from __future__ import annotations

from functools import cache, lru_cache

from django.templatetags.static import static
from markupsafe import Markup

from makegood.base.clockwords import Chip
from makegood.base.words import word as _

MOST = 4096  # of each; a part is some hundred letters
CLOCK = Markup('<span class="clock" data-state="{}">{}{}</span>')
HOLDER = Markup(
    '<span class="avatar" title="{has}" aria-hidden="true">{letters}</span><span class="said-only">{has}</span>'
)
TAG = Markup('<span class="tag">{}</span>')
SHOWN_TAGS = 2


@cache
def address_of(name: str) -> str:
    """Where one of our styles, scripts or pictures is. All are collected before the first page: asked once for each."""
    return static(name)


@cache
def sign(name: str) -> Markup:
    """One of the signs of icons.svg. It says nothing to who hears the page; the words beside it do."""
    return Markup('<svg class="icon" width="16" height="16" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        address_of("icons.svg"), name
    )


@lru_cache(MOST)
def clock(chip: Chip) -> Markup:
    """A chip: shape, words, then colour."""
    return CLOCK.format(chip.state, sign(chip.sign), chip.text)


@lru_cache(MOST)
def holder(name: str, language: str) -> Markup:
    """Who has it: their letters, and the words for who hears the page, in the reader's language, which is active."""
    return HOLDER.format(has=_("%(name)s has it") % {"name": name}, letters=initials(name))


@lru_cache(MOST)
def tags(names: tuple[str, ...]) -> Markup:
    """The first tags of a conversation, and how many more it has."""
    shown = [*names[:SHOWN_TAGS], *([f"+{len(names) - SHOWN_TAGS}"] if len(names) > SHOWN_TAGS else [])]
    return Markup("").join(TAG.format(name) for name in shown)


def initials(name: str) -> str:
    """At most two letters for the quiet round sign; "?" for no name."""
    parts = [part for part in name.split() if part[0].isalnum()]
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
