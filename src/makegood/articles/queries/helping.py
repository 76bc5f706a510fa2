"""Help while answering: what we know that fits what the customer wrote, and what this agent may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from makegood.articles.backends import Asked, Found, Of, backend
from makegood.articles.models import Audience, GoodAnswer, NoHelp, SavedReply, Version
from makegood.articles.queries.saved import narrowed, saved_for
from makegood.articles.rules import typed
from makegood.articles.words import language_of, stems
from makegood.base.folding import folded
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.queries import visible_to
from makegood.people.models import Agent

MOST_ASKED, MOST_SHOWN = 4_000, 5
LOOKED_AT = 40
LEAST = 0.35
"""Of the best one's score: what fits far less well than that is not worth anybody's look."""


@dataclass(frozen=True, slots=True)
class Help:
    """Something that may help: `of` says what it is; `id` is the page's, saved reply's or good answer's.

    `address`: where customers read it, "" when they cannot. `number`: the conversation that it was said in.
    """

    of: Of
    id: int
    title: str
    text: str
    address: str = ""
    number: int | None = None


def wants_help(agent: Agent) -> bool:
    """Whether the agent is shown anything at all."""
    return not NoHelp.objects.filter(agent=agent).exists()


def asked_in(conversation: Conversation) -> str:
    """What the customer asked: the subject, and their newest words."""
    said = Message.objects.filter(conversation=conversation.pk, direction=Message.IN).order_by("-pk")
    newest = said.values_list("reply_text", "text").first() or ("", "")
    return f"{conversation.subject}\n{newest[0] or newest[1]}"[:MOST_ASKED]


def helpful(agent: Agent, asked: str, *, besides: int | None = None) -> list[Help]:
    """What fits best: articles, saved replies, then earlier good answers. `besides`: a conversation to leave out.

    At most five of a kind. A fixed number of queries.
    """
    asked = typed(asked, MOST_ASKED)
    roots = backend().telling(stems(asked, language_of(asked)))
    if not roots:
        return []
    pages = _pages(_best(Asked(roots, Of.PAGE, most=MOST_SHOWN)))
    replies = _replies(agent, _best(Asked(roots, Of.REPLY, most=LOOKED_AT)))
    answers = _answers(agent, _best(Asked(roots, Of.ANSWER, most=LOOKED_AT)), besides)
    return [*pages, *replies, *answers]


def picked(agent: Agent, begun: str) -> list[Help]:
    """What the agent means who typed this into the picker: saved replies by their words, and articles."""
    begun = typed(begun)
    saved = [_of_reply(one) for one in narrowed(saved_for(agent), begun)[: MOST_SHOWN * 4]]
    last = folded(begun).split()[-1:]
    if not last:
        return saved
    roots = backend().telling(stems(begun, language_of(begun)))
    return [*saved, *_pages(backend().found(Asked(roots, Of.PAGE, begun=last[0], most=MOST_SHOWN)))]


def _best(asked: Asked) -> list[Found]:
    found = backend().found(asked)
    return [one for one in found if one.score >= LEAST * found[0].score]


def _pages(found: Sequence[Found]) -> list[Help]:
    """What readers see of them; only what is published is in the index. One query."""
    shown = Version.objects.filter(page__in=[one.id for one in found], number=F("page__shown"))
    rows = shown.values_list("page", "title", "text", "page__language", "page__slug", "page__article__audience")
    return _in_order(found, (_of_page(*row) for row in rows))


def _of_page(page: int, title: str, text: str, language: str, slug: str, audience: str) -> Help:
    address = f"/help/{language}/{slug}" if audience == Audience.PUBLIC else ""
    return Help(Of.PAGE, page, title, text, address=address)


def _replies(agent: Agent, found: Sequence[Found]) -> list[Help]:
    """Those that this agent may take. One query."""
    rows = saved_for(agent).filter(pk__in=[one.id for one in found]).select_related(None).only("name", "text")
    return _in_order(found, (_of_reply(one) for one in rows))


def _of_reply(reply: SavedReply) -> Help:
    return Help(Of.REPLY, reply.pk, reply.name, reply.text)


def _answers(agent: Agent, found: Sequence[Found], besides: int | None) -> list[Help]:
    """Those said in closed conversations that this agent may see. One query."""
    seen = visible_to(agent).filter(state=Standing.CLOSED).exclude(pk=besides or 0)
    rows = GoodAnswer.objects.filter(pk__in=[one.id for one in found], message__conversation__in=seen)
    return _in_order(found, (_of_answer(*row) for row in rows.values_list(*_ANSWER)))


_ANSWER = (
    *("pk", "message__conversation", "message__conversation__subject", "message__reply_text", "message__text"),
    *("question__reply_text", "question__text"),
)


def _of_answer(pk: int, number: int, subject: str, new: str, whole: str, new_asked: str, asked: str) -> Help:
    return Help(Of.ANSWER, pk, subject or (new_asked or asked)[:80], new or whole, number=number)


def _in_order(found: Sequence[Found], there: Iterable[Help]) -> list[Help]:
    """The best first, and no more than are shown."""
    by_id = {one.id: one for one in there}
    return [by_id[one.id] for one in found if one.id in by_id][:MOST_SHOWN]
