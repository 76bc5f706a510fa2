"""Articles are written: begun, changed, put back. A version is never lost, however many write at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from makegood.articles import rules
from makegood.articles.acts.common import Between, may_write, tell
from makegood.articles.acts.publishing import follow_audience
from makegood.articles.models import Address, Article, Audience, Category, Page, Version
from makegood.articles.rules import Draft
from makegood.base.transactions import alone
from makegood.conversations.models import Message
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

MOST_ALIKE = 1000


def begin(
    draft: Draft,
    *,
    language: str,
    by: Agent | None,
    at: datetime,
    audience: str = Audience.PUBLIC,
    category: Category | None = None,
    source: Message | None = None,
) -> Page:
    """There is an article with a first page, a draft. The same from the same answer, by the same person, is the same.

    Raises NotAllowed, and Refused in words.
    """
    actor, draft = may_write(by), _kept(draft, language)
    with transaction.atomic():
        if source is not None:
            alone(f"article from {source.pk}")
            if there := _made_of(source, draft, language, by):
                return there
        article = Article.objects.create(
            audience=Audience(audience), category=category, source=source, made_by=by, made_at=at
        )
        page = _add(article, draft, language, by, at=at)
        tell(Kind.ARTICLE_WRITTEN, actor, at=at, about={"article": article.pk, "language": language, "revision": 1})
    return page


def _made_of(source: Message, draft: Draft, language: str, by: Agent | None) -> Page | None:
    """What they made of this answer before, as long as nobody has written on."""
    theirs = Page.objects.filter(article__source=source, article__made_by=by, language=language, revision=1)
    return next((one for one in theirs if _says(one) == replace(draft, slug="")), None)


def translate(article: Article, draft: Draft, *, language: str, by: Agent | None, at: datetime) -> Page:
    """The article has a page in another language, a draft. Raises NotAllowed; Refused when it has that one already."""
    actor, draft = may_write(by), _kept(draft, language)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        if there := Page.objects.filter(article=article, language=language).first():
            raise Between(there.revision)
        page = _add(article, draft, language, by, at=at)
        tell(Kind.ARTICLE_WRITTEN, actor, at=at, about={"article": article.pk, "language": language, "revision": 1})
    return page


def write(page: Page, draft: Draft, *, seen: int, by: Agent | None, at: datetime) -> Page:
    """The page has a new version; readers see the one they saw until it is published. The same again is no new one.

    `seen` is the revision that was changed. Raises NotAllowed, Refused; Between when it is not the newest any more.
    """
    actor, draft = may_write(by), _kept(draft, page.language)
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=page.pk)
        moves = bool(draft.slug) and draft.slug != page.slug
        if _says(page) == replace(draft, slug="") and not moves:
            return page
        if seen != page.revision:
            raise Between(page.revision)
        if moves:
            page.slug = _address(page, draft.slug)
        if _says(page) != replace(draft, slug=""):
            page.revision += 1
            _version(page, draft, by, at=at)
        page.title, page.text, page.other_words = draft.title, draft.text, draft.other_words
        page.changed_at, page.changed_by = at, by
        page.save(update_fields=["slug", "revision", "title", "text", "other_words", "changed_at", "changed_by"])
        about = {"article": page.article_id, "language": page.language, "revision": page.revision}
        tell(Kind.ARTICLE_WRITTEN, actor, at=at, about=about)
    return page


def put_back(page: Page, number: int, *, by: Agent | None, at: datetime) -> Page:
    """What an earlier version said is the newest one again. Raises Version.DoesNotExist."""
    old = Version.objects.get(page=page, number=number)
    page = Page.objects.get(pk=page.pk)
    return write(page, Draft(old.title, old.text, old.other_words), seen=page.revision, by=by, at=at)


def arrange(
    article: Article, *, audience: str, category: Category | None, place: int, by: Agent | None, at: datetime
) -> Article:
    """Who reads the article, and where it stands. Raises NotAllowed; Refused while others would read what is ours."""
    actor = may_write(by)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        new = (Audience(audience), category.pk if category else None, max(0, min(place, 10_000)))
        if (article.audience, article.category_id, article.place) == new:
            return article
        if article.audience != new[0]:
            follow_audience(article, by=by)
        article.audience, article.category_id, article.place = new
        article.save(update_fields=["audience", "category", "place"])
        tell(Kind.ARTICLE_WRITTEN, actor, at=at, about={"article": article.pk, "audience": str(new[0])})
    return article


def _kept(draft: Draft, language: str) -> Draft:
    draft = rules.cleaned(draft)
    if why := rules.why_not_write(draft, language):
        raise Refused(why)
    return draft


def _says(page: Page) -> Draft:
    return Draft(page.title, page.text, page.other_words)


def _add(article: Article, draft: Draft, language: str, by: Agent | None, *, at: datetime) -> Page:
    page = Page.objects.create(
        article=article,
        language=language,
        slug="",
        title=draft.title,
        other_words=draft.other_words,
        text=draft.text,
        changed_at=at,
        changed_by=by,
    )
    page.slug = _address(page, draft.slug or rules.slug_of(draft.title))
    page.save(update_fields=["slug"])
    _version(page, draft, by, at=at)
    return page


def _version(page: Page, draft: Draft, by: Agent | None, *, at: datetime) -> None:
    Version.objects.create(
        page=page,
        number=page.revision,
        title=draft.title,
        other_words=draft.other_words,
        text=draft.text,
        by=by,
        at=at,
    )


def _address(page: Page, wanted: str) -> str:
    """An address that is this page's from now on: as wanted, or with a number behind it when another has it."""
    for count in range(1, MOST_ALIKE):
        slug = wanted if count == 1 else f"{wanted}-{count}"
        there = Address.objects.filter(language=page.language, slug=slug).first()
        if there is not None and there.page_id == page.pk:
            return slug
        if there is None and _take(page, slug):
            return slug
    raise Refused(rules.too_many_alike())


def _take(page: Page, slug: str) -> bool:
    """Whether the address was free; at the same moment another page may take it."""
    try:
        with transaction.atomic():
            Address.objects.create(language=page.language, slug=slug, page=page)
    except IntegrityError:
        return False
    return True
