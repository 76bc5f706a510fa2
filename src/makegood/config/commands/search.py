"""`makegood search`: looks through everything, as the owner of the data folder may."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from makegood.search.results import Hit
    from makegood.search.snippets import Part

HELP = "find conversations by words, names, numbers and filters such as from: tag: is: before:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood search`."""
    parser.add_argument("query", metavar="QUERY", nargs="?", default="", help='such as: voucher "lost card" from:eva')
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--limit", type=int, default=30, metavar="N", help="how many at most (up to 100)")
    parser.add_argument("--rebuild", action="store_true", help="index everything anew, newest first")
    parser.add_argument(
        "--catch-up", action="store_true", help="index what is missing, such as after a stopped rebuild"
    )


def run(args: argparse.Namespace) -> int:
    """0 when it was looked through, whether or not anything was found; 2 when nothing was asked."""
    from makegood.search import acts

    if args.rebuild or args.catch_up:
        return _index(acts.rebuild() if args.rebuild else acts.catch_up())
    if not args.query.strip():
        print("makegood: what are you looking for? Give a QUERY, in quotes if it has spaces.", file=sys.stderr)
        return 2
    return _search(args.query, as_json=args.json, limit=args.limit)


def _index(batches: Iterable[int]) -> int:
    done = 0
    for count in batches:
        done += count
        print(f"{done} indexed", file=sys.stderr)
    print(f"Done: {done} messages and notes indexed.", file=sys.stderr)
    return 0


def _search(query: str, *, as_json: bool, limit: int) -> int:
    from django.utils import timezone

    from makegood.search.queries import search_everything

    results = search_everything(query, zone=_zone(), now=timezone.now(), limit=limit)
    for chip in results.chips:
        print(f"{chip.words}. {chip.problem}".rstrip(), file=sys.stderr)
    for hit in results.hits:
        print(json.dumps(_plain(hit), ensure_ascii=False) if as_json else _line(hit), flush=True)
    print(f"{'more than ' if results.is_capped else ''}{results.total} found", file=sys.stderr)
    return 0


def _zone() -> tzinfo:
    """The company's, in which days are meant here."""
    from makegood.people.queries import company

    known = company()
    return ZoneInfo(known.zone) if known else UTC


def _plain(hit: Hit) -> dict[str, Any]:
    """The hit as JSON. `matches` are the words of the snippet that were looked for."""
    return {
        "conversation": hit.number,
        "subject": _text(hit.subject),
        "customer": hit.customer,
        "owner": hit.owner,
        "state": hit.state,
        "tags": list(hit.tags),
        "where": hit.where.value,
        "by": hit.by,
        "at": hit.at.isoformat(),
        "snippet": _text(hit.snippet),
        "matches": [one.text for one in hit.snippet if one.is_match],
    }


def _line(hit: Hit) -> str:
    """Two lines for a terminal, without whatever a stranger's text could do to it."""
    head = f"#{hit.number}  {_text(hit.subject)}  ({hit.customer}, {hit.state}, {hit.at:%Y-%m-%d})"
    return f"{_printable(head)}\n    {_printable(_text(hit.snippet))}"


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)


def _text(parts: Iterable[Part]) -> str:
    return "".join(one.text for one in parts)
