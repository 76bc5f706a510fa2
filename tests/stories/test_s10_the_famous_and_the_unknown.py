"""S10. A washer breaks after a week, and repairs fail. Twice it is told in public: by somebody whom millions follow,
and by somebody whom nobody knows. Both become conversations like any other: the same clocks, in the order they came."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from makegood.clocks.models import Clock
from makegood.conversations.models import Conversation
from makegood.conversations.queries import View
from makegood.kudos.models import Kudos
from makegood.mentions import acts as mentions
from makegood.mentions.models import Mention, SourceKind
from makegood.mentions.reach.models import Reach
from makegood.mentions.reach.queries import Band, reach_of
from makegood.mentions.rules import Placed
from tests.servers.elsewhere import Elsewhere, elsewhere
from tests.stage import Stage

pytestmark = pytest.mark.once
UNKNOWN = """My washer from the Harbour shop broke after a week. They came three times to repair it, and it still \
leaks. I called on Monday and nobody called me back."""
FAMOUS = """My washer from the Harbour shop stopped after a week. Two repairs failed, and a third man never came. \
I wrote to them and nobody answered."""
GLAD = """Ben from the Harbour shop came the same evening and fixed our washer for free. Thank you, Ben!"""


def said(number: int, text: str, name: str, followers: int) -> dict[str, object]:
    return {
        "id": str(number),
        "uri": f"https://social.example/s/{number}",
        "url": f"https://social.example/@{name.lower()}/{number}",
        "created_at": timezone.now().isoformat(),
        "content": f"<p>{text}</p>",
        "visibility": "public",
        "account": {"acct": name.lower(), "display_name": name, "followers_count": followers},
    }


def confirm(page: Page, title: str) -> None:
    """The first of those that wait, by this author, becomes a conversation."""
    page.goto("/mentions")
    page.locator("#mentions a", has_text=title).click()
    expect(page.locator("#text .passage").first).to_be_visible()
    page.locator("section.episode").first.get_by_role("button", name="Confirm").click()
    expect(page.locator(".decided").first).to_contain_text("Ana Example confirmed it")


def _work(stage: Stage) -> None:
    """In a thread of its own, as the worker is: what fetches wants no other loop beside it."""

    def work() -> None:
        try:
            stage.work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(work).result()


def test_s10_what_is_said_in_public_is_a_conversation_like_any_other(stage: Stage) -> None:
    with elsewhere() as there:
        _play(stage, there)


def _play(stage: Stage, there: Elsewhere) -> None:
    world, now = stage.world, timezone.now()
    there.json(
        "/api/v1/timelines/tag/harbourshop",
        [said(1, UNKNOWN, "Nobody", 3), said(2, FAMOUS, "Star", 9_000_000), said(3, GLAD, "Glad", 40)],
    )
    place = Placed("The tag", SourceKind.MASTODON_SEARCH, there.origin, "#harbourshop", is_inside=True)
    mentions.add(place, team=world.harbour, by=world.ada, at=now - timedelta(minutes=5))
    _work(stage)
    assert [one.author for one in Mention.objects.order_by("pk")] == ["Nobody", "Star", "Glad"]
    assert Reach.objects.count() == 3 and not Conversation.objects.exists() and not Kudos.objects.exists()

    # Ana sees them as they came, and nothing of how many heard it. She says what each is.
    ana = stage.desk_of(world.ana, "/mentions", bypass_csp=True)
    expect(ana.locator("#mentions li")).to_have_count(3)
    assert [one.split(" ·")[0] for one in ana.locator("#mentions li .quiet:not(.small)").all_inner_texts()] == [
        "Nobody", "Star", "Glad",
    ]  # fmt: skip
    assert "9,000,000" not in ana.content() and "9000000" not in ana.content() and "follower" not in ana.content()
    assert not Axe().run(ana).response["violations"]
    confirm(ana, "broke after a week")
    assert not Axe().run(ana).response["violations"]
    confirm(ana, "stopped after a week")
    confirm(ana, "came the same evening")
    [thanks] = Kudos.objects.all()
    assert (thanks.agent, thanks.name) == (world.ben, "Glad")

    # The same clocks, and the order of the list is that of the clocks.
    unknown, famous = Conversation.objects.order_by("pk")
    first, second = (Clock.objects.get(conversation_id=one.pk) for one in (unknown, famous))
    assert (first.kind, first.target_id, first.due_at - first.started_at) == (
        second.kind,
        second.target_id,
        second.due_at - second.started_at,
    )
    assert first.kind == "first_response" and first.due_at < second.due_at
    ana.goto(f"/inbox/{View.TEAM.value}")
    expect(ana.locator(".name", has_text="Star")).to_be_visible()
    names = [one for one in ana.locator(".name").all_inner_texts() if one in ("Nobody", "Star")]
    assert names == ["Nobody", "Star"]
    ana.goto(f"/c/{unknown.pk}")
    expect(ana.locator("#timeline")).to_contain_text("it still leaks")
    expect(ana.locator("#timeline")).to_contain_text("We know no address of theirs")
    expect(ana.locator("#timeline")).to_contain_text("social.example/@nobody/1")

    # Reports alone may ask how many heard it; and no page, list or program ever does.
    assert reach_of([unknown.pk, famous.pk]) == {unknown.pk: Band.FEW, famous.pk: Band.MANY}
    stage.is_healthy()


PLACES = ("/inbox", "/inbox/team", "/inbox/all", "/inbox/due", "/today", "/mentions", "/search?q=washer", "/counter")


def test_no_list_asks_how_many_heard_it(stage: Stage) -> None:
    world, at = stage.world, timezone.now()
    pasted = mentions.paste(UNKNOWN, team=world.harbour, by=world.ana, at=at)
    mentions.propose(pasted, mentions.Read(UNKNOWN), at=at)
    Reach.objects.create(mention=pasted, followers=9_000_000)
    browser = Client()
    browser.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as asked:
        for place in (*PLACES, f"/mentions/{pasted.pk}"):
            assert browser.get(place).status_code == 200, place
    assert len(asked) > len(PLACES)
    assert not [one["sql"] for one in asked if Reach._meta.db_table in one["sql"]]
