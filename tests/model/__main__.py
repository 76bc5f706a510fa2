"""`python -m tests.model`: the rules, searched in the small (docs/model.md)."""

from __future__ import annotations

import argparse
import sys
import time

from tests.model.fixes import FIXES
from tests.model.scenes import SCENES
from tests.model.search import search, shortest_without, walk


def main() -> int:
    """0 when what must hold holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument(
        "mode", choices=["fixed", "literal", "ablate", "walk"], help="all rules; none; all but one each"
    )
    parser.add_argument("--scene", choices=list(SCENES), action="append", help="that one only; may be given again")
    parser.add_argument("--without", choices=list(FIXES), action="append", help="leave that rule out")
    parser.add_argument("--most", type=int, default=200_000, help="states of a scene")
    parser.add_argument("--steps", type=int, default=20_000, help="of a walk")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    scenes = args.scene or list(SCENES)
    if args.mode == "walk":
        return _walk(args.steps, args.seed)
    if args.mode == "ablate":
        return _ablate(args.without or list(FIXES), scenes, args.most)
    return _search(set(FIXES) - set(args.without or ()) if args.mode == "fixed" else set(), scenes, args.most)


def _search(fixes: set[str], scenes: list[str], most: int) -> int:
    bad = 0
    for scene in scenes:
        began = time.monotonic()
        found = search(scene, fixes, most=most)
        bad += len(found.found)
        part = "" if found.is_whole else " (not all)"
        words = f"{scene}: {len(found.parents):,} states{part}, {found.steps:,} steps, {time.monotonic() - began:.0f} s"
        print(f"{words}, longest wait {found.longest} ticks, wrong: {len(found.found)}", flush=True)
        for what, trace in found.found.items():
            print(f"    {what} <- {trace}", flush=True)
    return int(bool(bad))


def _ablate(names: list[str], scenes: list[str], most: int) -> int:
    useless = 0
    for name in names:
        best = shortest_without(name, scenes=scenes, most=most)
        useless += best is None
        words = "nothing found" if best is None else f"[{best[0]}] {best[1]} <- {best[2]}"
        print(f"without {name}: {words}", flush=True)
    return int(bool(useless))


def _walk(steps: int, seed: int) -> int:
    found, longest = walk(steps, seed)
    print(f"{steps:,} steps, longest wait {longest} ticks, wrong: {len(found)}")
    for what, path in found.items():
        print(f"    {what} <- {' · '.join(path)}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
