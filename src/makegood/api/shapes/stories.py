"""Stories, as programs see and settle them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said
from makegood.stories.rules import LONGEST, LONGEST_COMMENT, LONGEST_TITLE

Title = Annotated[str, Field(max_length=LONGEST_TITLE), Plain]
Text = Annotated[
    str, Field(max_length=LONGEST, examples=["The lamp was mended while I waited. It still shines."]), Plain
]


class StoryIn(Said):
    """Words of a customer that we would like to publish. They are asked by mail."""

    conversation: Id
    title: Title = ""
    text: Text


class OtherWordsIn(Said):
    """Other words for a story. A number in brackets, such as [1], stands for what is hidden: leave it."""

    title: Title = ""
    text: Text


class ShowIn(Said):
    """Which place and topic it is about."""

    location: Id | None = None
    topic: Id | None = None


class DeclineIn(Said):
    """What its teller reads."""

    words: Annotated[
        str, Field(min_length=1, max_length=LONGEST_COMMENT, examples=["Thank you. We do not show it."]), Plain
    ]


class StoryOut(Schema):
    """A story without what is private in it. Its original is shown on no address."""

    id: int
    state: str = Field(description="teller, waiting, proposed, published, declined or withdrawn")
    origin: str = Field(description="asked, page or form")
    conversation: int | None = Field(description="Null, too, when you may not see it.")
    title: str
    text: str = Field(description="As a moderator changes it: a number in brackets stands for what is hidden.")
    name: str = Field(description="Empty: its teller wants none shown.")
    language: str
    location: int | None
    topic: int | None
    hidden: dict[str, str] = Field(description="What each number stands for.", examples=[{"1": "phone"}])
    published_at: datetime | None


class CommentOut(Schema):
    """A reader's comment."""

    id: int
    story: int
    state: str = Field(description="waiting, shown, turned_away or taken_back")
    name: str
    words: str
    at: datetime


class TopicOut(Schema):
    """What stories can be about."""

    id: int
    name: str
    slug: str
