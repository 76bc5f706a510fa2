"""Mentions for programs: pasted, read, decided; for nobody who may not see them."""

from __future__ import annotations

from makegood.conversations.models import Conversation
from makegood.mentions import acts
from makegood.mentions.models import Mention
from makegood.mentions.rules import Told
from tests.world import NOON

WORDS = "The washer that I bought at Harbour leaks, and three repairs have failed."


def test_a_program_pastes_reads_decides_and_takes_back(world, ana, mo):
    begin = ana.get("/events").json()["next"]
    made = ana.post("/mentions", {"said": WORDS, "team": world.harbour.pk}, key="k")
    assert made.status_code == 201 and made.json()["state"] == "new"
    assert ana.post("/mentions", {"said": WORDS, "team": world.harbour.pk}, key="k").json()["id"] == made.json()["id"]
    mention = Mention.objects.get()
    acts.propose(mention, acts.Read(WORDS, [Told(WORDS, "negative", trouble=True, teller="Jo")]), at=NOON)
    [shown] = ana.get("/mentions").json()["items"]
    [episode] = shown["episodes"]
    assert (episode["teller"], episode["trouble"], episode["state"]) == ("Jo", True, "proposed")
    assert "follow" not in str(shown).lower() and "reach" not in str(shown).lower()
    here = f"/mentions/episodes/{episode['id']}"
    assert mo.get(f"/mentions/{mention.pk}").status_code == mo.post(f"{here}/decision", {"seen": 0}).status_code == 404
    assert mo.get("/mentions").json()["items"] == []
    done = ana.post(f"{here}/decision", {"seen": 0, "team": world.hill.pk, "thanked": [world.ben.pk]}).json()
    assert done["state"] == "done" and done["episodes"][0]["conversation"] == Conversation.objects.get().pk
    assert ana.post(f"{here}/decision", {"seen": 1, "team": world.hill.pk}).status_code == 409
    assert ana.post(f"{here}/back").json()["state"] == "waiting"
    assert ana.post(f"/mentions/{mention.pk}/nothing").json()["state"] == "done"
    kinds = [one["kind"] for one in ana.get("/events", after=begin).json()["items"]]
    assert "mention.answered" in kinds and "mention.settled" in kinds


def test_what_cannot_be_is_refused_in_words(world, ana):
    assert ana.post("/mentions", {"said": "https://x.example:22/", "team": world.harbour.pk}).status_code == 409
    assert ana.post("/mentions", {"said": WORDS, "team": world.hill.pk}).status_code == 409
    assert ana.post("/mentions", {"said": WORDS, "team": 10**9}).status_code == 409
    url = {"said": "https://blog.example/1", "team": world.harbour.pk}
    assert (ana.post("/mentions", url).status_code, ana.post("/mentions", url).status_code) == (201, 409)
