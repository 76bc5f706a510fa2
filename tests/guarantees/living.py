"""A life in a process of its own, for somebody to kill: `python -m tests.guarantees.living live SEED` or `reckon`."""

from __future__ import annotations

import json
import os
import random
import sys
from itertools import count


def live(seed: int) -> None:
    """Act after act, each in a transaction of its own, the worker between them, until somebody kills this."""
    from tests.guarantees.test_any_sequence import VERBS, Walk
    from tests.world import build

    chance = random.Random(seed)
    life = Walk(build(), chance)
    for number in count():
        life.step(chance.choice(VERBS), minutes=chance.choice((5, 20, 60, 180)), works=chance.random() < 0.8)
        print(number, flush=True)


def reckon() -> None:
    """What there is, and what is wrong, once another worker has caught up some days later."""
    from django.db.models import Max

    from makegood.escalations.models import Escalation
    from makegood.handoffs.models import Handoff
    from makegood.people.models import Agent
    from makegood.promises.models import Promise
    from makegood.timeline.models import Event
    from tests.guarantees.test_any_sequence import Walk, hands, wrong_in
    from tests.world import DAY

    life = Walk.__new__(Walk)
    life.people = list(Agent.objects.exclude(name="Ada Example"))
    life.handlers, life.now = hands(), Event.objects.aggregate(at=Max("at"))["at"] + 9 * DAY
    life.work()
    there = [model.objects.count() for model in (Promise, Handoff, Escalation)]
    print(json.dumps({"there": there, "wrong": wrong_in(life)}))


def main() -> None:
    """On the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    import django

    django.setup()
    if sys.argv[1] == "live":
        live(int(sys.argv[2]))
    else:
        reckon()


if __name__ == "__main__":
    main()
