"""What readers see of the help centre: what is published for everybody, in the version that was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from makegood.articles.backends import Asked, Of, backend
from makegood.articles.models import Address, Audience, Category, Enclosure, Page, State, Version
from makegood.articles.rules import typed
from makegood.articles.words import stems
from makegood.base.folding import folded

MOST_TYPED, MOST_FOUND = 200, 30


@dataclass(frozen=True, slots=True)
class Line:
    """A page in a list."""

    pk: int
    article: int
    language: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under a category; `name` "" for what stands under none."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A page as readers see it. `others`: the same in other languages."""

    page: Page
    title: str
    text: str
    changed_at: datetime
    category: str
    others: tuple[Line, ...]


def published() -> QuerySet[Page]:
    """The pages that everybody may read. Every read for readers begins here."""
    return Page.objects.filter(state=State.PUBLISHED, article__audience=Audience.PUBLIC)


def languages() -> list[str]:
    """In which there is something to read, the one with most first; none: there is no help centre. One query."""
    found = list(published().values_list("language", flat=True))
    return sorted(set(found), key=lambda one: (-found.count(one), one))


def contents(language: str) -> list[Group]:
    """All that can be read in a language, as it is sorted. Two queries."""
    names = {one.pk: (one.place, name_in(one, language)) for one in Category.objects.all()}
    rows = _lines(published().filter(language=language))
    groups: dict[tuple[int, str], list[Line]] = {}
    for line, category in rows:
        groups.setdefault(names.get(category or 0, (10**6, "")), []).append(line)
    return [Group(name, tuple(lines)) for (_place, name), lines in sorted(groups.items(), key=lambda one: one[0])]


def name_in(category: Category, language: str) -> str:
    """Its name in the language, else in English, else in any."""
    return str(category.names.get(language) or category.names.get("en") or next(iter(category.names.values()), ""))


def read(language: str, slug: str) -> Read | None:
    """The page at this address, of now or of earlier; None: there is none that everybody may read. Four queries."""
    page = (
        published()
        .filter(addresses__language=language, addresses__slug=slug)
        .select_related("article__category")
        .first()
    )
    if page is None:
        return None
    version = Version.objects.get(page=page, number=page.shown or 0)
    others = [line for line, _ in _lines(published().filter(article=page.article_id).exclude(pk=page.pk))]
    category = page.article.category
    return Read(
        page, version.title, version.text, version.at, name_in(category, language) if category else "", tuple(others)
    )


def elsewhere(slug: str) -> Line | None:
    """A page of this address in another language, for who followed a link into a language that has none."""
    pages = published().filter(pk__in=Address.objects.filter(slug=slug).values("page"))
    return next((line for line, _ in _lines(pages)), None)


def only_elsewhere(language: str) -> list[Line]:
    """What can be read in other languages alone, each article once, in the language that most is in. Two queries."""
    here, order = published().filter(language=language).values("article"), languages()
    lines = [line for line, _ in _lines(published().exclude(article__in=here))]
    first: dict[int, Line] = {}
    for line in sorted(lines, key=lambda one: order.index(one.language) if one.language in order else len(order)):
        first.setdefault(line.article, line)
    return list(first.values())


def search(text: str, language: str) -> list[Line]:
    """What everybody may read about it in the language, the best first."""
    ids = _found(text, language)
    lines = {line.pk: line for line, _ in _lines(published().filter(language=language, pk__in=ids))}
    return [lines[pk] for pk in ids if pk in lines]


def _found(text: str, language: str) -> list[int]:
    text = typed(text, MOST_TYPED)
    begun = folded(text).split()[-1:] if text and not text[-1].isspace() else []
    roots = backend().telling(stems(text, language[:2]))
    asked = Asked(roots, Of.PAGE, begun=begun[0] if begun else "", most=MOST_FOUND * 4)
    return [one.id for one in backend().found(asked)]


def addresses() -> list[tuple[Line, datetime]]:
    """Every page that everybody may read, and since when it reads so: for the sitemap. One query."""
    rows = published().order_by("pk").values_list("pk", "article", "language", "slug", "title", "published_at")
    return [(Line(pk, article, language, slug, title), at) for pk, article, language, slug, title, at in rows if at]


def enclosure(pk: int) -> Enclosure | None:
    """The picture or file, when its article can be read by everybody."""
    articles = published().values("article")
    return Enclosure.objects.filter(pk=pk, article__in=articles).first()


def shown_title() -> Subquery:
    """The title that readers see, of the page in the outer query."""
    return Subquery(Version.objects.filter(page=OuterRef("pk"), number=OuterRef("shown")).values("title")[:1])


def _lines(pages: QuerySet[Page]) -> Sequence[tuple[Line, int | None]]:
    rows = (
        pages.annotate(seen=shown_title(), sorted_by=F("article__place"), under=F("article__category"))
        .order_by("sorted_by", "seen", "pk")
        .values_list("pk", "article", "language", "slug", "seen", "under")
    )
    return [(Line(pk, article, language, slug, title), under) for pk, article, language, slug, title, under in rows]
