"""An oracle of what matters cost: kept step by step beside a walk, from what rows show then, never from events."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from makegood.base.plain import ask
from makegood.calls.models import Callback
from makegood.clocks.models import Clock
from makegood.clocks.rules import RESPONSES
from makegood.conversations.models import Conversation, Merge, Message, State
from makegood.effort.queries import efforts_of
from makegood.effort.rules import Effort
from makegood.escalations.models import Cause, Escalation
from makegood.handoffs.models import Handoff
from makegood.promises.models import Promise

EACH = "SELECT id, owner_id, team_id, merged_into_id FROM conversations_conversation ORDER BY id"
AT_REST = """SELECT m.id FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE m.direction = 'in' AND c.state IN ('waiting', 'closed')"""


@dataclass
class Had:
    """Who had a conversation last, in which team, and how often that was another than before."""

    holder: int | None
    team: int
    moves: int = 0


@dataclass
class Ledger:
    """What was seen of each conversation; `past` holds it as it was before each moment, for what is taken back.

    `answered` are questions that were seen where nobody waited for us: from then on only events tell whether somebody
    does again, for a merge or a split leaves them beside the clocks of others. `into`: what was merged into what.
    """

    seen: dict[int, Had] = field(default_factory=dict)
    past: list[tuple[datetime, dict[int, Had]]] = field(default_factory=list)
    moved: dict[tuple[int, datetime], int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    into: dict[int, int] = field(default_factory=dict)

    def before(self, now: datetime) -> None:
        """A step is about to be taken then."""
        self.past = [*self.past[-60:], (now, {pk: copy(had) for pk, had in self.seen.items()})]

    def after(self, *, merged: bool = False) -> None:
        """A step was taken; in a merge nobody passes anything on, the two have one owner between them."""
        rows = ask(EACH)
        for pk, owner, team, _into in rows:
            had = self.seen.setdefault(pk, Had(owner, team))
            is_other = bool(owner and had.holder and owner != had.holder)
            if (is_other or team != had.team) and not merged:
                had.moves += 1
                step = pk, self.past[-1][0]
                self.moved[step] = self.moved.get(step, 0) + 1
            had.holder, had.team = owner or had.holder, team
        self._joined({pk: target for pk, _owner, _team, target in rows if target})
        self.answered |= {pk for (pk,) in ask(AT_REST)}

    def _joined(self, into: dict[int, int]) -> None:
        """Whoever had what was merged in had it all, if nobody else had."""
        for source, target in into.items():
            if self.into.get(source) != target:
                self.seen[target].holder = self.seen[target].holder or self.seen[source].holder
        self.into = into

    def undone(self, number: int, of: datetime) -> None:
        """What was done in the conversation at that moment never was."""
        known = [seen for at, seen in self.past if at == of]
        if known and number in known[-1]:
            self.seen[number] = copy(known[-1][number])

    def taken_back(self, number: int, of: datetime) -> None:
        """A reply of that moment never left, so nobody had the conversation by it."""
        had, owner = self.seen[number], Conversation.objects.get(pk=number).owner_id
        had.moves -= self.moved.pop((number, of), 0)
        had.holder = owner or next((seen[number].holder for at, seen in self.past if at == of), had.holder)

    def wrong(self, now: datetime) -> list[str]:
        """Where what is counted is not what was seen."""
        roots = list(Conversation.objects.exclude(state=State.MERGED))
        efforts = efforts_of([one.pk for one in roots], now=now)
        return [f"#{one.pk}: {words}" for one in roots for words in self._wrong(one, efforts[one.pk])]

    def _wrong(self, one: Conversation, effort: Effort) -> list[str]:
        family = _family(one.pk)
        said = Message.objects.filter(conversation__in=family, direction="in", kind="person", is_stranger=False).count()
        higher = Escalation.objects.filter(conversation__in=family, cause=Cause.CUSTOMER).count()
        companies = Handoff.objects.filter(conversation__in=family, partner__isnull=False, accepted_at__isnull=False)
        moves = sum(self.seen[pk].moves for pk in family) + companies.count()
        facts = {
            "contacts": (effort.contact_count, said + higher),
            "transfers": (effort.transfers, effort.transfers if _came_apart(family) else moves),
            "told at most": (effort.told <= effort.contact_count, True),
            "waits": (effort.waits, self._waits(one, effort.waits)),
        }
        return [f"{name} {told}, but {seen} were seen" for name, (told, seen) in facts.items() if told != seen]

    def _waits(self, one: Conversation, otherwise: bool) -> bool:
        """Whether the ball is with us, where that can be told from what stands there now."""
        if one.state == State.CLOSED:
            return False
        owed = (
            Promise.objects.filter(conversation=one, state="open").exists()
            or Handoff.objects.filter(conversation=one, partner__isnull=False, ended_at=None).exists()
            or Callback.objects.filter(conversation=one, ended_at=None).exists()
            or Escalation.objects.filter(conversation=one, ended_at=None).exists()
        )
        if owed or one.state == State.WAITING:
            return owed
        last = one.messages.order_by("-pk").first()
        if last is None or last.direction != "in" or last.pk in self.answered:
            return otherwise
        by_it = Clock.objects.filter(conversation_id=one.pk, kind__in=RESPONSES, ended_at=None, started_at__lte=last.at)
        return True if by_it.exists() else otherwise


def _came_apart(family: list[int]) -> bool:
    """Whether something was merged in and taken out again: it may have left its owner behind."""
    return Merge.objects.filter(target__in=family).exclude(undone_at=None).exists()


def _family(root: int) -> list[int]:
    found = [root]
    for pk in found:
        found += Conversation.objects.filter(merged_into=pk).values_list("pk", flat=True)
    return found
