"""Notices through the API: looked at, written, started, stopped; nobody twice, and only by who leads."""

from __future__ import annotations

import pytest

from makegood.notices.models import Recipient
from tests.world import World

pytestmark = pytest.mark.django_db
CHOICE = {"by": "list", "said": ["Ida Roth, ida@post.example", "tom@post.example", "nobody"]}


def test_a_notice_is_looked_at_written_sent_and_stopped(world: World, program) -> None:
    lea, ana = program(world.lea), program(world.ana)
    assert [one["address"] for one in lea.post("/notices/preview", CHOICE).json()] == [
        "ida@post.example", "tom@post.example",
    ]  # fmt: skip
    said = {"team": world.harbour.pk, "subject": "A late batch", "words": {"en": "It is late."}, "choice": CHOICE}
    made = lea.post("/notices", said, key="k")
    assert (made.status_code, made.json()["state"], made.json()["waiting"]) == (201, "draft", 2)
    assert lea.post("/notices", said, key="k").json()["id"] == made.json()["id"]
    here = f"/notices/{made.json()['id']}"
    assert [lea.post(f"{here}/start").json()["state"] for _ in range(2)] == ["sending"] * 2
    assert (
        lea.post(f"{here}/recipients", CHOICE | {"said": ["ida@post.example", "new@post.example"]}).json()["waiting"]
        == 3
    )
    assert (
        lea.post(f"{here}/pause").json()["state"] == "paused" and lea.post(f"{here}/stop").json()["state"] == "stopped"
    )
    assert lea.post(f"{here}/start").status_code == 409 and lea.get(here).json()["told"] == 0
    assert Recipient.objects.count() == 3 and len(lea.get("/notices").json()) == 1
    assert ana.post("/notices", said).status_code == 403 and ana.get(here).status_code == 404
    assert lea.post("/notices", said | {"team": world.hill.pk}).status_code == 403
