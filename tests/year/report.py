"""What became of everything: kept and broken words, how long people waited, what was handed on, what climbed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from statistics import quantiles
from typing import Any

from django.db import connection

from makegood.base.plain import ask, utc
from tests.year.life import Memory
from tests.year.scale import HOUR

HEAD = """# A simulated year of a chain

Written by `bin/year --write docs/simulated-year.md`. A chain of shops in three time zones lives through a year in a
database of its own: customers write, answer and get loud; people work their weeks, fall ill, go on holiday, forget,
leave for good; partners do their part or never say a word; the worker sleeps for some hours now and then. Everything
is a real act of the desk, refused or not, and a real turn of its agenda at its own time; only the clock on the wall
is simulated, and mail is taken by nobody. After every hour each open or waiting conversation must have an owner (a
person, or a team with people) and a running clock with its turn; no promise may be open past its time, or have broken
without an event; nothing may be past its turn while the worker was there. Every day, for whatever is open somebody
must be on duty or known to come, and no turn may have failed; every thirty days doctor must find nothing at all.
People are drawn at random from the seed: one in ten is sloppy, one partner in seven is silent
(`tests/year/habits.py`). These are habits of an invented company; what they show is what the desk does about them.

```sh
bin/year                            # 80 shops, 500 people, 30,000 conversations: ./data-year; goes on where it stopped
bin/year --size big                 # 800 shops, 5,000 people, 300,000 conversations
bin/year --size small --days 30     # 8 shops; what bin/test does, with fewer conversations
MAKEGOOD_DATA=data-year bin/serve   # look around in it afterwards
```

