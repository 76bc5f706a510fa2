"""What it has cost the customer, as pages say it; and the page of one customer, for agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.queries import Row
from makegood.desk.page import agent_of, answer
from makegood.effort import queries as efforts
from makegood.effort import words
from makegood.effort.rules import Effort

LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cost:
    """In words; "" when they never turned to us. `is_much`: the story deserves a line of its own at its end."""

    words: str
    people: str
    is_much: bool

    @property
    def sentence(self) -> str:
        """The words as a sentence of their own."""
        return f"{self.words[:1].upper()}{self.words[1:]}." if self.words else ""


def cost(effort: Effort) -> Cost:
    """The same effort, said."""
    is_much = effort.told > 1 or effort.transfers > 0 or effort.waited >= LONG
    said = words.sentence(effort)
    return Cost(said, words.people_in_words(effort), is_much and bool(said))


def of_conversation(found: Conversation, *, now: datetime) -> Cost:
    """Of one matter. One query."""
    return cost(efforts.effort_of(found, now=now))


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are, what they have with us, and what each matter and all together have cost them."""
    agent, now = agent_of(request), timezone.now()
    panel = queries.customer_panel(agent, pk)
    each = efforts.efforts_of([row.number for row in panel.others], now=now)
    return answer(
        request,
        "desk/customer.html",
        now=now,
        customer=panel,
        cost=cost(efforts.effort_of_customer(agent, pk, now=now)),
        matters=[_matter(row, each.get(row.number)) for row in panel.others],
    )


def _matter(row: Row, effort: Effort | None) -> tuple[Row, str]:
    return row, words.sentence(effort) if effort else ""
