"""Every place where a story shows, before and after it is taken back; and what hostile words become there."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client

from makegood.stories import acts, queries
from makegood.stories.models import Consent, Story
from tests.wall.common import TEXT, on_the_wall, told
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SURFACES = [
    "/stories",
    "/stories?q=lamp",
    "/stories/feed",
    "/stories/feed.json",
    "/stories/embed",
    "/stories/sitemap.xml",
]


def read(browser: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = browser.get(address, headers=headers)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def csp(answer: HttpResponse) -> dict[str, list[str]]:
    """The policy by directive."""
    return {one.split()[0]: one.split()[1:] for one in answer["Content-Security-Policy"].split(";") if one.strip()}


def shows(browser: Client, story: Story) -> list[str]:
    """The surfaces on which anything of it is."""
    marks = (story.title, f'/stories/{story.pk}"', f"/stories/{story.pk}<")
    return [one for one in SURFACES if any(mark in read(browser, one) for mark in marks)]


def test_while_the_wall_is_off_there_is_nothing_at_all(shop: World, client: Client) -> None:
    story = on_the_wall(shop)
    acts.change_wall(is_on=False, frames=[], moderators=[], by=shop.ada, at=NOON)
    for address in (*SURFACES, f"/stories/{story.pk}", "/stories/new", f"/stories/{story.pk}/comment"):
        read(client, address, 404)
    assert "Take it back now" in read(client, f"/stories/mine/{queries.token_of(story)}")


def test_taken_back_it_is_gone_at_once_from_every_surface(shop: World, client: Client) -> None:
    story, other = on_the_wall(shop), on_the_wall(shop, title="Another one", at=NOON + DAY)
    acts.let_in(acts.say(story, "Max", "What a shop!", once="1", at=NOON), by=shop.lea, at=NOON)
    assert shows(client, story) == SURFACES and "What a shop!" in read(client, f"/stories/{story.pk}")
    acts.withdraw(story, at=NOON + DAY)
    assert shows(client, story) == [] and shows(client, other) == SURFACES
    gone = read(client, f"/stories/{story.pk}", 410)
    assert "not here any more" in gone and "lamp" not in gone and "What a shop" not in gone
    read(client, f"/stories/{story.pk}/comment", 404)
    assert queries.comments_of(story.pk) == []


@pytest.mark.parametrize("address", [*SURFACES, "/stories/{pk}"])
def test_no_cache_may_show_it_again_without_asking(shop: World, client: Client, address: str) -> None:
    story = on_the_wall(shop)
    address = address.format(pk=story.pk)
    first = client.get(address)
    assert "no-cache" in first["Cache-Control"] and "max-age" not in first["Cache-Control"]
    assert not first.cookies
    tag = first["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    acts.withdraw(story, at=NOON + DAY)
    again = client.get(address, headers={"if-none-match": tag})
    assert again.status_code in (200, 410) and "took it apart" not in again.content.decode()


def test_a_story_without_a_consent_in_force_is_shown_nowhere_whatever_its_state_says(
    shop: World, client: Client
) -> None:
    story = on_the_wall(shop)
    Consent.objects.filter(story=story).update(text="other words")
    assert shows(client, story) == []
    read(client, f"/stories/{story.pk}", 410)


def test_what_is_not_on_the_wall_looks_like_nothing(shop: World, client: Client) -> None:
    story = told(shop)
    assert read(client, f"/stories/{story.pk}", 404) == read(client, f"/stories/{10**9}", 404)


def test_the_feed_is_atom_as_rfc_4287_wants_it(shop: World, client: Client) -> None:
    story = on_the_wall(shop, name="Eva", text=TEXT + " <b>&amp;</b> ]]> \x0b")
    on_the_wall(shop, name="", at=NOON + DAY)
    answer = client.get("/stories/feed")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1 and feed.find(f"{ATOM}{name}").text  # type: ignore[union-attr]
    assert {one.get("rel") for one in feed.findall(f"{ATOM}link")} == {"alternate", "self"}
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2 and len({one.findtext(f"{ATOM}id") for one in entries}) == 2
    for one in entries:
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert one.findtext(f"{ATOM}author/{ATOM}name") and one.find(f"{ATOM}content").get("type") == "html"  # type: ignore[union-attr]
    own = entries[-1].findtext(f"{ATOM}content") or ""
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt; ]]&gt;" in own and "<b>" not in own
    assert entries[-1].findtext(f"{ATOM}id") == f"http://testserver/stories/{story.pk}"


def test_a_feed_reader_reads_it(shop: World, client: Client) -> None:
    feedparser = pytest.importorskip("feedparser")
    on_the_wall(shop, name="Eva")
    found = feedparser.parse(client.get("/stories/feed").content)
    assert not found.bozo and found.version == "atom10"
    assert (found.entries[0].title, found.entries[0].author) == ("The lamp that shines again", "Eva")


def test_an_empty_wall_has_a_valid_feed(shop: World, client: Client) -> None:
    feed = ElementTree.fromstring(client.get("/stories/feed").content)  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}updated") and not feed.findall(f"{ATOM}entry")
    assert "No story yet" in read(client, "/stories")


def test_the_json_is_for_everybody_s_page(shop: World, client: Client) -> None:
    story = on_the_wall(shop)
    answer = client.get("/stories/feed.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    body = json.loads(answer.content)
    [item] = body["items"]
    assert body["version"].endswith("1.1") and item["url"] == f"http://testserver/stories/{story.pk}"
    assert item["authors"] == [{"name": "Eva"}] and "901820" not in answer.content.decode()
    assert Client().post("/stories/feed.json").status_code == 405


def test_only_named_websites_may_frame_it_and_only_the_frame(shop: World, client: Client) -> None:
    acts.change_wall(is_on=True, frames=["https://shop.example"], moderators=[], by=shop.ada, at=NOON)
    story = on_the_wall_by(shop)
    framed = client.get("/stories/embed")
    assert csp(framed)["frame-ancestors"] == ["'self'", "https://shop.example"] and "X-Frame-Options" not in framed
    for address in ("/stories", f"/stories/{story.pk}", "/stories/new"):
        page = client.get(address)
        assert csp(page)["frame-ancestors"] == ["'none'"] and page["X-Frame-Options"] == "DENY"
        assert csp(page)["default-src"] == ["'none'"]


def on_the_wall_by(shop: World) -> Story:
    acts.change_wall(is_on=True, frames=["https://shop.example"], moderators=[shop.lea], by=shop.ada, at=NOON)
    return on_the_wall(shop)


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</title><svg onload=alert(1)>"]
)
def test_hostile_words_are_words_on_every_surface(shop: World, client: Client, bad: str) -> None:
    story = on_the_wall(shop, text=f"{bad} {TEXT}", title=f"{bad} took it apart", name=bad)
    acts.let_in(acts.say(story, bad[:40], f"Well said {bad}", once="1", at=NOON), by=shop.lea, at=NOON)
    for address in ("/stories", f"/stories/{story.pk}", "/stories/embed", f"/stories/{story.pk}/comment"):
        html = read(client, address)
        assert "<script>alert" not in html and "<img src=x" not in html and "<svg onload" not in html
        assert "49 took it apart" not in html and "Well said 49" not in html
    ElementTree.fromstring(client.get("/stories/feed").content)  # noqa: S314 - our own
    json.loads(client.get("/stories/feed.json").content)


def test_a_huge_text_is_cut_and_answered_quickly(shop: World) -> None:
    story = told(shop, text="Ben Example was so kind to me, and my number is 030 901820. " * 20_000)
    assert len(story.text) <= 6000 and "901820" not in story.text


def test_pages_places_topics_tongues_and_words_narrow_it_down(shop: World, client: Client) -> None:
    repairs = acts.add_topic("Repairs", by=shop.ada, at=NOON)
    for day in range(13):
        on_the_wall(shop, title=f"Lamp {day}", at=NOON + day * DAY, location=shop.harbour.location)
    special = on_the_wall(shop, title="The chair", at=NOON, location=shop.hill.location, topic=repairs)
    first = read(client, "/stories")
    assert "Page 1 of 2" in first and 'rel="next"' in first and "The chair" not in first
    assert "The chair" in read(client, "/stories?page=2") and "The chair" in read(client, "/stories?page=99")
    for narrow in (f"place={shop.hill.location_id}", "topic=repairs", "q=chair"):
        html = read(client, f"/stories?{narrow}")
        assert "The chair" in html and "Lamp 3" not in html
    assert "No story fits that" in read(client, "/stories?tongue=de") and special
    for wrong in ("place=x", "page=x", f"page={'9' * 30}", "place=99999999999999999999", "topic=%00"):
        read(client, f"/stories?{wrong}")


def test_the_wall_asks_as_much_for_twelve_as_for_one(
    shop: World, client: Client, django_assert_max_num_queries: object
) -> None:
    for day in range(3):
        on_the_wall(shop, at=NOON + day * HOUR)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/stories")
