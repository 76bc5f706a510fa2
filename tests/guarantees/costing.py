"""An oracle of what matters cost: kept step by step beside a walk, from what rows show then, never from events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
AT_REST = """SELECT m.id FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation_id
    WHERE m.direction = 'in' AND c.state IN ('waiting', 'closed')"""


@dataclass(frozen=True)
class Step:
    """From then on this one owned it, in that team. Not `passed`: nobody passed it on by that."""

    at: datetime
    owner: int | None
    team: int
    passed: bool = True


@dataclass
class Had:
    """Who had a conversation, one after the other; the first is how it was when it was first seen."""

    steps: list[Step]

    def moves(self) -> int:
        """How often another had it than before, or another team. Who let it go still had it last."""
        moves, holder, team = 0, self.steps[0].owner, self.steps[0].team
        for one in self.steps[1:]:
            is_other = bool(one.owner and holder and one.owner != holder) or one.team != team
            moves += is_other and one.passed
            holder, team = one.owner or holder, one.team
        return moves

    def holder(self) -> int | None:
        """Who had it last."""
        return next((one.owner for one in reversed(self.steps) if one.owner), None)


@dataclass
class Ledger:
    """What was seen of each conversation; `past` holds it as it was before each moment, for what is taken back.

    `answered` are questions that were seen where nobody waited for us: from then on only events tell whether somebody
    does again, for a merge or a split leaves them beside the clocks of others. `into`: what was merged into what.
    """

    seen: dict[int, Had] = field(default_factory=dict)
    past: list[tuple[datetime, dict[int, list[Step]]]] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    into: dict[int, int] = field(default_factory=dict)

    def before(self, now: datetime) -> None:
        """A step is about to be taken then."""
        self.past = [*self.past[-60:], (now, {pk: [*had.steps] for pk, had in self.seen.items()})]

    def after(self, *, merged: bool = False) -> None:
        """A step was taken; in a merge nobody passes anything on, the two have one owner between them."""
        rows, now = ask(EACH), self.past[-1][0] if self.past else BEFORE_ALL
        for pk, owner, team, _into in rows:
            had = self.seen.setdefault(pk, Had([Step(now, owner, team)]))
            if (owner, team) != (had.steps[-1].owner, had.steps[-1].team):
                had.steps.append(Step(now, owner, team, passed=not merged))
        self._joined({pk: target for pk, _owner, _team, target in rows if target})
        self.answered |= {pk for (pk,) in ask(AT_REST)}

    def _joined(self, into: dict[int, int]) -> None:
        """Whoever had what was merged in had it all, if nobody else had."""
        for source, target in into.items():
            had = self.seen[target]
            if self.into.get(source) != target and had.holder() is None and (holder := self.seen[source].holder()):
                last = had.steps[-1]
                had.steps += [replace(last, owner=holder, passed=False), replace(last, passed=False)]
        self.into = into

    def undone(self, number: int, of: datetime) -> None:
        """What was done in the conversation at that moment never was."""
        known = [seen for at, seen in self.past if at == of]
        if known and number in known[-1]:
            self.seen[number] = Had([*known[-1][number]])

    def taken_back(self, number: int, of: datetime) -> None:
        """A reply of that moment never left: nobody had the conversation by it, or passed it on from there."""
        had = self.seen[number]
        now = Conversation.objects.get(pk=number)
        had.steps = [had.steps[0], *(one for one in had.steps[1:] if one.at != of)]
        if now.owner_id and now.owner_id != had.steps[-1].owner:
            had.steps.append(Step(of, now.owner_id, now.team_id, passed=False))

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
        moves = sum(self.seen[pk].moves() for pk in family) + companies.count()
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
        if last is None or last.direction != "in" or last.is_stranger or last.pk in self.answered:
            return otherwise  # a stranger's question is not theirs
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
