"""Articles: written, published, taken down, put back; nothing lost when two write, no address given away."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.articles import acts, queries
from makegood.articles.acts import Between
from makegood.articles.models import Address, Entry, Opinion, Page, State, Version
from makegood.articles.queries import centre
from makegood.articles.rules import Draft
from makegood.conversations.rules import Refused
from makegood.people.rules import NotAllowed
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once, many
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
LAMP = Draft("My lamp flickers", "Turn it off. **Wait a minute.** Turn it on again.", "flickering, blinking")


def written(world: World, draft: Draft = LAMP, **more: Any) -> Page:
    return acts.begin(draft, language=more.pop("language", "en"), by=more.pop("by", world.ana), at=NOON, **more)


def published(world: World, draft: Draft = LAMP, **more: Any) -> Page:
    return acts.publish(written(world, draft, **more), by=world.lea, at=NOON)


def test_nobody_reads_a_draft_and_everybody_what_is_published(world: World) -> None:
    page = written(world)
    assert not centre.languages() and centre.read("en", "my-lamp-flickers") is None and not centre.search("lamp", "en")
    acts.publish(page, by=world.lea, at=NOON)
    read = centre.read("en", "my-lamp-flickers")
    assert read is not None and read.title == LAMP.title and read.text == LAMP.text
    assert [one.slug for one in centre.search("lamps that flickered", "en")] == ["my-lamp-flickers"]
    assert [one.slug for one in centre.search("blink", "en")] == ["my-lamp-flickers"]
    assert not centre.search("shoes", "en") and not centre.search("", "en") and not centre.search("lamp", "de")


def test_who_leads_publishes_and_the_others_draft(world: World) -> None:
    page = written(world)
    for act in (acts.publish, acts.take_down):
        with pytest.raises(NotAllowed):
            act(page, by=world.ana, at=NOON)
    nobody = type(world.ana).objects.create_user("no@harbour.example", name="No Body", created_at=NOON)
    with pytest.raises(NotAllowed):
        written(world, by=nobody)
    assert not queries.pages_for(nobody) and queries.pages_for(world.mo)
    with pytest.raises(Page.DoesNotExist):
        queries.page_for(nobody, page.article_id, "en")


def test_readers_keep_the_published_version_while_the_next_is_written(world: World) -> None:
    page = published(world)
    page = acts.write(page, Draft("My lamp hums", "It is new."), seen=1, by=world.ana, at=NOON + HOUR)
    read = centre.read("en", "my-lamp-flickers")
    assert page.revision == 2 and read is not None and read.title == LAMP.title
    assert not centre.search("hums", "en")
    acts.publish(page, by=world.lea, at=NOON + HOUR)
    assert centre.search("hums", "en") and not centre.search("flicker", "en")


def test_taken_down_and_published_again_twice_is_once(world: World) -> None:
    page = published(world)
    for _ in range(2):
        acts.publish(page, by=world.lea, at=NOON)
    for _ in range(2):
        page = acts.take_down(page, by=world.lea, at=NOON)
    assert page.state == State.DOWN and centre.read("en", page.slug) is None and not Entry.objects.exists()
    kinds = list(Event.objects.filter(kind__startswith="article.").values_list("kind", flat=True))
    assert kinds == ["article.written", "article.published", "article.taken_down"]
    acts.publish(page, by=world.lea, at=NOON)
    assert centre.read("en", page.slug)
    with pytest.raises(Refused):
        acts.take_down(written(world), by=world.lea, at=NOON)


def test_two_who_write_at_once_lose_nothing(world: World) -> None:
    page = written(world)
    acts.write(page, Draft("A", "Ana's words"), seen=1, by=world.ana, at=NOON)
    with pytest.raises(Between) as between:
        acts.write(page, Draft("B", "Ben's words"), seen=1, by=world.ben, at=NOON)
    assert between.value.revision == 2
    page = acts.write(page, Draft("B", "Ben's words"), seen=2, by=world.ben, at=NOON)
    assert [one.text for one in queries.versions_of(page)] == ["Ben's words", "Ana's words", LAMP.text]
    page = acts.put_back(page, 1, by=world.ana, at=NOON)
    assert (page.revision, page.title, page.text) == (4, LAMP.title, LAMP.text)
    assert acts.write(page, LAMP, seen=1, by=world.ana, at=NOON).revision == 4  # the same again is no new one


@pytest.mark.django_db(transaction=True)
def test_at_once_one_is_kept_and_the_other_told(world: World) -> None:
    page = written(world)
    said = at_once(
        lambda: acts.write(page, Draft("A", "Ana"), seen=1, by=world.ana, at=NOON),
        lambda: acts.write(page, Draft("B", "Ben"), seen=1, by=world.ben, at=NOON),
    )
    assert sorted(type(one).__name__ for one in said) == ["Between", "Page"]
    assert Version.objects.filter(page=page).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_title_at_once_gives_each_an_address(world: World) -> None:
    pages = many(3, lambda: written(world))
    assert sorted(one.slug for one in pages) == ["my-lamp-flickers", "my-lamp-flickers-2", "my-lamp-flickers-3"]


@pytest.mark.django_db(transaction=True)
def test_published_at_once_is_published_once(world: World) -> None:
    page = written(world)
    many(3, lambda: acts.publish(page, by=world.lea, at=NOON))
    assert Entry.objects.count() == 1 and Event.objects.filter(kind="article.published").count() == 1


def test_an_old_address_leads_to_the_new_one_and_is_nobody_elses(world: World) -> None:
    page = published(world)
    page = acts.write(page, Draft(LAMP.title, LAMP.text, LAMP.other_words, "Flackern!"), seen=1, by=world.ana, at=NOON)
    assert page.slug == "flackern" and page.revision == 1
    read = centre.read("en", "my-lamp-flickers")
    assert read is not None and read.page.slug == "flackern"
    assert written(world).slug == "my-lamp-flickers-2"
    back = Draft(LAMP.title, LAMP.text, LAMP.other_words, "my-lamp-flickers")
    assert acts.write(page, back, seen=1, by=world.ana, at=NOON).slug == "my-lamp-flickers"
    assert Address.objects.filter(page=page).count() == 2


def test_what_is_for_us_alone_is_never_shown_outside(world: World) -> None:
    page = published(world, audience="agents")
    assert centre.read("en", page.slug) is None and not centre.languages() and not centre.search("lamp", "en")
    assert not centre.addresses()
    with pytest.raises(NotAllowed):  # who may not publish makes nothing public by another way
        acts.arrange(page.article, audience="public", category=None, place=0, by=world.ana, at=NOON)
    acts.arrange(page.article, audience="public", category=None, place=0, by=world.lea, at=NOON)
    assert centre.read("en", page.slug)


def test_a_translation_links_to_its_others(world: World) -> None:
    page = published(world)
    german = acts.translate(
        page.article, Draft("Meine Lampe flackert", "Warten."), language="de", by=world.ana, at=NOON
    )
    read = centre.read("en", page.slug)
    assert read is not None and not read.others  # a draft is no translation yet
    acts.publish(german, by=world.lea, at=NOON)
    read = centre.read("en", page.slug)
    assert read is not None and [(one.language, one.slug) for one in read.others] == [("de", "meine-lampe-flackert")]
    assert [one.slug for one in centre.search("flackernde Lampen", "de")] == ["meine-lampe-flackert"]
    with pytest.raises(Between):
        acts.translate(page.article, LAMP, language="de", by=world.ana, at=NOON)


def test_sorted_under_categories(world: World) -> None:
    category = acts.sort(None, {"en": "Lamps", "de": "Lampen"}, place=1, by=world.lea, at=NOON)
    published(world, category=category)
    published(world, Draft("Returns", "Send it back."))
    assert [(one.name, len(one.lines)) for one in centre.contents("en")] == [("Lamps", 1), ("", 1)]
    with pytest.raises(NotAllowed):
        acts.sort(None, {"en": "X"}, place=0, by=world.ana, at=NOON)
    with pytest.raises(Refused):
        acts.sort(category, {"en": " "}, place=0, by=world.lea, at=NOON)
    acts.drop_category(category, by=world.lea, at=NOON)
    assert [one.name for one in centre.contents("en")] == [""]


def test_a_reader_is_counted_once_and_cannot_be_known(world: World) -> None:
    page = published(world)
    for helped in (False, True, True):
        acts.say(page, reader="10.0.0.1 Browser", helped=helped, words="" if helped else "Which button?", at=NOON)
    acts.say(page, reader="10.0.0.2 Browser", helped=False, at=NOON)
    judged = queries.judged(page)
    assert (judged.helped, judged.not_helped, [one.words for one in judged.words]) == (1, 1, ["Which button?"])
    assert not any("10.0.0" in one.reader for one in Opinion.objects.all())


@pytest.mark.django_db(transaction=True)
def test_the_same_reader_at_once_is_one(world: World) -> None:
    page = published(world)
    many(3, lambda: acts.say(page, reader="one", helped=True, at=NOON))
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize(
    "draft",
    [Draft("", "x"), Draft("x" * 201, "x"), Draft("x", "y" * 40_001), Draft("x", "y", "z" * 301)],
    ids=["no title", "long title", "huge", "long words"],
)
def test_refused_in_words(world: World, draft: Draft) -> None:
    with pytest.raises(Refused):
        written(world, draft)
    with pytest.raises(Refused):
        written(world, language="../en")
    assert not Page.objects.exists()


def test_an_empty_article_is_not_published(world: World) -> None:
    with pytest.raises(Refused):
        published(world, Draft("Later", ""))


def test_hostile_words_find_what_they_say_and_nothing_breaks(world: World) -> None:
    published(world)
    for typed in (
        'lamp" OR "x',
        "'; DROP TABLE articles_entry; --",
        "lamp:*",
        "NEAR(",
        "&|!",
        "\ud800",
        "\0",
        "l" * 9000,
    ):
        centre.search(typed, "en")
        queries.helpful(world.ana, typed)
        queries.picked(world.ana, typed)
    assert centre.search('lamp" OR "x', "en")


def test_pictures_and_files_follow_their_article(world: World) -> None:
    page = written(world)
    picture = acts.enclose(page.article, "../../etc/a.png", b"\x89PNG\r\n\x1a\nrest", by=world.ana, at=NOON)
    script = acts.enclose(page.article, "a.svg", b"<svg onload=alert(1)>", by=world.ana, at=NOON)
    assert (picture.name, picture.kind, script.kind) == ("a.png", "image/png", "")
    assert centre.enclosure(picture.pk) is None
    acts.publish(page, by=world.lea, at=NOON)
    assert centre.enclosure(picture.pk) == picture
    with pytest.raises(Refused):
        acts.enclose(page.article, "x", b"", by=world.ana, at=NOON)
    acts.take_out(picture, by=world.ana)
    assert centre.enclosure(picture.pk) is None
