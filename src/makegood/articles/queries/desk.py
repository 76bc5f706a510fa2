"""Articles as those who write them see them: all, drafts too. Whoever works in a team may see all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from makegood.articles.models import Article, Category, Enclosure, Opinion, Page, Version
from makegood.articles.rules import typed
from makegood.people.models import Agent
from makegood.people.queries import leads_somewhere, standing

MOST = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What readers said of a page."""

    helped: int
    not_helped: int
    words: tuple[Opinion, ...]


def may_write(agent: Agent) -> bool:
    """Whether the agent works in a team, or is an admin."""
    here = standing(agent)
    return here.audience.everything or bool(here.audience.teams) or here.is_admin


def may_publish(agent: Agent) -> bool:
    """Whether the agent leads somewhere, or is an admin."""
    return leads_somewhere(agent) or standing(agent).is_admin


def pages_for(agent: Agent, *, about: str = "", state: str = "", language: str = "") -> QuerySet[Page]:
    """The pages that fit, the last changed first; `about`: what their title or words hold. Nothing for a stranger."""
    found = _all(agent).select_related("article__category", "changed_by").order_by("-changed_at", "-pk")
    found = found.filter(state=state) if state else found
    found = found.filter(language=language) if language else found
    for word in typed(about).split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(other_words__icontains=word) | Q(text__icontains=word))
    return found


def counted(pages: Sequence[Page]) -> dict[int, tuple[int, int]]:
    """How many readers each page helped, and how many it did not. One query."""
    rows = Opinion.objects.filter(page__in=[one.pk for one in pages]).values("page")
    told = rows.annotate(yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False)))
    return {one["page"]: (one["yes"], one["no"]) for one in told}


def page_for(agent: Agent, article: int, language: str) -> Page:
    """The page. Raises Page.DoesNotExist when there is none, or none that this agent may see."""
    return _all(agent).select_related("article__category", "changed_by").get(article=article, language=language)


def article_for(agent: Agent, pk: int) -> Article:
    """The article. Raises Article.DoesNotExist."""
    return Article.objects.filter(pk__in=_all(agent).values("article")).select_related("category").get(pk=pk)


def pages_of(article: Article) -> list[Page]:
    """Its pages, by language."""
    return list(Page.objects.filter(article=article).order_by("language"))


def versions_of(page: Page) -> list[Version]:
    """All that it ever said, the newest first."""
    return list(Version.objects.filter(page=page).select_related("by").order_by("-number"))


def judged(page: Page) -> Judged:
    """What readers said of it: counts, and the last of their words. Two queries."""
    counts = counted([page]).get(page.pk, (0, 0))
    words = Opinion.objects.filter(page=page).exclude(words="").order_by("-at", "-pk")[:50]
    return Judged(*counts, tuple(words))


def categories() -> list[Category]:
    """As they are sorted."""
    return list(Category.objects.order_by("place", "pk"))


def category(pk: int) -> Category | None:
    """The category; None: there is none."""
    return Category.objects.filter(pk=pk).first()


def enclosures_of(article: Article) -> list[Enclosure]:
    """Its pictures and files."""
    return list(Enclosure.objects.filter(article=article).order_by("pk"))


def enclosure_for(agent: Agent, pk: int) -> Enclosure:
    """The picture or file. Raises Enclosure.DoesNotExist."""
    return Enclosure.objects.filter(article__in=_all(agent).values("article")).get(pk=pk)


def _all(agent: Agent) -> QuerySet[Page]:
    return Page.objects.all() if may_write(agent) else Page.objects.none()
