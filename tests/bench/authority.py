"""Deciding cases by the shop's policy, beside the library that evaluates one plain condition over the same facts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tests.bench.report import Row

SECONDS = 2.0
LEAST = 300


def measure() -> list[Row]:
    """Cases a second, each read from JSON and judged by all rules of its kind. Floor: one condition, once."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()
    from makegood.authority import queries
    from makegood.authority.from_json import read_case
    from makegood.authority.reading import read_cases, read_policy
    from makegood.authority.rules import decide

    example = queries.example("shop")
    policy, cases = read_policy(example["text"]), [dict(one.case) for one in read_cases(example["cases"])]

    def decide_all() -> int:
        for case in cases:
            decide(policy, read_case(case, policy))
        return len(cases)

    speed, floor = _per_second(decide_all), _per_second(_plain())
    work = f"decide a case by {len(policy.rules)} rules"
    wanted = f">= {LEAST:,}/s"
    return [Row(work, f"{speed:,.0f}/s", f"{floor:,.0f}/s", f"{speed / floor:.1%}", wanted, speed >= LEAST)]


def _plain() -> Callable[[], int]:
    """One condition of CEL's own evaluator, compiled once."""
    from cel_expr_python import cel

    environment = cel.NewEnv(variables={"order": cel.Type.DYN, "request": cel.Type.DYN})
    program = environment.compile('order.status == "pending" && request.reason in ["no longer needed", "mistake"]')
    facts = {"order": {"status": "pending", "total": 120.0}, "request": {"reason": "mistake"}}

    def evaluate() -> int:
        for _ in range(100):
            program.eval(data=facts)
        return 100

    return evaluate


def _per_second(work: Callable[[], int]) -> float:
    work()
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        done += work()
    return done / (time.perf_counter() - begun)
