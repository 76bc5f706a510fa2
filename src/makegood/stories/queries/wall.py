"""What everybody sees: stories on the wall. Every surface begins with `public()`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from markupsafe import Markup

from makegood.people.models import Location
from makegood.stories.models import Comment, Consent, Mask, State, Story, Topic, Wall
from makegood.stories.queries.words import dressed, plain, words_of

PAGE = 12
IN_FORCE = Consent.objects.filter(
    story=OuterRef("pk"), ended_at=None, title=OuterRef("title"), text=OuterRef("text"), name=OuterRef("name")
)


@dataclass(frozen=True, slots=True)
class Sight:
    """Which stories somebody wants to see: of a place, about a topic (its slug), in a language, with these words."""

    place: int | None = None
    topic: str = ""
    tongue: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A story as everybody reads it. `name` "": its teller wants none. `changed_at` is that of its latest change."""

    id: int
    title: str
    paragraphs: Sequence[Markup]
    text: str
    name: str
    language: str
    place: str
    topic: str
    topic_slug: str
    at: datetime
    changed_at: datetime
    comments: int


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A reader's comment as everybody reads it."""

    name: str
    paragraphs: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some stories, the newest first; which page it is, of how many, and how many stories there are in all."""

    stories: Sequence[Shown]
    number: int
    pages: int
    total: int


def wall() -> Wall:
    """The settings; off when nobody has decided."""
    return Wall.objects.filter(pk=1).first() or Wall(pk=1)


def is_on() -> bool:
    """Whether there is a wall. One query."""
    return Wall.objects.filter(pk=1, is_on=True).exists()


def public() -> QuerySet[Story]:
    """Stories that are on the wall, each word for word under a consent that holds; none while the wall is off."""
    on = Exists(Wall.objects.filter(pk=1, is_on=True))
    return Story.objects.filter(on, Exists(IN_FORCE), state=State.PUBLISHED)


def is_shown(story: Story) -> bool:
    """Whether everybody can read it now."""
    return public().filter(pk=story.pk).exists()


def was_shown(pk: int) -> bool:
    """Whether it was on the wall once and is not any more: then it is gone, not unknown."""
    return is_on() and Story.objects.filter(pk=pk, published_at__isnull=False).exclude(pk__in=public()).exists()


def on_wall(sight: Sight, *, page: int = 1, size: int = PAGE) -> Page:
    """A page of them, the newest first. Four queries."""
    rows = _seen(sight)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(page, 1), pages)
    some = _complete(rows.order_by("-published_at", "-pk"))[(number - 1) * size : number * size]
    return Page(_shown(list(some)), number, pages, total)


def one_shown(pk: int) -> Shown | None:
    """One of them; None: it is not on the wall. Two queries."""
    found = _shown(list(_complete(public().filter(pk=pk))))
    return found[0] if found else None


def comments_of(pk: int, *, limit: int = 200) -> list[ShownComment]:
    """What readers said of it and a moderator let in, the oldest first."""
    shown = Comment.objects.filter(story=pk, story__in=public(), state=Comment.State.SHOWN).order_by("pk")[:limit]
    return [ShownComment(one.name, [part for part in one.words.split("\n") if part.strip()], one.at) for one in shown]


def places_told() -> list[Location]:
    """The places that stories on the wall are about."""
    return list(Location.objects.filter(pk__in=public().values("location")).order_by("name"))


def topics() -> list[Topic]:
    """What stories can be about, by name."""
    return list(Topic.objects.order_by("name"))


def tongues_told() -> list[str]:
    """The languages of the stories on the wall."""
    return sorted(set(public().values_list("language", flat=True)))


def _seen(sight: Sight) -> QuerySet[Story]:
    rows = public()
    if sight.place is not None:
        rows = rows.filter(location=sight.place)
    if sight.topic:
        rows = rows.filter(topic__slug=sight.topic)
    if sight.tongue:
        rows = rows.filter(language=sight.tongue)
    for word in sight.words.split()[:8]:
        rows = rows.filter(Q(text__icontains=word) | Q(title__icontains=word) | Q(name__icontains=word))
    return rows


def _complete(rows: QuerySet[Story]) -> QuerySet[Story]:
    read = Count("comments", filter=Q(comments__state=Comment.State.SHOWN))
    return rows.select_related("location", "topic").annotate(read=read, shown_at=F("published_at"))


def _shown(rows: list[Story]) -> list[Shown]:
    masks: dict[int, list[Mask]] = {}
    for one in Mask.objects.filter(story__in=[row.pk for row in rows]).order_by("number") if rows else ():
        masks.setdefault(one.story_id, []).append(one)
    return [_one(row, masks.get(row.pk, [])) for row in rows]


def _one(story: Story, masks: list[Mask]) -> Shown:
    words = words_of(masks, story.language)
    parts = [part.strip() for part in story.text.split("\n") if part.strip()]
    return Shown(
        id=story.pk,
        title=plain(story.title, words),
        paragraphs=[dressed(part, masks, story.language) for part in parts],
        text=plain(story.text, words),
        name=story.name,
        language=story.language,
        place=story.location.name if story.location else "",
        topic=story.topic.name if story.topic else "",
        topic_slug=story.topic.slug if story.topic else "",
        at=story.published_at or story.changed_at,
        changed_at=story.changed_at,
        comments=getattr(story, "read", 0),
    )
