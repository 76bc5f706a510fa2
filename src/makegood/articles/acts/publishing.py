"""Readers see a page, or no more; and how the help centre is sorted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.articles import rules
from makegood.articles.acts import indexing
from makegood.articles.acts.common import may_publish, tell
from makegood.articles.models import Article, Category, Page, State, Version
from makegood.base.transactions import alone
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def publish(page: Page, *, by: Agent | None, at: datetime, revision: int | None = None) -> Page:
    """Readers see the newest version, or this one. Twice is once. Raises NotAllowed, Refused."""
    actor = may_publish(by)
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page.pk)
        version = Version.objects.get(page=page, number=revision or page.revision)
        if page.state == State.PUBLISHED and page.shown == version.number:
            return page
        if why := rules.why_not_publish(page.state, version.text):
            raise Refused(why)
        page.state, page.shown, page.published_at = State.PUBLISHED, version.number, at
        page.save(update_fields=["state", "shown", "published_at"])
        indexing.page_found(page, version)
        tell(Kind.ARTICLE_PUBLISHED, actor, at=at, about=_about(page))
    return page


def take_down(page: Page, *, by: Agent | None, at: datetime) -> Page:
    """Nobody but us sees the page. Twice is once. Raises NotAllowed, Refused for a draft."""
    actor = may_publish(by)
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page.pk)
        if page.state == State.DOWN:
            return page
        if page.state not in rules.MOVES["take down"][0]:
            raise Refused(_("It is a draft: nobody sees it yet."))
        page.state, page.shown = State.DOWN, None
        page.save(update_fields=["state", "shown"])
        indexing.page_lost(page)
        tell(Kind.ARTICLE_TAKEN_DOWN, actor, at=at, about=_about(page))
    return page


def follow_audience(article: Article, *, by: Agent | None) -> None:
    """Who may say so lets others read what is published already. Raises NotAllowed."""
    if Page.objects.filter(article=article, state=State.PUBLISHED).exists():
        may_publish(by)


def sort(
    category: Category | None, names: Mapping[str, str], *, place: int, by: Agent | None, at: datetime
) -> Category:
    """The category has these names by language, and its place; None: it is a new one. Twice is once.

    Raises NotAllowed, Refused.
    """
    actor = may_publish(by)
    kept = {language: rules.one_line(name)[:80] for language, name in names.items() if name.strip()}
    if not kept:
        raise Refused(_("Name it in one language at least."))
    place = max(0, min(place, 10_000))
    with transaction.atomic():
        alone("categories")
        there = _sorted_so(kept, place) if category is None else Category.objects.get(pk=category.pk)
        if there is not None and (there.names, there.place) == (kept, place):
            return there
        there = there or Category.objects.create(names=kept)
        there.names, there.place = kept, place
        there.save(update_fields=["names", "place"])
        tell(Kind.SETTINGS_CHANGED, actor, at=at, about={"category": there.pk, "names": kept})
    return there


def _sorted_so(names: dict[str, str], place: int) -> Category | None:
    return next((one for one in Category.objects.filter(place=place) if one.names == names), None)


def drop_category(category: Category, *, by: Agent | None, at: datetime) -> None:
    """There is no such category; its articles stand under none. Raises NotAllowed."""
    actor = may_publish(by)
    with transaction.atomic():
        alone("categories")
        if Category.objects.filter(pk=category.pk).delete()[0]:
            tell(Kind.SETTINGS_CHANGED, actor, at=at, about={"category": category.pk, "names": {}})


def _about(page: Page) -> dict[str, object]:
    return {"article": page.article_id, "language": page.language, "revision": page.revision, "slug": page.slug}
