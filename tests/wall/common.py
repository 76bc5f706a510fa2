"""A story told, agreed to and shown, as short as can be."""

from __future__ import annotations

import re
from datetime import datetime

from django.test import Client

from makegood.conversations.models import Conversation
from makegood.people.models import Location
from makegood.stories import acts, queries, rules
from makegood.stories.models import Story, Topic
from tests.world import HOUR, NOON, World

TEXT = (
    "My lamp flickered for weeks. Ben at the counter took it apart while I waited, and would take no money.\n\n"
    "He called me the next day on 030 901820 to ask whether it still shone. It does."
)
TITLE = "The lamp that shines again"


def asked(shop: World, *, text: str = TEXT, title: str = TITLE, at: datetime = NOON) -> Story:
    """Ana has asked Eva whether we may show this."""
    conversation = shop.receive(at=at)
    shop.reply(conversation, by=shop.ben, at=at)
    conversation = Conversation.objects.get(pk=conversation.pk)
    return acts.ask(conversation, acts.Said(text, title=title), by=shop.ana, at=at + HOUR)


def tap(story: Story, *, name: str = "", names_staff: bool = False) -> acts.Tap:
    """Eva says yes to what she sees."""
    is_new = story.state == "proposed"
    title, text = (story.new_title, story.new_text) if is_new else (story.title, story.text)
    return acts.Tap(rules.digest(title, text, ""), name, names_staff, "192.0.2.7", "en")


def told(shop: World, *, name: str = "Eva", names_staff: bool = True, at: datetime = NOON, **said: str) -> Story:
    """Eva has said yes; it waits to be read."""
    story = asked(shop, at=at, **said)
    return acts.agree(story, tap(story, name=name, names_staff=names_staff), at=at + 2 * HOUR)


def on_the_wall(
    shop: World, *, location: Location | None = None, topic: Topic | None = None, at: datetime = NOON, **said: str
) -> Story:
    """Everybody reads it."""
    story = told(shop, at=at, **said)
    return acts.publish(story, location=location, topic=topic, by=shop.lea, at=at + 3 * HOUR)


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def mine(story: Story) -> str:
    """The address of Eva's page."""
    return f"/stories/mine/{queries.token_of(story)}"


def press(browser: Client, address: str, /, *, status: int = 302, **said: str) -> str:
    """The form on that page is sent, with its hidden fields; what is answered."""
    html = browser.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    digest = re.search(r'name="digest" value="([^"]+)"', html)
    hidden = {"csrfmiddlewaretoken": token[1] if token else "", "digest": digest[1] if digest else ""}
    answer = browser.post(address, hidden | said)
    assert answer.status_code == status, answer.content.decode()[:500]
    return browser.get(answer["Location"]).content.decode() if status == 302 else answer.content.decode()
