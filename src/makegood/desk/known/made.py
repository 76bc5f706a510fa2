"""An article made from a good answer: chosen, masked, opened as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.articles import acts
from makegood.articles import queries as known
from makegood.articles.models import Audience
from makegood.articles.rules import LONGEST_TITLE, Draft
from makegood.articles.words import language_of
from makegood.base.masking import Known, masked, names_in
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.queries import MessageItem
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people.rules import NotAllowed

MOST = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of us said, with what names people taken out."""

    id: int
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, number: int) -> HttpResponse:
    """What we said in the conversation, the newest first; POST makes an article of one of it.

    Of which, nobody needs to say: then it is the answer that was thanked for, else the newest.
    """
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    ours = _ours(request, found)
    chosen = _chosen(request.POST.get("message", ""), found, ours) if request.method == "POST" else None
    if chosen is None:
        return answer(request, "desk/article_from.html", pane=found, answers=ours)
    draft = Draft(masked(found.subject, _known(found))[:LONGEST_TITLE] or _("Without a title"), chosen.text)
    try:
        page = acts.begin(
            draft,
            language=language_of(chosen.text),
            audience=Audience.PUBLIC,
            source=queries.message_for(agent, chosen.id),
            by=agent,
            at=timezone.now(),
        )
    except (Refused, NotAllowed) as why:
        say(request, str(why))
        return redirect("conversation", number)
    say(request, _("A draft, with names and numbers taken out. Read it as a stranger would before you publish it."))
    return redirect("article", page.article_id, page.language)


def _chosen(said: str, found: Conversation, ours: list[Answer]) -> Answer | None:
    if said == "best":
        thanked = known.thanked_for(found.pk)
        good = thanked[1].pk if thanked else 0
        return next((one for one in ours if one.id == good), next(iter(ours), None))
    return next((one for one in ours if one.id == whole_number(said)), None)


def _ours(request: HttpRequest, found: Conversation) -> list[Answer]:
    said = queries.page(agent_of(request), found).items
    ours = [one for one in said if isinstance(one, MessageItem) and one.is_ours][::-1][:MOST]
    named = _known(found, *(one.by for one in ours))
    return [Answer(one.id, masked(one.new_text, named)) for one in ours]


def _known(found: Conversation, *ours: str) -> Known:
    """Whom it names: the customer, and whoever wrote or was written to."""
    wrote = found.messages.values_list("sender_name", flat=True).distinct()[:20]
    return Known(customers=names_in([found.customer.name, *wrote, *ours]))
