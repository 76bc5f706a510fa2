"""Articles and saved replies, as programs write and see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said
from makegood.articles.rules import (
    LONGEST_FOLDER,
    LONGEST_NAME,
    LONGEST_OTHER,
    LONGEST_REPLY,
    LONGEST_SLUG,
    LONGEST_TEXT,
    LONGEST_TITLE,
)

Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE, examples=["My lamp flickers"]), Plain]
Text = Annotated[str, Field(max_length=LONGEST_TEXT, description="Markdown."), Plain]
Other = Annotated[str, Field(max_length=LONGEST_OTHER, description="What it is also called."), Plain]
Slug = Annotated[str, Field(max_length=LONGEST_SLUG, description="Empty: from the title, or as it is."), Plain]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})?$", examples=["en"])]
Seen = Annotated[int, Field(ge=1, le=2**31 - 1, description="The revision that you changed.")]


class PageIn(Said):
    """A page in one language."""

    title: Title
    text: Text
    other_words: Other = ""
    slug: Slug = ""


class ArticleIn(PageIn):
    """A new article with its first page."""

    language: Language
    audience: Literal["public", "agents"] = "public"
    category: Id | None = None


class PageChangeIn(PageIn):
    """What the page says from now on."""

    seen: Seen


class PageOut(Schema):
    """A page as it stands now. `shown` is the revision that readers see, null: none."""

    article: int
    language: str
    audience: str
    category: int | None
    slug: str
    title: str
    text: str
    other_words: str
    state: str = Field(description="draft, published or down")
    revision: int
    shown: int | None
    published_at: datetime | None
    changed_at: datetime
    helped: int
    not_helped: int


class SavedIn(Said):
    """A saved reply; `{customer}` and others of the closed list are filled in as it is taken."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, examples=["Where it is"]), Plain]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_REPLY, examples=["Dear {customer}, …"]), Plain]
    folder: Annotated[str, Field(max_length=LONGEST_FOLDER), Plain] = ""
    other_words: Other = ""


class NewSavedIn(SavedIn):
    """For a team, or (null) your own."""

    team: Id | None = None


class SavedChangeIn(SavedIn):
    """What it says from now on."""

    seen: Seen


class SavedOut(Schema):
    """A saved reply."""

    id: int
    name: str
    text: str
    folder: str
    other_words: str
    team: int | None = Field(description="null: your own")
    revision: int
    used: int
    changed_at: datetime


class HelpOut(Schema):
    """Something that may help: a page, a saved reply or an earlier good answer (`of`)."""

    of: str
    id: int
    title: str
    text: str
    address: str = Field(description="Where customers read it; empty: nowhere.")
    conversation: int | None
