"""What we know: articles, saved replies, and what fits a question."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from ninja.params import Path

from makegood.api.bearer import agent_of
from makegood.api.shapes.articles import (
    ArticleIn,
    HelpOut,
    NewSavedIn,
    PageChangeIn,
    PageIn,
    PageOut,
    SavedChangeIn,
    SavedIn,
    SavedOut,
)
from makegood.api.shapes.common import PathId, answers
from makegood.articles import acts, queries
from makegood.articles.acts import Saved
from makegood.articles.models import Page, SavedReply
from makegood.articles.queries import Help
from makegood.articles.rules import Draft
from makegood.base.masking import Known, masked
from makegood.people.models import Team
from makegood.people.rules import NotAllowed

router = Router(tags=["articles"])
MOST = 200
Tongue = Annotated[str, Path(max_length=12)]
Asked = Annotated[str, Query(max_length=4000, description="Empty: all.")]
ONE = answers(PageOut, also=(404, 409))
SAVED = answers(SavedOut, also=(404, 409))
PAGE = "/articles/{pk}/{language}"


@router.get("/articles", response=answers(list[PageOut]), summary="List articles")
def articles(request: HttpRequest, q: Asked = "", state: str = "", language: str = "") -> list[PageOut]:
    """The pages, drafts too, the last changed first; 200 at most."""
    found = list(queries.pages_for(agent_of(request), about=q, state=state[:12], language=language[:12])[:MOST])
    counts = queries.counted(found)
    return [_page(one, counts.get(one.pk, (0, 0))) for one in found]


@router.post("/articles", response=answers(PageOut, status=201, also=(409,)), summary="Write an article")
def begin(request: HttpRequest, said: ArticleIn) -> Status[PageOut]:
    """It is a draft: nobody reads it before it is published."""
    page = acts.begin(
        _draft(said),
        language=said.language,
        audience=said.audience,
        category=queries.category(said.category) if said.category else None,
        by=agent_of(request),
        at=timezone.now(),
    )
    return Status(201, _page(page))


@router.get(PAGE, response=answers(PageOut, also=(404,)), summary="Get an article")
def article(request: HttpRequest, pk: PathId, language: Tongue) -> PageOut:
    """In this language."""
    return _now(request, pk, language)


@router.post(PAGE, response=answers(PageOut, status=201, also=(404, 409)), summary="Translate an article")
def translate(request: HttpRequest, pk: PathId, language: Tongue, said: PageIn) -> Status[PageOut]:
    """It has a page in another language, a draft; 409 when it has that one already."""
    agent = agent_of(request)
    acts.translate(queries.article_for(agent, pk), _draft(said), language=language, by=agent, at=timezone.now())
    return Status(201, _now(request, pk, language))


@router.put(PAGE, response=ONE, summary="Change an article")
def write(request: HttpRequest, pk: PathId, language: Tongue, said: PageChangeIn) -> PageOut:
    """A new version; readers see the old one until it is published. 409 when `seen` is not the newest."""
    agent = agent_of(request)
    found = queries.page_for(agent, pk, language)
    acts.write(found, _draft(said), seen=said.seen, by=agent, at=timezone.now())
    return _now(request, pk, language)


@router.post(PAGE + "/publish", response=ONE, summary="Publish an article")
def publish(request: HttpRequest, pk: PathId, language: Tongue) -> PageOut:
    """Readers see the newest version. Twice is once."""
    agent = agent_of(request)
    acts.publish(queries.page_for(agent, pk, language), by=agent, at=timezone.now())
    return _now(request, pk, language)


@router.post(PAGE + "/take-down", response=ONE, summary="Take an article down")
def take_down(request: HttpRequest, pk: PathId, language: Tongue) -> PageOut:
    """Nobody but us sees it. Twice is once."""
    agent = agent_of(request)
    acts.take_down(queries.page_for(agent, pk, language), by=agent, at=timezone.now())
    return _now(request, pk, language)


@router.get("/help", response=answers(list[HelpOut]), summary="Find what helps")
def helpful(request: HttpRequest, q: Asked) -> list[HelpOut]:
    """What fits the question best: published articles, saved replies, earlier good answers that you may see."""
    return [_help(one) for one in queries.helpful(agent_of(request), q)]


@router.get("/saved-replies", response=answers(list[SavedOut]), summary="List saved replies")
def saved_replies(request: HttpRequest, q: Asked = "") -> list[SavedOut]:
    """Your own, and those of the teams that you see; 200 at most."""
    return [_saved(one) for one in queries.narrowed(queries.saved_for(agent_of(request)), q)[:MOST]]


@router.post("/saved-replies", response=answers(SavedOut, status=201, also=(409,)), summary="Save a reply")
def save(request: HttpRequest, said: NewSavedIn) -> Status[SavedOut]:
    """For a team, or your own."""
    agent = agent_of(request)
    return Status(201, _saved(acts.save(_words(said), team=_team(request, said.team), by=agent, at=timezone.now())))


@router.get("/saved-replies/{pk}", response=answers(SavedOut, also=(404,)), summary="Get a saved reply")
def saved_reply(request: HttpRequest, pk: PathId) -> SavedOut:
    """As it stands now."""
    return _saved(queries.saved_reply_for(agent_of(request), pk))


@router.put("/saved-replies/{pk}", response=SAVED, summary="Change a saved reply")
def change(request: HttpRequest, pk: PathId, said: SavedChangeIn) -> SavedOut:
    """409 when `seen` is not the newest revision."""
    agent = agent_of(request)
    found = queries.saved_reply_for(agent, pk)
    return _saved(acts.change(found, _words(said), seen=said.seen, by=agent, at=timezone.now()))


@router.delete("/saved-replies/{pk}", response=answers(None, status=204, also=(404,)), summary="Put a saved reply away")
def put_away(request: HttpRequest, pk: PathId) -> Status[None]:
    """Nobody is offered it any more."""
    agent = agent_of(request)
    acts.put_away(queries.saved_reply_for(agent, pk), by=agent, at=timezone.now())
    return Status(204, None)


def _now(request: HttpRequest, pk: int, language: str) -> PageOut:
    page = queries.page_for(agent_of(request), pk, language)
    return _page(page, queries.counted([page]).get(page.pk, (0, 0)))


def _page(one: Page, counts: tuple[int, int] = (0, 0)) -> PageOut:
    same = ("language", "slug", "title", "text", "other_words", "state", "revision", "shown", "published_at")
    return PageOut(
        **{name: getattr(one, name) for name in same},
        article=one.article_id,
        audience=one.article.audience,
        category=one.article.category_id,
        changed_at=one.changed_at,
        helped=counts[0],
        not_helped=counts[1],
    )


def _saved(one: SavedReply) -> SavedOut:
    same = ("name", "text", "folder", "other_words", "revision", "used", "changed_at")
    return SavedOut(**{name: getattr(one, name) for name in same}, id=one.pk, team=one.team_id)


def _help(one: Help) -> HelpOut:
    """An earlier answer is told without what names somebody."""
    title, text = (masked(one.title, Known()), masked(one.text, Known())) if one.number else (one.title, one.text)
    return HelpOut(
        of=one.of.value,
        id=one.id,
        title=title,
        text=text,
        address=one.address,
        conversation=one.number,
    )


def _draft(said: PageIn) -> Draft:
    return Draft(said.title, said.text, said.other_words, said.slug)


def _words(said: SavedIn) -> Saved:
    return Saved(said.name, said.text, said.folder, said.other_words)


def _team(request: HttpRequest, pk: int | None) -> Team | None:
    if pk is None:
        return None
    found = next((one for one in queries.teams_to_share_with(agent_of(request)) if one.pk == pk), None)
    if found is None:
        raise NotAllowed(_("Only who works in the team may save replies for it."))
    return found
