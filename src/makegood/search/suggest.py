"""What the palette offers while someone types: a number, customers, tags, views. Quick rather than complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Subquery

from makegood.base.folding import folded
from makegood.conversations.models import Conversation, Tag
from makegood.conversations.queries import View, rows_of
from makegood.customers.models import Identity
from makegood.people.models import Agent
from makegood.search.backends import Wanted, Word
from makegood.search.language import parse
from makegood.search.meaning import Meaning, Scope, scoped
from makegood.search.scan import Place, scan

EACH = 5
LOOKED_AT = 100


class Kind(StrEnum):
    """What is offered."""

    CONVERSATION = "conversation"
    CUSTOMER = "customer"
    TAG = "tag"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the palette. `number` opens a conversation (None: it does not), `search` is what else to ask for.

    For a view, `title` is its value; its words are the face's business.
    """

    kind: Kind
    title: str
    detail: str = ""
    number: int | None = None
    search: str = ""


def suggest(agent: Agent, text: str) -> tuple[Suggestion, ...]:
    """What the agent may mean, at most five of a kind; only what this agent may see. At most seven queries."""
    words = folded(text).split()
    if not words:
        return ()
    return (*_numbers(agent, text), *_customers(agent, words), *_tags(text.strip()), *_views(words))


def _numbers(agent: Agent, text: str) -> Iterable[Suggestion]:
    number = parse(text).number
    rows = rows_of([number], agent=agent) if number is not None else []
    return [Suggestion(Kind.CONVERSATION, row.subject, row.customer, number=row.number) for row in rows]


def _customers(agent: Agent, words: list[str]) -> list[Suggestion]:
    """Those who wrote lately in conversations that the agent may see, by name or address."""
    *whole, begun = words
    wanted = Wanted(senders=(*(Word(one) for one in whole), Word(begun, is_prefix=len(begun) > 1)))
    found = scan(scoped(Meaning(Scope.of(agent), wanted)), Place(), EACH, most=LOOKED_AT).found
    address = Identity.objects.filter(customer=OuterRef("customer")).order_by("pk").values("value")[:1]
    people = Conversation.objects.filter(pk__in=list(found)).annotate(address=Subquery(address)).order_by("-pk")
    named = {
        customer: Suggestion(Kind.CUSTOMER, name or address or "", address or "", search=_from(address or name))
        for customer, name, address in people.values_list("customer", "customer__name", "address")
        if _is_named(words, f"{name} {address or ''}")
    }
    return list(named.values())[:EACH]


def _is_named(words: list[str], name: str) -> bool:
    """Whether each word begins a word of the name. An agent who wrote in the conversation is no customer."""
    names = folded(name).split()
    return all(any(one.startswith(word) for one in names) for word in words)


def _from(name: str) -> str:
    return f'from:"{name}"' if " " in name else f"from:{name}"


def _tags(text: str) -> list[Suggestion]:
    names = Tag.objects.filter(name__istartswith=text).order_by("name").values_list("name", flat=True)
    return [
        Suggestion(Kind.TAG, name, search=f'tag:"{name}"' if " " in name else f"tag:{name}") for name in names[:EACH]
    ]


def _views(words: list[str]) -> list[Suggestion]:
    return [Suggestion(Kind.VIEW, view.value) for view in View if view.value.startswith(words[0])]
