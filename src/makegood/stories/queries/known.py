"""What our own books know of the people whom a text may name."""

from __future__ import annotations

import re

from django.db.models import Q

from makegood.base.masking import Known, names_in
from makegood.base.masking.names import NAME
from makegood.conversations.models import Conversation, Message
from makegood.customers.models import Customer, Identity, IdentityKind
from makegood.people import queries as people
from makegood.people.models import Agent, Location, Partner, Team
from makegood.stories.models import Story, Topic

WORDS = re.compile(NAME)
ROWS = re.compile(rf"(?=\b(?P<two>{NAME} {NAME})(?P<three> {NAME})?)")
MOST_ASKED = 400


def address_of(conversation: Conversation) -> str:
    """Where its customer writes from, as last seen; "" when we know none. Two queries."""
    theirs = Identity.objects.filter(customer=conversation.customer_id, kind=IdentityKind.MAIL)
    values = list(theirs.order_by("pk").values_list("value", flat=True))
    wrote = Message.objects.filter(conversation=conversation.pk, direction=Message.IN, is_doubtful=False)
    last = wrote.order_by("-pk").values_list("sender_address", flat=True).first() or ""
    return last if last.lower() in values else (values[0] if values else "")


def known_for(story: Story, text: str) -> Known:
    """Whoever of us, and whoever of our customers, bears a name that stands in the text. Five queries."""
    return Known(
        staff=_staff(story, set(WORDS.findall(text))),
        customers=_customers(story, _rows(text)),
        ours=_ours(),
        region=people.phone_region(),
    )


def _staff(story: Story, words: set[str]) -> dict[str, int | None]:
    """First, last and whole names of everybody who works here or did; of two, the one who answered this customer."""
    met: set[int | None] = set()
    if story.conversation_id:
        wrote = Message.objects.filter(conversation=story.conversation_id, direction=Message.OUT)
        met = set(wrote.values_list("by", flat=True).distinct())
    found: dict[str, set[int]] = {}
    for pk, name in Agent.objects.order_by("pk").values_list("pk", "name"):
        parts = name.split()
        for word in {name, *parts} if words.intersection(parts) else ():
            if len(word) > 1:
                found.setdefault(word, set()).add(pk)
    return {word: _only(pks, met) for word, pks in found.items()}


def _only(some: set[int], met: set[int | None]) -> int | None:
    """The one who is meant: the only one, or the only one who was met; None: nobody can say."""
    narrowed = some & met or some
    return next(iter(narrowed)) if len(narrowed) == 1 else None


def _customers(story: Story, rows: list[str]) -> frozenset[str]:
    """Names of the teller, of others in the conversation, and of whoever bears two or three words of the text."""
    found = Customer.objects.filter(Q(pk=story.customer_id) | Q(name__in=rows)).exclude(name="")
    names = set(found.values_list("name", flat=True))
    if story.conversation_id:
        said = Message.objects.filter(conversation=story.conversation_id, direction=Message.IN)
        names |= set(said.exclude(sender_name="").values_list("sender_name", flat=True).distinct())
    return names_in(names)


def _rows(text: str) -> list[str]:
    """Each two and three capitalised words in a row."""
    found = list(ROWS.finditer(text))
    rows = {one["two"] for one in found} | {one["two"] + one["three"] for one in found if one["three"]}
    return sorted(rows)[:MOST_ASKED]


def _ours() -> frozenset[str]:
    """Our company, our places, teams, partners and topics: words that name no person."""
    company = people.company()
    names = [company.name] if company else []
    for model in (Location, Team, Partner, Topic):
        names += model._default_manager.values_list("name", flat=True)
    return frozenset(word for name in names for word in (name, *name.split()) if word[:1].isupper())
