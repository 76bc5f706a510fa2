"""A page without its clutter: the article, who wrote it and when, and what others wrote below it."""

from __future__ import annotations

from makegood.mentions.reading.html_text import text_of
from makegood.mentions.reading.kinds import Comment, Page
from makegood.mentions.reading.posts import Section
from makegood.mentions.reading.sections import sections_of
from makegood.mentions.reading.text import NAMED, SIGN, clean


def article_of(html: str) -> Page:
    """What people wrote on the page. Never raises for what it is; of an empty one everything is ""."""
    text, title = text_of(html)
    return _page(text, title)


def page_of(text: str) -> Page:
    """The same of plain text, such as was copied from a page."""
    return _page(clean(text), "")


def _page(text: str, title: str) -> Page:
    found = [one for one in sections_of(text) if not one.is_owner]
    first = found[0] if found and not found[0].is_comment else None
    rest = found[1:] if first else found
    return Page(
        title=(first.title if first and first.title else "") or title,
        byline=first.author if first else "",
        published=first.date if first else "",
        paragraphs=_paragraphs(first) if first else (),
        comments=tuple(Comment(one.author, one.date, _paragraphs(one)) for one in rest),
        text=without_signs(text),
    )


def without_signs(text: str) -> str:
    """What a person reads of a text whose lines carry HTML's signs."""
    return text.replace(SIGN + "\n", "").replace(SIGN, "").replace(NAMED, "")


def _paragraphs(section: Section) -> tuple[str, ...]:
    return tuple(one.text for one in section.lines)
