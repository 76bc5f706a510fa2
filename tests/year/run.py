"""A year from its first day, or from where it stopped, day by day; each day is one transaction."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from makegood.agenda.models import Turn
from makegood.channels.mail import thanks
from tests.year import company, store, watch
from tests.year.at_work import AtWork
from tests.year.life import NOT_TAKEN, Life, Memory
from tests.year.mornings import Mornings
from tests.year.outside import Outside
from tests.year.saying import Saying
from tests.year.scale import BEGINS, DAY, Scale

THOROUGH_EVERY = 30  # days


class OtherYear(Exception):
    """The database holds a year of another size; the message says what to do."""


def begin(scale: Scale) -> Memory:
    """The year as it stands: founded now, or as far as it came. Raises OtherYear."""
    memory = store.recall()
    if memory is None:
        with transaction.atomic():
            _forget_the_clock_on_the_wall()
            company.found(scale)
            memory = Memory(scale, chance=random.Random(scale.seed))
            store.keep(memory)
    if memory.scale != scale:
        raise OtherYear(f"This folder holds another year ({memory.scale}). Name a new folder.")
    Turn.objects.filter(kind__in=NOT_TAKEN).delete()  # each start plans them, as any start of a desk does
    return memory


def _forget_the_clock_on_the_wall() -> None:
    """What a new desk plans by itself belongs to the year's time."""
    Turn.objects.all().delete()
    thanks.begin(now=BEGINS)


def live(memory: Memory, *, say: Callable[[Memory, datetime], None], until: int | None = None) -> Memory:
    """Every day that is left has passed. `until`: stop before that day."""
    life = Life(memory)
    outside, saying = Outside(life, memory.scale), Saying(life, memory.scale)
    work, mornings = AtWork(life, outside, memory.scale.seed), Mornings(life)
    for day in range(memory.day, memory.scale.days if until is None else until):
        began, busy = time.monotonic(), time.process_time()
        with transaction.atomic():
            _day(life, outside, saying, work, mornings)
            memory.day = day + 1
            memory.seconds += time.monotonic() - began
            memory.busy += time.process_time() - busy
            store.keep(memory)
        say(memory, life.at)
    return memory


def _day(life: Life, outside: Outside, saying: Saying, work: AtWork, mornings: Mornings) -> None:
    memory = life.memory
    life.look_at()
    mornings.day()
    for hour in range(24):
        life.is_awake()
        outside.hour()
        saying.hour()
        work.hour()
        if hour == 12:
            work.now_and_then()
        life.do_all()
        looked_at, wrong = watch.hourly(life.at, is_awake=memory.asleep_until is None)
        memory.seen["hours"] += 1
        memory.seen["looks at an open or waiting conversation"] += looked_at
        memory.wrong += wrong
    if memory.asleep_until is None:
        memory.wrong += watch.daily(life.at)
        if (life.at - BEGINS) // DAY % THOROUGH_EVERY == 0:
            memory.wrong += watch.thorough(life.at)
    del memory.wrong[200:]
