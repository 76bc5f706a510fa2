"""How it is counted: what was said and done is read in order, one line a conversation. Pure, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from operator import attrgetter

from makegood.effort.line import Line
from makegood.effort.rules import Account, Row
from makegood.timeline.kinds import Kind

POSTSCRIPT = timedelta(hours=1)  # what comes sooner after their last word belongs to it
WHOLE = ("stands", "said", "owed", "merge")  # kinds of rows that are looked at as one, whatever happened
RANK = {"said": 0, "owed": 1, "done": 2}
WORK = ("promise", "partner", "callback")  # what we owe by itself; the rest of what is owed climbs
CLOSES = (Kind.CONVERSATION_CLOSED, Kind.CONVERSATION_SETTLED, Kind.CONVERSATION_RESTED)


def accounts(rows: Iterable[Row]) -> dict[int, Account]:
    """By the number of each conversation that is not merged into another of them. Rows in any order."""
    reading = _Reading(list(rows))
    for row in reading.in_order:
        reading.take(row)
    return reading.finished()


def _gone(splits: Iterable[Row]) -> list[Row]:
    """Our answers that a split took along: what stays behind was answered by them all the same."""
    return [
        Row("said", datetime.fromisoformat(at), row.conversation, pk, "out", None, "", {}, None)
        for row in splits
        if row.conversation == row.about.get("source")
        for pk, at in row.about.get("answers", ())
    ]


class _Reading:
    """The rows of a family of conversations, taken in the order in which they came to be."""

    def __init__(self, rows: list[Row]) -> None:
        kinds: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            kinds[row.what if row.what in WHOLE else row.kind].append(row)
        self.rows = [*rows, *_gone(kinds[Kind.CONVERSATION_SPLIT])]
        self.stands = {row.conversation: row for row in kinds["stands"]}
        self.merges = sorted(kinds["merge"], key=attrgetter("at"))
        self.into: dict[int, int] = {}
        self.lines = {pk: Line(Account()) for pk in self.stands}
        self.undone = {(row.conversation, row.about["of"]) for row in kinds[Kind.ACT_UNDONE] if row.about.get("of")}
        self.unsaid = {row.about.get("message") for row in kinds[Kind.REPLY_UNDONE]}
        self.on_page = {(row.conversation, row.at) for row in kinds[Kind.MESSAGE_RECEIVED]}
        self.goes_on = {row.about.get("message") for row in kinds[Kind.REPLY_WRITTEN] if row.about.get("goes_on")}
        self.homes: dict[int, int] = {
            pk: row.conversation for row in reversed(self.merges) for pk in row.about.get("messages", ())
        }
        self.climbs = [row for row in kinds["owed"] if row.kind not in WORK]

    @property
    def in_order(self) -> list[Row]:
        """By time; what was said before what was done with it in the same moment."""
        some = [row for row in self.rows if row.what in RANK]
        return sorted(some, key=lambda row: (row.at, RANK[row.what], row.pk))

    def take(self, row: Row) -> None:
        """The row is counted."""
        if row.what == "owed":
            self._owed(row)
        elif row.what == "said":
            self._said(row)
        elif row.kind in DONE and (row.conversation, row.at.isoformat()) not in self.undone:
            DONE[row.kind](self, row, self._line(row.conversation))

    def finished(self) -> dict[int, Account]:
        """What was counted, each matter under its number."""
        found: dict[int, Account] = {}
        for pk, line in self.lines.items():
            if line.since is not None:
                line.account.waits.append((line.since, None))
            if self.stands[pk].kind == "merged" and self.stands[pk].pk in self.stands:
                continue
            line.account.closed_at = self.stands[pk].until if self.stands[pk].kind == "closed" else None
            found[pk] = line.account
        return found

    def _line(self, conversation: int) -> Line:
        """Where what belongs to the conversation is counted now; what came from another one, at its new place."""
        while conversation in self.into:
            conversation = self.into[conversation]
        return self.lines.setdefault(conversation, Line(Account()))

    def _said(self, row: Row) -> None:
        home = self._home(row)
        line = self._line(home)
        if row.kind == "out":
            self._ours(row, line)
            return
        on_page = (home, row.at) in self.on_page
        self._contact(line, at=row.at, channel="page" if on_page and row.name == "mail" else row.name)

    def _home(self, row: Row) -> int:
        """The conversation in which it was said, unless a split has taken it elsewhere since."""
        home = at = self.homes.get(row.pk, row.conversation)
        while at != row.conversation:
            if self.stands[at].kind != "merged":
                return row.conversation
            at = self.stands[at].pk
        return home

    def _ours(self, row: Row, line: Line) -> None:
        if row.by is not None:
            line.account.people.setdefault(row.by, row.name)
        if row.pk in self.goes_on:
            line.since = line.since or row.at
        else:
            line.answered(row.at)

    def _contact(self, line: Line, *, at: datetime, channel: str, is_higher: bool = False) -> None:
        owed = line.since is not None and line.said_at is not None and at - line.said_at >= POSTSCRIPT
        owed = owed or self._climbs_at(line, at)
        is_again = line.said_at is not None and (owed or line.has_moved or line.was_closed or is_higher)
        line.account.contacts[channel] += 1
        line.account.again += is_again
        line.counted_again, line.said_at = is_again, at
        line.since, line.has_moved, line.was_closed, line.is_closed = line.since or at, False, False, False

    def _climbs_at(self, line: Line, at: datetime) -> bool:
        return any(
            one.at < at and (one.until is None or at < one.until) and self._line(one.conversation) is line
            for one in self.climbs
        )

    def _owed(self, row: Row) -> None:
        line = self._line(row.conversation)
        if row.kind == "customer":
            self._higher(row, line)
        if row.kind == "partner" and row.name == "accepted":
            line.account.transfers += 1
        line.account.waits.append((row.at, row.until))

    def _higher(self, row: Row, line: Line) -> None:
        """They took it higher: a contact, unless words came with it, which were counted; and telling it again."""
        if (row.conversation, row.at) not in self.on_page:
            self._contact(line, at=row.at, channel="page", is_higher=True)
        elif not line.counted_again:
            line.counted_again = True
            line.account.again += 1


def _closed(reading: _Reading, row: Row, line: Line) -> None:
    line.answered(row.at)
    if row.about.get("why") in ("thanks", "spam") and line.counted_again:
        line.account.again -= 1
        line.counted_again = False
    line.was_closed = line.is_closed = True


def _held(reading: _Reading, row: Row, line: Line) -> None:
    line.answered(row.at)


def _called(reading: _Reading, row: Row, line: Line) -> None:
    """What nobody has is with whoever reached them by phone, or was given it with their call."""
    if row.about.get("done"):
        line.answered(row.at)
    if line.is_free and row.about.get("owner"):
        line.moves(row.about["owner"])


def _called_in_vain(reading: _Reading, row: Row, line: Line) -> None:
    """After the last try the ball is theirs, as after an answer."""
    if row.about.get("rests"):
        line.answered(row.at)


def _opened(reading: _Reading, row: Row, line: Line) -> None:
    """Whoever owes something in what was closed and nobody's has it."""
    if line.is_closed and line.is_free and row.by is not None:
        line.moves(row.by)
    line.is_closed = False


