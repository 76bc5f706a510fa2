"""Stories through the API: asked for, settled by who moderates, and never the original."""

from __future__ import annotations

import pytest

from makegood.people.models import Company
from makegood.stories import acts, queries
from tests.wall.common import TEXT, fresh, tap, told
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(world: World) -> World:
    Company.objects.get_or_create(pk=1, defaults={"name": "Harbour & Pine", "region": "DE"})
    acts.change_wall(is_on=True, frames=[], moderators=[world.lea], by=world.ada, at=NOON)
    return world


def test_a_story_is_asked_for_settled_and_commented_on(shop: World, program) -> None:
    conversation = shop.receive()
    ana, lea, mo = program(shop.ana), program(shop.lea), program(shop.mo)
    said = {"conversation": conversation.pk, "text": TEXT, "title": "The lamp"}
    made = ana.post("/stories", said, key="k")
    assert (made.status_code, made.json()["state"], made.json()["conversation"]) == (201, "teller", conversation.pk)
    assert "901820" not in made.content.decode() and "phone" in made.json()["hidden"].values()
    assert mo.post("/stories", said).status_code == 404
    story = queries.found(made.json()["id"])
    assert story is not None
    here = f"/stories/{story.pk}"
    assert lea.post(f"{here}/publish", {}).status_code == 409
    acts.agree(story, tap(story, name="Eva"), at=NOON)
    assert [one["id"] for one in lea.get("/stories").json()] == [story.pk]
    assert mo.get(here).status_code == 404 and mo.post(f"{here}/publish", {}).status_code == 404
    assert ana.post(f"{here}/publish", {}).status_code == 409
    topic = acts.add_topic("Repairs", by=shop.ada, at=NOON)
    shown = lea.post(f"{here}/publish", {"topic": topic.pk, "location": shop.hill.location_id})
    assert (shown.json()["state"], shown.json()["topic"]) == ("published", topic.pk)
    assert lea.get("/stories/topics").json() == [{"id": topic.pk, "name": "Repairs", "slug": "repairs"}]
    comment = acts.say(story, "", "Nice lamp", once="1", at=NOON)
    assert ana.get(f"{here}/comments").json() == [] and len(lea.get(f"{here}/comments").json()) == 1
    assert lea.post(f"/comments/{comment.pk}/show").json()["state"] == "shown"
    assert lea.post(f"/comments/{comment.pk}/turn-away").json()["state"] == "turned_away"
    assert mo.post(f"/comments/{comment.pk}/show").status_code == 404
    assert lea.post(f"{here}/decline", {"words": "Thank you all the same."}).json()["state"] == "declined"


def test_other_words_go_to_the_teller(shop: World, program) -> None:
    story, lea = told(shop), program(shop.lea)
    words = lea.get(f"/stories/{story.pk}").json()
    text = words["text"].replace("weeks", "days")
    assert (
        lea.post(f"/stories/{story.pk}/propose", {"title": words["title"], "text": text}).json()["state"] == "proposed"
    )
    assert "days" in fresh(story).new_text
