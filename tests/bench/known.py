"""Help while answering on a desk that knows a lot, beside FTS5 asked for the same stems and nothing else.

By processor time, so that what else the machine does counts for little. The floor is the four queries without which
nothing can be offered: how often each stem occurs, and what fits best of each kind.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.money import set_up
from tests.bench.pages import Speed, speed_of
from tests.bench.report import Row
from tests.bench.spending import spent
from tests.servers.desk import Desk

ALIKE = 10
TIMES = 10
ASKERS = 20
MOST, MOST_TIMES = 30, 25


def measure() -> list[Row]:
    """One row: what fits a customer's letter, from the request to the whole answer."""
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.run("migrate")
        command, root = [sys.executable, "-m", "tests.bench.known"], Path(__file__).parents[2]
        done = subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
    page, floor = Speed(*said["page"]), Speed(*said["floor"])
    ratio = page.p50 / floor.p50
    return [
        Row(
            f"help while answering, {said['known']:,} articles, as many saved replies and good answers",
            f"p50 {page.p50:.1f} ms, p95 {page.p95:.1f} ms of one core",
            f"p50 {floor.p50:.2f} ms (FTS5 alone)",
            f"{ratio:.0f}x",
            f"p50 <= {MOST_TIMES}x, p95 < {MOST} ms",
            ratio <= MOST_TIMES and page.p95 < MOST,
        )
    ]


def _measured() -> dict[str, Any]:
    """The page and its floor, asked in turn by letters of many words."""
    set_up()
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from makegood.articles import queries
    from makegood.articles.backends import MOST_ASKED, Of
    from makegood.articles.words import language_of, stems
    from tests.articles.measuring import labelled
    from tests.world import build

    settings.ALLOWED_HOSTS = ["testserver"]
    now, world, known = timezone.now(), build(), labelled()
    count = _filled(world, known, now)
    letters = [f"Hello, {' '.join(one.held)} Thank you and kind regards" for one in known[:ASKERS]]
    matters = [world.receive(at=now, subject="A question", text=words) for words in letters]
    ana = Client()
    ana.force_login(world.ana)
    page = [took for one in matters for took in spent(_asked(ana, f"/c/{one.pk}/help"), TIMES)]
    floor = []
    for one in matters:
        asked = queries.asked_in(one)
        roots = stems(asked, language_of(asked))
        floor += spent(_raw(roots, [MOST_ASKED[of] for of in Of]), TIMES)
    of_page, of_floor = speed_of(page), speed_of(floor)
    return {"known": count, "page": [of_page.p50, of_page.p95], "floor": [of_floor.p50, of_floor.p95]}


def _filled(world: Any, known: Sequence[Any], now: Any) -> int:
    """Each article, a saved reply and a good answer of the same words, ten times, each a little different."""
    from dataclasses import replace

    from django.db import transaction

    from makegood.articles import acts
    from makegood.articles.acts import Saved, indexing
    from makegood.articles.models import GoodAnswer
    from makegood.conversations.models import Conversation

    with transaction.atomic():
        for turn in range(ALIKE):
            for one in known:
                title = f"{one.draft.title} {turn}" if turn else one.draft.title
                draft = replace(one.draft, title=title)
                acts.publish(acts.begin(draft, language="en", by=None, at=now), by=None, at=now)
                acts.save(Saved(title, f"Dear {{customer}}, {draft.text}"), team=world.harbour, by=world.ana, at=now)
                asked = world.receive(at=now - timedelta(days=1), subject=title, text=one.build[0])
                said = world.reply(asked, html=f"<p>{draft.text}</p>", at=now)
                question = asked.messages.order_by("pk")[0]
                good = GoodAnswer.objects.create(message=said, question=question, found_at=now)
                indexing.answer_found(good, subject=title, asked=question.text, said=said.text)
        Conversation.objects.update(state="closed", next_due=None)
    return ALIKE * len(known)


def _asked(client: Any, path: str) -> Callable[[], object]:
    def ask() -> object:
        offers = client.get(path).json()["offers"]
        if {one["of"] for one in offers} != {"page", "reply", "answer"}:
            raise RuntimeError(f"{path} offers {len(offers)} things, not all three kinds")
        return offers

    return ask


def _raw(roots: Sequence[str], most: Sequence[int]) -> Callable[[], object]:
    """What FTS5 itself takes, over a plain cursor."""
    from django.db import connection

    connection.ensure_connection()
    plain = connection.connection
    once = list(dict.fromkeys(roots))
    counts = f"SELECT term, doc FROM articles_text_term WHERE term IN ({', '.join('?' * len(once))})"  # noqa: S608
    best = "SELECT rowid FROM articles_text WHERE articles_text MATCH ? ORDER BY rank LIMIT 20"

    def ask() -> object:
        found = dict(plain.execute(counts, once).fetchall())
        rare = sorted(found, key=lambda one: found[one])
        return [plain.execute(best, [" OR ".join(f'"{one}"' for one in rare[:n])]).fetchall() for n in most]

    return ask


if __name__ == "__main__":
    print(json.dumps(_measured()))
