"""`makegood doctor`: are the guarantees kept, on the data of this moment?"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from django.utils import timezone

from makegood.config.doctor import Finding, examine, warnings

HELP = "prove the guarantees on the live data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to say it."""
    parser.add_argument("--json", action="store_true", help="one JSON object a guarantee")


def run(args: argparse.Namespace) -> int:
    """0 when every guarantee holds, 1 when one is broken."""
    now = timezone.now()
    findings = examine(now=now)
    for finding in findings:
        print(json.dumps(asdict(finding)) if args.json else _in_words(finding), flush=True)
    for warning in warnings(now=now):
        print(f"makegood: {warning}", file=sys.stderr)
    return 0 if all(finding.ok for finding in findings) else 1


def _in_words(finding: Finding) -> str:
    head = f"{'ok    ' if finding.ok else 'BROKEN'} {finding.guarantee}. {finding.name} ({finding.checked} looked at)"
    return "\n".join([head, *(f"         {words}" for words in finding.violations)])
