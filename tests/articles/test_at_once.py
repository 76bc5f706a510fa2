"""Each act on articles and saved replies pressed twice at the same moment, and killed half-way: once, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from makegood.articles import acts, queries
from makegood.articles.acts import Saved
from makegood.articles.models import Article, Category, Entry, GoodAnswer, NoHelp, Opinion, Page, SavedVersion, Version
from makegood.articles.queries import centre
from makegood.articles.rules import Draft
from makegood.conversations.letter import Attachment
from makegood.conversations.models import File
from makegood.people.rules import NotAllowed
from tests.articles.test_articles import LAMP
from tests.articles.test_helping import LATER, thanked
from tests.guarantees.at_once import at_once
from tests.guarantees.whole import once
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """For processes and threads with connections of their own."""
    return build()


def press(act: Callable[[], Any], *, tells: int = 1) -> Any:
    return once(act, "articles", tells=tells)


def test_from_a_good_answer_to_the_help_centre_and_off_it(world: World) -> None:
    conversation = thanked(world)
    good = press(lambda: acts.learn(conversation.pk, at=LATER), tells=0)
    begin = partial(acts.begin, LAMP, language="en", by=world.ana, at=NOON, source=good.message)
    page = press(lambda: begin())
    press(lambda: acts.write(page, Draft("My lamp", "Wait."), seen=1, by=world.ana, at=NOON))
    press(lambda: acts.put_back(page, 1, by=world.ana, at=NOON))
    press(lambda: acts.publish(page, by=world.lea, at=NOON))
    german = Draft("Meine Lampe flackert", "Aus und wieder an.")
    press(lambda: acts.translate(page.article, german, language="de", by=world.ana, at=NOON))
    press(lambda: acts.say(page, reader="1", helped=False, words="No.", at=NOON))
    file = press(lambda: acts.enclose(page.article, "lamp.txt", b"A lamp", by=world.ana, at=NOON), tells=0)
    press(lambda: acts.take_out(file, by=world.ana), tells=0)
    shelf = press(lambda: acts.sort(None, {"en": "Lamps"}, place=1, by=world.lea, at=NOON))
    arrange = partial(acts.arrange, page.article, audience="public", category=shelf, place=2, at=NOON)
    press(lambda: arrange(by=world.ana))
    press(lambda: acts.drop_category(shelf, by=world.lea, at=NOON))
    press(lambda: acts.take_down(page, by=world.lea, at=NOON))
    assert Article.objects.count() == Opinion.objects.count() == GoodAnswer.objects.count() == 1
    assert not centre.search("lamp", "en") and not Category.objects.exists()
    assert list(Version.objects.filter(page=page).order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_saved_changed_and_put_away(world: World) -> None:
    reply = press(lambda: acts.save(Saved("Refund", "It is on its way."), team=world.harbour, by=world.ana, at=NOON))
    press(lambda: acts.change(reply, Saved("Refund", "Tomorrow."), seen=1, by=world.ana, at=NOON))
    press(lambda: acts.put_reply_back(reply, 1, by=world.ana, at=NOON))
    rows = [Saved("Refund", "Today."), Saved("Hello", "Hello {customer}.")]
    press(lambda: acts.take_in(rows, team=world.harbour, by=world.ana, at=NOON), tells=2)
    plan = press(
        lambda: acts.put_with(reply, Attachment("plan.pdf", "application/pdf", b"%PDF"), by=world.ana, at=NOON)
    )
    lamp = world.receive()
    once(lambda: acts.bring_along(reply, lamp, by=world.ana, at=NOON), "articles", "conversations", tells=0)
    assert File.objects.get().name == "plan.pdf"
    press(lambda: acts.take_off(plan, by=world.ana, at=NOON))
    press(lambda: acts.put_away(reply, by=world.ana, at=NOON))
    press(lambda: acts.want_help(world.ana, wanted=False), tells=0)
    assert NoHelp.objects.count() == 1
    assert SavedVersion.objects.filter(reply=reply).count() == 4
    assert not queries.helpful(world.ana, "refund")


def test_what_meets_what_else_ends_whole(world: World) -> None:
    """What readers see and what is found of it are one: a page that is down is not found."""
    page = acts.publish(acts.begin(LAMP, language="en", by=world.ana, at=NOON), by=world.lea, at=NOON)
    at_once(
        lambda: acts.take_down(page, by=world.lea, at=NOON),
        lambda: acts.publish(page, by=world.lea, at=NOON),
        lambda: acts.write(page, Draft("My lamp", "Wait."), seen=1, by=world.ana, at=NOON),
        lambda: acts.say(page, reader="1", helped=True, at=NOON),
    )
    page = Page.objects.get()
    assert page.revision == 2 and Entry.objects.count() == (page.shown is not None) == (page.state == "published")


def test_a_stranger_changes_nothing(world: World) -> None:
    page = acts.begin(LAMP, language="en", by=world.ana, at=NOON)
    reply = acts.save(Saved("Refund", "Tomorrow."), team=world.harbour, by=world.ana, at=NOON)
    for act in (
        lambda: acts.take_down(page, by=world.ana, at=NOON),
        lambda: acts.sort(None, {"en": "Lamps"}, place=1, by=world.ana, at=NOON),
        lambda: acts.change(reply, Saved("Refund", "No."), seen=1, by=world.mo, at=NOON),
        lambda: acts.put_away(reply, by=world.mo, at=NOON),
        lambda: acts.take_in([Saved("A", "B")], team=world.harbour, by=world.mo, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