def _back_with_us(reading: _Reading, row: Row, line: Line) -> None:
    line.since, line.is_closed = line.since or row.at, False


def _reopened(reading: _Reading, row: Row, line: Line) -> None:
    line.is_closed = False
    if row.by is not None:
        line.since = line.since or row.at


def _replied(reading: _Reading, row: Row, line: Line) -> None:
    """Whoever answers what nobody has has it."""
    if line.is_free and row.about.get("message") not in reading.unsaid:
        line.moves(row.by)


def _unreplied(reading: _Reading, row: Row, line: Line) -> None:
    owner = row.about.get("owner")
    line.holder, line.is_free = owner or line.holder, owner is None


def _released(reading: _Reading, row: Row, line: Line) -> None:
    line.is_free = True


def _started(reading: _Reading, row: Row, line: Line) -> None:
    line.holder, line.is_free = line.holder or row.by, row.by is None
    if row.about.get("history"):
        line.answered(row.at)


def _assigned(reading: _Reading, row: Row, line: Line) -> None:
    line.moves(row.about.get("to"), is_elsewhere=bool(row.about.get("from_team")))


def _claimed(reading: _Reading, row: Row, line: Line) -> None:
    line.moves(row.by)


def _accepted(reading: _Reading, row: Row, line: Line) -> None:
    if row.about.get("for_agent") or row.about.get("for_teams"):  # a partner's part is counted as what it owes
        line.moves(row.by, is_elsewhere=bool(row.about.get("from_team")))


def _merged(reading: _Reading, row: Row, line: Line) -> None:
    source, target = row.about.get("source"), row.about.get("target")
    if source is None or target not in reading.stands or row.conversation != source:
        return
    if not any(one.conversation == source and one.at == row.at for one in reading.merges):
        return  # it was taken apart again
    one, other = reading._line(source), reading._line(target)
    reading.into[source] = target
    if one is not other:
        other.take_over(one)


def _unmerged(reading: _Reading, row: Row, line: Line) -> None:
    if row.about.get("closed") and row.conversation == row.about.get("source"):
        _closed(reading, row, line)


def _split(reading: _Reading, row: Row, line: Line) -> None:
    if line.holder is None:
        line.holder, line.is_free = row.about.get("owner"), row.about.get("owner") is None


DONE: dict[str, Callable[[_Reading, Row, Line], None]] = {
    **{kind.value: _closed for kind in CLOSES},
    Kind.CONVERSATION_STARTED.value: _started,
    Kind.CONVERSATION_HELD.value: _held,
    Kind.CALL_LOGGED.value: _called,
    Kind.CALL_MADE.value: _called_in_vain,
    Kind.CONVERSATION_REOPENED.value: _reopened,
    Kind.CONVERSATION_ASSIGNED.value: _assigned,
    Kind.CONVERSATION_CLAIMED.value: _claimed,
    Kind.CONVERSATION_RELEASED.value: _released,
    Kind.CONVERSATION_MERGED.value: _merged,
    Kind.CONVERSATION_UNMERGED.value: _unmerged,
    Kind.CONVERSATION_SPLIT.value: _split,
    Kind.REPLY_WRITTEN.value: _replied,
    Kind.REPLY_UNDONE.value: _unreplied,
    Kind.HANDOFF_ACCEPTED.value: _accepted,
    Kind.PROMISE_MADE.value: _opened,
    Kind.REMEDY_GRANTED.value: _opened,
    Kind.ASK_MADE.value: _opened,
    Kind.DELIVERY_STUCK.value: _back_with_us,
    Kind.DELIVERY_BOUNCED.value: _back_with_us,
}
