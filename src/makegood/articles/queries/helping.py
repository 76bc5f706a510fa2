"""Help while answering: what we know that fits what the customer wrote, and what this agent may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from makegood.articles.backends import Asked, Found, Of, backend
from makegood.articles.models import Audience, GoodAnswer, NoHelp, Page, SavedReply, State, Version
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
    roots = tuple(stems(asked, language_of(asked)))
    if not roots:
        return []
    pages = _pages(_best(Asked(roots, Of.PAGE, most=LOOKED_AT)))
    replies = _replies(agent, _best(Asked(roots, Of.REPLY, most=LOOKED_AT)))
    answers = _answers(agent, _best(Asked(roots, Of.ANSWER, most=LOOKED_AT)), besides)
    return [*pages[:MOST_SHOWN], *replies[:MOST_SHOWN], *answers[:MOST_SHOWN]]


def picked(agent: Agent, begun: str) -> list[Help]:
    """What the agent means who typed this into the picker: saved replies by their words, and articles."""
    begun = typed(begun)
    saved = [_of_reply(one) for one in narrowed(saved_for(agent), begun)[: MOST_SHOWN * 4]]
    roots, last = tuple(stems(begun, language_of(begun))), folded(begun).split()[-1:]
    if not last:
        return saved
    pages = _pages(backend().found(Asked(roots, Of.PAGE, begun=last[0], most=LOOKED_AT)))
    return [*saved, *pages[:MOST_SHOWN]]


def help_for(agent: Agent, of: Of, pk: int) -> Help | None:
    """This one, when the agent may see it; None: there is none."""
    if of is Of.REPLY:
        return next((_of_reply(one) for one in saved_for(agent).filter(pk=pk)), None)
    if of is Of.PAGE:
        return next(iter(_pages([Found(pk, 1.0)])), None)
    return next(iter(_answers(agent, [Found(pk, 1.0)], None)), None)


def _best(asked: Asked) -> list[Found]:
    found = backend().found(asked)
    return [one for one in found if one.score >= LEAST * found[0].score]


def _pages(found: Sequence[Found]) -> list[Help]:
    pages = Page.objects.filter(pk__in=[one.id for one in found], state=State.PUBLISHED).select_related("article")
    by_id = {one.pk: one for one in pages}
    shown = _shown(by_id.values())
    return [_of_page(by_id[one.id], shown[one.id]) for one in found if one.id in shown]


def _shown(pages: Iterable[Page]) -> dict[int, Version]:
    """What readers see of each. One query."""
    wanted = {(one.pk, one.shown) for one in pages}
    rows = Version.objects.filter(page__in=[pk for pk, _ in wanted], number__in=[number for _, number in wanted])
    return {one.page_id: one for one in rows if (one.page_id, one.number) in wanted}


def _of_page(page: Page, version: Version) -> Help:
    is_public = page.article.audience == Audience.PUBLIC
    address = f"/help/{page.language}/{page.slug}" if is_public else ""
    return Help(Of.PAGE, page.pk, version.title, version.text, address=address)


def _replies(agent: Agent, found: Sequence[Found]) -> list[Help]:
    by_id = {one.pk: one for one in saved_for(agent).filter(pk__in=[one.id for one in found])}
    return [_of_reply(by_id[one.id]) for one in found if one.id in by_id]


def _of_reply(reply: SavedReply) -> Help:
    return Help(Of.REPLY, reply.pk, reply.name, reply.text)


def _answers(agent: Agent, found: Sequence[Found], besides: int | None) -> list[Help]:
    """Those said in closed conversations that this agent may see. One query."""
    seen = visible_to(agent).filter(state=Standing.CLOSED)
    rows = GoodAnswer.objects.filter(pk__in=[one.id for one in found], message__conversation__in=seen).select_related(
        "message__conversation__customer", "question"
    )
    by_id = {one.pk: one for one in rows if one.message.conversation_id != besides}
    return [_of_answer(by_id[one.id]) for one in found if one.id in by_id]


def _of_answer(good: GoodAnswer) -> Help:
    said, conversation = good.message, good.message.conversation
    title = conversation.subject or (good.question.reply_text or good.question.text)[:80]
    return Help(Of.ANSWER, good.pk, title, said.reply_text or said.text, number=conversation.pk)
