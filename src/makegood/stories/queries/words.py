"""A story's words for people: what stands where something private was."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from django.conf import settings
from django.utils import translation
from markupsafe import Markup

from makegood.base import masking, secrets
from makegood.base.masking.marks import MARK
from makegood.base.text_html import marked
from makegood.stories.models import Mask, Story
from makegood.stories.rules import Words

PIECES = re.compile(r"\S+\s*|\s+")


def spoken(language: str) -> translation.override:
    """The language of a story is on, where we speak it; else the company's."""
    return translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def words_of(masks: Sequence[Mask], language: str) -> dict[int, str]:
    """The word of each mark, in the language of its story: a colleague's first name where it may stand."""
    with spoken(language):
        return {one.number: one.word if one.lifted_at and one.agent_id else masking.word_for(one.kind) for one in masks}


def plain(text: str, words: Mapping[int, str]) -> str:
    """The text with a word for each mark."""
    return masking.shown(text, words, otherwise="[…]")


def plain_title(title: str, masks: Sequence[Mask], language: str) -> str:
    """The same of a title."""
    return plain(title, words_of(masks, language))


def dressed(text: str, masks: Sequence[Mask], language: str) -> Markup:
    """The same as markup, each word marked as such; everything that a teller wrote is escaped."""
    words, pieces, at = words_of(masks, language), [], 0
    for one in MARK.finditer(text):
        pieces += [(text[at : one.start()], False), (words.get(int(one[1]), "[…]"), True)]
        at = one.end()
    return marked([*pieces, (text[at:], False)])


def own_words(story: Story) -> Words:
    """The words as their teller wrote them, for their teller alone."""
    try:
        title, _gap, text = secrets.unseal(story.sealed).partition("\n\n")
    except secrets.Unreadable:
        title = text = ""
    return Words(title, text)


def difference(story: Story, masks: Sequence[Mask]) -> list[tuple[str, str]]:
    """What we propose beside what they wrote, piece by piece: ("same" | "gone" | "new", words)."""
    words = words_of(masks, story.language)
    old = PIECES.findall(plain(f"{story.title}\n\n{story.text}", words))
    new = PIECES.findall(plain(f"{story.new_title}\n\n{story.new_text}", words))
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[a:b])))
        else:
            found += [(kind, said) for kind, said in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if said]
    return found


def typed(text: str) -> str:
    """The text as a moderator changes it: each mark is its number in brackets."""
    return MARK.sub(lambda one: f"[{one[1]}]", text)
