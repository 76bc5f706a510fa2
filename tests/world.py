"""The one small world of all tests: Ana owns, Ben is on her team, Mo is not, Lea leads, Ada is admin; Eva writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from makegood.conversations import acts
from makegood.conversations.letter import Address, Letter
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent, Location, Mailbox, Rank, Role, Team

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVA = Address("Eva Stern", "eva@post.example")
_numbers = count(1)


@dataclass
class World:
    """Two shops, two teams, a mailbox each, and the people."""

    harbour: Team
    hill: Team
    ana: Agent
    ben: Agent
    mo: Agent
    lea: Agent
    ada: Agent
    help: Mailbox
    hill_help: Mailbox

    def letter(self, **fields: Any) -> Letter:
        """A mail by Eva, unlike every other."""
        number = next(_numbers)
        said = {
            "sender": EVA,
            "to": (Address("", self.help.address),),
            "subject": "The lamp flickers",
            "text": f"Hello, my lamp flickers ({number}).",
            "reply_text": f"Hello, my lamp flickers ({number}).",
            "message_id": f"eva-{number}@post.example",
        }
        return Letter(**(said | fields))

    def receive(self, *, at: datetime = NOON, mailbox: Mailbox | None = None, **fields: Any) -> Conversation:
        """The conversation that now holds a letter with these fields."""
        got = acts.receive(self.letter(**fields), mailbox=mailbox or self.help, at=at)
        return Conversation.objects.get(pk=got.conversation)

    def reply(
        self, conversation: Conversation, *, by: Agent | None = None, at: datetime = NOON + HOUR, **more: Any
    ) -> Message:
        """An answer by Ana to Eva who has seen everything."""
        words = acts.Words(to=[EVA], html=more.pop("html", "<div>We send a new one.</div>"))
        seen = conversation.messages.order_by("-pk").values_list("pk", flat=True).first() or 0
        once = more.pop("once", f"press-{next(_numbers)}")
        return acts.reply(conversation, words, by=by or self.ana, seen=seen, at=at, once=once, **more)


def build() -> World:
    """The world, fresh in the database."""
    shop = Location.objects.create(name="Harbour")
    other = Location.objects.create(name="Hill")
    harbour = Team.objects.create(name="Front", location=shop)
    hill = Team.objects.create(name="Hill front", location=other)
    people = {name: _agent(name) for name in ("ana", "ben", "mo", "lea", "ada")}
    for name, rank, team in [
        ("ana", "agent", harbour),
        ("ben", "agent", harbour),
        ("mo", "agent", hill),
        ("lea", "lead", harbour),
    ]:
        Role.objects.create(agent=people[name], rank=rank, team=team)
    Role.objects.create(agent=people["ada"], rank=Rank.ADMIN)
    box = Mailbox.objects.create(address="help@harbour.example", name="Harbour", team=harbour, created_at=NOON)
    hill_box = Mailbox.objects.create(address="help@hill.example", name="Hill", team=hill, created_at=NOON)
    return World(harbour, hill, **people, help=box, hill_help=hill_box)


def _agent(name: str) -> Agent:
    return Agent.objects.create_user(f"{name}@harbour.example", name=f"{name.title()} Example", created_at=NOON)