"""

OF_PROMISES = (
    ("moved in good time, with the customer", "promises_term WHERE was_due_at IS NOT NULL"),
    ("broken, and owned up to by the desk itself", "promises_promise WHERE owned_up_at IS NOT NULL"),
)


def written(memory: Memory) -> str:
    """The page, from what is in the database now."""
    parts = [HEAD, _what(memory), *_tables(), _done(memory.done), _wrong(memory.wrong)]
    return "\n".join(parts).rstrip() + "\n"


def _what(memory: Memory) -> str:
    scale, seen = memory.scale, memory.seen
    began = ask("SELECT count(*) FROM conversations_conversation")[0][0]
    database = f"SQLite {sqlite3.sqlite_version}" if connection.vendor == "sqlite" else "PostgreSQL"
    rows = [
        ("shops, people at a time, days", f"{scale.locations}, {scale.agents}, {memory.day} of {scale.days}"),
        ("conversations begun", f"{began:,}"),
        ("hours looked at", f"{seen['hours']:,}"),
        ("looks at an open or waiting conversation", f"{seen['looks at an open or waiting conversation']:,}"),
        ("without owner or clock, or lapsed in silence, at any hour", f"**{len(memory.wrong)}**"),
        ("turns of the agenda", f"{memory.done['turns of the agenda']:,}"),
        (
            "time that it took",
            f"{memory.seconds / 60:.0f} minutes, of the processor {memory.busy / 60:.0f}, {database}",
        ),
    ]
    return _table("The run", ["what", "figure"], rows)


def _tables() -> Iterator[str]:
    yield _table("Conversations at the end", ["state", "number"], ask(_count("conversations_conversation", "state")))
    yield _promises()
    yield _waiting()
    yield _handoffs()
    yield _ladders()
    yield _said()


def _count(table: str, *by: str) -> str:
    names = ", ".join(by)
    return f"SELECT {names}, count(*) FROM {table} GROUP BY {names} ORDER BY count(*) DESC"  # noqa: S608 - our names


def _promises() -> str:
    rows: list[Sequence[object]] = [("made", _number("SELECT count(*) FROM promises_promise"))]
    rows += [(state.replace("_", " "), number) for state, number in ask(_count("promises_promise", "state"))]
    rows += [(words, _number(f"SELECT count(*) FROM {what}")) for words, what in OF_PROMISES]  # noqa: S608 - ours
    return _table("Our word", ["what became of promises", "number"], rows)


def _number(sql: str) -> int:
    return int(ask(sql)[0][0])


def _waiting() -> str:
    first = ask("SELECT created_at, replied_at FROM conversations_conversation WHERE replied_at IS NOT NULL")
    good = ask("SELECT broken_at, made_good_at FROM promises_promise WHERE made_good_at IS NOT NULL")
    rung = ask("SELECT began_at, ended_at FROM escalations_escalation WHERE ended_at IS NOT NULL")
    rows = [
        _spread("until the first answer", first),
        _spread("from a broken word until it was made good", good),
        _spread("from taken higher until it ended", rung),
    ]
    late = ask("SELECT kind, count(*), count(missed_at) FROM clocks_clock GROUP BY kind ORDER BY kind")
    clocks = [(kind.replace("_", " "), number, missed) for kind, number, missed in late]
    head = ["hours on the wall", "number", "half within", "nine of ten within", "longest"]
    return _table("Waiting", head, rows) + "\n" + _table("", ["clocks", "started", "ran out"], clocks)


def _spread(what: str, rows: Iterable[tuple[datetime, datetime]]) -> Sequence[object]:
    hours = sorted((utc(until) - utc(since)) / HOUR for since, until in rows)
    if len(hours) < 2:
        return what, len(hours), "", "", ""
    tenths = quantiles(hours, n=10)
    return what, len(hours), f"{tenths[4]:.1f}", f"{tenths[8]:.1f}", f"{hours[-1]:.0f}"


def _handoffs() -> str:
    rows = ask(
        """SELECT CASE WHEN partner_id IS NULL THEN 'to a team or shop' ELSE 'to a partner' END, state, count(*)
        FROM handoffs_handoff GROUP BY 1, 2 ORDER BY 1, 3 DESC"""
    )
    mails = ask(_count("handoffs_mail", "kind"))
    return (
        _table("Handed on", ["to whom", "what became of it", "number"], rows)
        + "\n"
        + _table("", ["mails to partners", "number"], [(kind.replace("_", " "), number) for kind, number in mails])
    )


def _ladders() -> str:
    began = ask(
        """SELECT cause, count(*), count(ended_at), max(rung) FROM escalations_escalation
        GROUP BY cause ORDER BY count(*) DESC"""
    )
    asked = ask(
        """SELECT CASE skipped WHEN '' THEN 'asked' ELSE 'passed over: ' || skipped END, count(*)
        FROM escalations_ask GROUP BY 1 ORDER BY 2 DESC"""
    )
    causes = [(cause.replace("_", " "), *rest) for cause, *rest in began]
    head = ["cause", "begun", "ended", "highest rung"]
    return _table("Ladders", head, causes) + "\n" + _table("", ["people on them", "times"], asked)


def _said() -> str:
    thanks, told = ask(_count("kudos_kudos", "state")), ask(_count("stories_story", "state"))
    said: list[Sequence[object]] = [(f"thanks, {state}", number) for state, number in thanks]
    asked, yes = "kudos_question WHERE asked_at IS NOT NULL", "kudos_question WHERE solved"
    said.append(("asked whether it was solved", _number(f"SELECT count(*) FROM {asked}")))  # noqa: S608 - our names
    said.append(("said yes", _number(f"SELECT count(*) FROM {yes}")))  # noqa: S608 - our names
    said.append(("said no", _number("SELECT count(*) FROM kudos_question WHERE NOT solved")))
    said += [(f"stories, {state}", number) for state, number in told]
    return _table("What customers said of it", ["what", "number"], said)


def _done(done: Counter[str]) -> str:
    names = sorted(name for name in done if not name.endswith(", refused"))
    refused = {name for name in done if name.endswith(", refused")}
    names += sorted(name.removesuffix(", refused") for name in refused if name.removesuffix(", refused") not in done)
    rows = [(name, f"{done[name]:,}", f"{done[f'{name}, refused']:,}") for name in names]
    return _table("What was done", ["act", "done", "refused in words"], rows)


def _wrong(wrong: list[str]) -> str:
    return "\n".join(["## What was wrong", "", *(f"- {one}" for one in wrong[:50])]) if wrong else ""


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(f'{one:,}' if isinstance(one, int) else str(one) for one in row)} |" for row in rows]
    return "\n".join([f"## {title}", "", *lines, ""] if title else [*lines, ""])
