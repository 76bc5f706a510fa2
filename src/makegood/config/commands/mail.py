"""`makegood mail read`: what mails say, without storing them. `makegood mail take`: stores and files them."""

from __future__ import annotations

import argparse
import json
import sys

from makegood.channels.mail.reading.lines import Walk, lines

HELP = "Read mail from files, or take it in."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood mail`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    read = verbs.add_parser("read", help="say what mails contain, without storing them")
    read.add_argument("paths", nargs="+", metavar="PATH", help="an .eml file, a folder, an mbox, a Maildir, or -")
    read.add_argument("--json", action="store_true", help="one JSON object a line")
    read.set_defaults(verb_run=_read)
    take = verbs.add_parser("take", help="store mails and file them into conversations")
    take.add_argument("paths", nargs="+", metavar="PATH", help="an .eml file, a folder, an mbox, a Maildir, or -")
    take.add_argument(
        "--mailbox", default="", metavar="ADDRESS", help="our address they came to; else what each mail says"
    )
    take.add_argument("--json", action="store_true", help="one JSON object a line")
    take.set_defaults(verb_run=_take)


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 when something could not be opened."""
    code: int = args.verb_run(args)
    return code


def _read(args: argparse.Namespace) -> int:
    failures: list[str] = []
    for line in lines(args.paths, failures):
        print(json.dumps(line, ensure_ascii=False) if args.json else _in_short(line), flush=True)
    for failure in failures:
        print(f"makegood: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _take(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from makegood.channels.mail.taking import take

    walk = Walk(args.paths, [])
    for line in take(walk.mails(), mailbox=args.mailbox, at=timezone.now()):
        print(json.dumps(line) if args.json else f"{line['arrival']}: {line['outcome']} ({line['kind']})", flush=True)
    for failure in walk.failures:
        print(f"makegood: {failure}", file=sys.stderr)
    return 1 if walk.failures else 0


def _in_short(line: dict[str, object]) -> str:
    sender = line["from"]
    address = sender["address"] if isinstance(sender, dict) else ""
    return f"{line['path']}: {line['kind']} from {address or 'nobody'}: {line['subject']}"
