"""All reads of work logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from makegood.base.money import Money
from makegood.conversations import queries as conversations
from makegood.conversations.queries import Opened
from makegood.people.models import Agent
from makegood.worklog.models import Entry, Receipt
from makegood.worklog.rules import Total, total_of


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt that can be saved."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Done:
    """An entry. `by` is our name in full, `who` the first one; of a partner, who it was there, and the company.

    `shown_at` None: the customer cannot have read it.
    """

    id: int
    by: str
    did: str
    on: date
    minutes: int | None
    used: str
    cost: Money | None
    written_at: datetime
    corrected_at: datetime | None
    shown_at: datetime | None
    struck_at: datetime | None
    struck_by: str
    struck_why: str
    tells: bool
    is_told: bool
    receipts: tuple[Paper, ...]
    partner: str = ""

    @property
    def who(self) -> str:
        """A first name, as customers know us; of a partner, the company."""
        return self.partner or self.by.partition(" ")[0]

    @property
    def is_struck(self) -> bool:
        """Whether it no longer counts."""
        return self.struck_at is not None


@dataclass(frozen=True, slots=True)
class Log:
    """The entries in the order of their days, and what those that count come to."""

    entries: tuple[Done, ...]
    total: Total


def log_of(conversation: int) -> Log:
    """All that was written down in this conversation. Two queries."""
    found = (
        Entry.objects.filter(conversation=conversation)
        .select_related("by", "partner", "struck_by")
        .order_by("on", "pk")
    )
    return _log(done_of(found))


def told_to(conversation: int) -> Log:
    """What the customer reads: all that `acts.show` has shown them, struck through where it was since. Two queries."""
    return _log([one for one in log_of(conversation).entries if one.shown_at])


def of_partner(conversation: int, partner: int) -> list[Done]:
    """What this partner wrote in this conversation, in the order of its days. Two queries."""
    theirs = Entry.objects.filter(conversation=conversation, partner=partner)
    return done_of(theirs.select_related("partner", "struck_by").order_by("on", "pk"))


def receipt_of_partner(conversation: int, partner: int, pk: int) -> Receipt | None:
    """A receipt of an entry that this partner wrote in this conversation; None for any other. One query."""
    theirs = Receipt.objects.filter(entry__conversation=conversation, entry__partner=partner)
    return theirs.filter(pk=pk).first()


def has_unshown(conversation: int) -> bool:
    """Whether something in it was not on the customer's page yet. One query."""
    return Entry.objects.filter(conversation=conversation, shown_at=None, struck_at=None).exists()


def get_for(agent: Agent, pk: int) -> Entry:
    """The entry, for who sees its conversation. Raises Entry.DoesNotExist."""
    return Entry.objects.select_related("by", "partner", "struck_by").get(
        pk=pk, conversation__in=conversations.visible_to(agent).values("pk")
    )


def receipt_for(agent: Agent, pk: int) -> Receipt:
    """The receipt, for who sees its conversation. Raises Receipt.DoesNotExist."""
    return Receipt.objects.get(pk=pk, entry__conversation__in=conversations.visible_to(agent).values("pk"))


def receipt_to(opened: Opened, pk: int) -> Receipt | None:
    """A receipt of an entry that stands on this customer's page; None for any other. One query."""
    theirs = Receipt.objects.filter(entry__conversation=opened.conversation.pk, entry__shown_at__isnull=False)
    return theirs.filter(pk=pk).first()


def done_of(entries: Iterable[Entry]) -> list[Done]:
    """As pages show them. One query beside theirs."""
    found = list(entries)
    papers: dict[int, list[Paper]] = {}
    for one in Receipt.objects.filter(entry__in=[one.pk for one in found]).order_by("pk"):
        papers.setdefault(one.entry_id, []).append(Paper(one.pk, one.name, one.size))
    return [_done(one, tuple(papers.get(one.pk, ()))) for one in found]


def _done(one: Entry, papers: tuple[Paper, ...]) -> Done:
    same = ("did", "on", "minutes", "used", "written_at", "corrected_at", "shown_at", "struck_at", "struck_why")
    return Done(
        id=one.pk,
        by=_author(one),
        partner=one.partner.name if one.partner else "",
        cost=None if one.cost is None else Money(one.cost, one.currency),
        struck_by=one.struck_by.name if one.struck_by else "",
        tells=one.tells,
        is_told=one.told_by_id is not None,
        receipts=papers,
        **{name: getattr(one, name) for name in same},
    )


def _author(one: Entry) -> str:
    if one.partner is None:
        return one.by.name if one.by else ""
    return f"{one.name}, {one.partner.name}" if one.name else one.partner.name


def _log(entries: Iterable[Done]) -> Log:
    found = tuple(entries)
    return Log(found, total_of((one.minutes, one.cost) for one in found if not one.is_struck))
