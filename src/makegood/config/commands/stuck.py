"""`makegood stuck list`: what needs a person, with the reason in words. `makegood stuck retry`: it is tried again."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda import queries as turns
from makegood.conversations import acts as conversations
from makegood.conversations.queries.leaving import stuck_deliveries
from makegood.conversations.rules import Refused as NotStuck
from makegood.intake import acts as intake
from makegood.intake import queries as arrivals

HELP = "see what is stuck, and try it again"
MOST = 100_000
ALL = "all"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the shelf. `since` is when it came, should have left, or first failed."""

    id: str
    what: str
    reason: str
    since: datetime | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood stuck`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="arrivals, deliveries and other work that need a person")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    listed.set_defaults(verb_run=_list)
    retry = verbs.add_parser("retry", help="try it again")
    retry.add_argument("ids", nargs="+", metavar="ID", help="as the list says, like arrival-12; or all")
    retry.set_defaults(verb_run=_retry)


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 when something that was named is not stuck."""
    code: int = args.verb_run(args)
    return code


def shelf() -> Iterator[Item]:
    """Everything that is stuck, the longest waiting of each kind first. Three queries."""
    for arrival in arrivals.shelf():
        what = f"mail from {arrival.sender or 'somebody'}" + (f" to {arrival.mailbox}" if arrival.mailbox else "")
        yield Item(f"arrival-{arrival.pk}", what, arrival.reason, arrival.at)
    for one in stuck_deliveries(limit=MOST):
        what = f"answer in #{one.message.conversation_id} to {one.address}"
        yield Item(f"delivery-{one.pk}", what, one.reason, one.due_at)
    for turn in turns.stuck(limit=MOST):
        yield Item(f"turn-{turn.id}", f"{turn.kind.replace('_', ' ')} ({turn.key})", turn.reason, turn.failing_since)


def _list(args: argparse.Namespace) -> int:
    for item in shelf():
        print(_as_json(item) if args.json else f"{item.id}: {item.what}\n    {item.reason}", flush=True)
    return 0


def _as_json(item: Item) -> str:
    return json.dumps(asdict(item) | {"since": item.since.isoformat() if item.since else None}, ensure_ascii=False)


def _retry(args: argparse.Namespace) -> int:
    ids = [item.id for item in shelf()] if args.ids == [ALL] else args.ids
    failed = [one for one in ids if not _try_again(one, now=timezone.now())]
    for one in failed:
        print(f"makegood: {one} is not stuck. See: makegood stuck list", file=sys.stderr)
    print(f"{len(ids) - len(failed)} tried again.")
    return 1 if failed else 0


def _try_again(item: str, *, now: datetime) -> bool:
    """False when there is no such thing on the shelf."""
    kind, _, number = item.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return False
    match kind:
        case "arrival":
            return intake.retry(int(number), by=None, at=now)
        case "delivery":
            return _send_again(int(number), now=now)
        case "turn":
            return agenda.retry_stuck(int(number), now=now)
    return False


def _send_again(delivery: int, *, now: datetime) -> bool:
    try:
        conversations.try_again(delivery, by=None, at=now)
    except (NotStuck, ObjectDoesNotExist):
        return False
    return True
