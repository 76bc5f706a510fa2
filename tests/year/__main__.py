"""`bin/year`: a simulated year of a chain, in a folder of its own; started again, it goes on where it stopped."""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.year.scale import BIG, SMALL, USUAL, Scale


def main() -> int:
    """0 when nothing was wrong at any hour."""
    args = _arguments()
    scale = replace({"small": SMALL, "usual": USUAL, "big": BIG}[args.size], seed=args.seed)
    if args.days:
        scale = replace(scale, days=args.days, conversations=round(scale.a_day * args.days))
    _set_up(args.data)
    if args.profile:
        with cProfile.Profile() as profile:
            code = _run(scale, args)
        profile.dump_stats(args.profile)
        return code
    return _run(scale, args)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/year", description=__doc__)
    parser.add_argument("--size", choices=["small", "usual", "big"], default="usual", help="8, 80 or 800 shops")
    parser.add_argument("--seed", type=int, default=1, help="the same seed is the same year")
    parser.add_argument("--days", type=int, help="fewer days, as many conversations a day")
    parser.add_argument("--data", type=Path, default=Path("data-year"), help="the folder (default ./data-year)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the report into this file")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="also say what took the time (pstats)")
    return parser.parse_args()


def _set_up(folder: Path) -> None:
    """Django, with this folder; mail has a server that nobody reaches."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["MAKEGOOD_DATA"] = str(folder.resolve())
    os.environ["MAKEGOOD_SMTP_URL"] = "smtp://127.0.0.1:9"
    os.environ["DJANGO_SETTINGS_MODULE"] = "makegood.config.settings"
    import django

    django.setup()


def _run(scale: Scale, args: argparse.Namespace) -> int:
    from makegood.config import prepare
    from tests.year import report, run

    prepare.database(say=lambda words: print(words, file=sys.stderr))
    memory = run.begin(scale)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    run.live(memory, say=_say)
    text = report.written(memory)
    print(text)
    if args.write:
        args.write.write_text(text)
    return 1 if memory.wrong else 0


def _say(memory: object, at: datetime) -> None:
    from tests.year.life import Memory

    if isinstance(memory, Memory) and (memory.day % 7 == 0 or memory.day < 3):
        took = f"{memory.seconds:.0f} s ({memory.busy:.0f} s busy)"
        words = f"{at:%Y-%m-%d}: {took}, {memory.done['turns of the agenda']} turns, wrong: {len(memory.wrong)}"
        print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
