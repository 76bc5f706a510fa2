"""What sources bring is kept once and before the mark moves; what goes wrong is said, and tried again later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from makegood.agenda.models import Turn
from makegood.agenda.rules import TryAgain
from makegood.channels.social import due
from makegood.channels.social.looking import Look
from makegood.config.doctor import heard
from makegood.conversations.rules import Refused
from makegood.mentions import acts
from makegood.mentions.acts import keeping
from makegood.mentions.acts.reading import Known
from makegood.mentions.models import Fetched, Mention, Source, State
from makegood.mentions.reach.models import Reach
from makegood.mentions.rules import EVERY, Placed, pause_after
from makegood.people.rules import NotAllowed
from tests.mentions.finding import STORY, Finding
from tests.servers.elsewhere import Answer, bomb
from tests.social.test_looking import status
from tests.world import DAY, HOUR, MINUTE, NOON

PAGE = f"<html><head><title>A sock</title></head><body><article><p>{STORY}</p></article></body></html>"


def entry(number: int, **more: str) -> dict[str, str]:
    link = f"https://blog.example/{number}"
    return {"title": f"Post {number}", "link": link, "guid": link, "description": STORY} | more


def test_what_a_feed_brings_is_kept_once_and_looked_for_again(finding: Finding) -> None:
    finding.feed(entry(2), entry(1))
    source = finding.source()
    assert finding.look(source) == NOON + EVERY
    assert [(one.address, one.team) for one in Mention.objects.order_by("pk")] == [
        ("https://blog.example/1", finding.world.harbour),
        ("https://blog.example/2", finding.world.harbour),
    ]
    assert acts.content(Fetched.objects.get()) == finding.there.pages["/feed"].body  # type: ignore[union-attr]
    assert Turn.objects.filter(kind="mention").count() == 2
    assert finding.look(source, at=NOON + EVERY) == NOON + 2 * EVERY
    assert Mention.objects.count() == 2 and Fetched.objects.count() == 1


def test_a_feed_that_changes_its_ids_or_its_addresses_tells_nothing_new(finding: Finding) -> None:
    source = finding.source()
    for number, said in enumerate(
        (
            entry(1),
            entry(1, guid="other"),
            entry(1, link="http://www.blog.example/1/?utm_source=feed#top"),
            entry(1, title="Post 1, edited", link="https://moved.example/1"),
        )
    ):
        finding.feed(said)
        finding.look(source, at=NOON + number * EVERY)
    assert [one.address for one in Mention.objects.all()] == ["https://blog.example/1"]


def test_two_sources_that_tell_of_the_same_page_make_one_mention(finding: Finding) -> None:
    finding.feed(entry(1))
    one, other = finding.source(), finding.source(name="another", team=finding.world.hill)
    finding.look(one)
    finding.look(other)
    assert Mention.objects.get().team == finding.world.harbour


def test_old_news_are_none(finding: Finding) -> None:
    finding.feed(entry(1, pubDate="Thu, 01 Oct 2026 10:00:00 GMT"), entry(2, pubDate="Wed, 18 Nov 2026 10:00:00 GMT"))
    finding.look(finding.source())
    assert [one.title for one in Mention.objects.all()] == ["Post 2"]


def test_killed_before_it_is_kept_the_mark_has_not_moved(finding: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    finding.feed(entry(1), headers={"etag": '"v1"'})
    source = finding.source()
    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patched:
        patched.setattr(keeping, "plan_reading", _killed)
        finding.look(source)
    assert not Mention.objects.exists() and not Fetched.objects.exists()
    assert Source.objects.get().mark == {}
    finding.look(source)
    assert Mention.objects.count() == 1 and Source.objects.get().mark == {"etag": '"v1"'}


def _killed(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt


def test_a_source_that_fails_says_so_and_pauses_longer_and_longer_until_it_works(finding: Finding) -> None:
    source = finding.source()
    finding.there.pages["/feed"] = Answer(status=503)
    at = NOON
    for fails in range(1, 5):
        again = finding.look(source, at=at)
        assert again == at + pause_after(fails)
        at = again
    source.refresh_from_db()
    assert (source.fails, source.trouble) == (4, "It answered 503.")
    finding.feed(entry(1))
    finding.look(source, at=at)
    source.refresh_from_db()
    assert (source.fails, source.trouble, Mention.objects.count()) == (0, "", 1)


@pytest.mark.parametrize("status_there", [200, 410])
def test_what_an_old_address_says_is_not_put_down_to_the_new_one(
    finding: Finding, monkeypatch: pytest.MonkeyPatch, status_there: int
) -> None:
    """An admin leads the source elsewhere while the worker looks at the old address."""
    finding.feed(entry(1), status=status_there, headers={"etag": '"old"'})
    source, real = finding.source(), due._look
    moved = Placed(source.name, "feed", finding.there.origin + "/moved", is_inside=True)

    def slow(source: Source, *, now: datetime) -> Look | None:
        look = real(source, now=now)
        acts.change(source, moved, team=finding.world.harbour, by=finding.world.ada, at=NOON)
        return look

    monkeypatch.setattr(due, "_look", slow)
    assert finding.look(source) == NOON
    source.refresh_from_db()
    assert (source.mark, source.fails, source.trouble, source.next_at) == ({}, 0, "", NOON)


def test_before_its_time_a_source_is_left_alone(finding: Finding) -> None:
    finding.there.pages["/feed"] = Answer(status=429, headers={"retry-after": "7200"})
    source = finding.source()
    assert finding.look(source) == NOON + 2 * HOUR
    assert finding.look(source, at=NOON + HOUR) == NOON + 2 * HOUR
    assert len(finding.there.asked) == 1


def test_what_is_gone_waits_for_an_admin(finding: Finding) -> None:
    finding.there.pages["/feed"] = Answer(status=410)
    source = finding.source()
    assert finding.look(source) is None and finding.look(source, at=NOON + DAY) is None
    assert len(finding.there.asked) == 1
    acts.look_now(source, by=finding.world.ada, at=NOON + DAY)
    finding.feed(entry(1))
    assert finding.look(source, at=NOON + DAY) == NOON + DAY + EVERY


def test_whatever_a_source_does_to_us_is_said_in_words(finding: Finding) -> None:
    source = finding.source()
    for said in (bomb(), Answer(b"<html>", "text/html"), Answer(b"", "image/png"), Answer(status=302)):
        finding.there.pages["/feed"] = said
        acts.look_now(source, by=None, at=NOON)
        finding.look(source)
        assert Source.objects.get().trouble
    assert not Mention.objects.exists()


def test_a_source_in_our_network_is_reached_only_where_an_admin_said_so(finding: Finding) -> None:
    finding.feed(entry(1))
    source = finding.source()
    Source.objects.update(is_inside=False)
    finding.look(source)
    assert "may not be reached" in Source.objects.get().trouble and not finding.there.asked


def test_one_that_is_switched_off_is_not_looked_at(finding: Finding) -> None:
    finding.feed(entry(1))
    source = finding.source()
    acts.switch(source, on=False, by=finding.world.ada, at=NOON)
    assert finding.look(source) is None and not finding.there.asked
    acts.switch(source, on=True, by=finding.world.ada, at=NOON)
    finding.look(source)
    assert Mention.objects.count() == 1


def test_only_an_admin_says_where_we_look(finding: Finding) -> None:
    source = finding.source()
    with pytest.raises(NotAllowed):
        acts.add(Placed("x", "feed", "https://x.example/"), team=finding.world.harbour, by=finding.world.ana, at=NOON)
    with pytest.raises(NotAllowed):
        acts.switch(source, on=False, by=finding.world.lea, at=NOON)


def test_a_token_is_not_told_to_another_place(finding: Finding) -> None:
    source = finding.source("masto_find", what="makegood", token="secret")
    elsewhere = Placed("s", "masto_find", "https://other.example", "makegood")
    acts.change(source, elsewhere, team=finding.world.harbour, by=finding.world.ada, at=NOON)
    assert Source.objects.get().token == ""


def test_how_many_follow_is_put_away_and_nowhere_else(finding: Finding) -> None:
    finding.there.json("/api/v1/timelines/tag/makegood", [status(1)])
    finding.look(finding.source("masto_find", what="#makegood"))
    mention = Mention.objects.get()
    assert Reach.objects.get().followers == 3_000_000
    assert not any("3000000" in str(value) for value in vars(mention).values())


def test_a_page_is_kept_read_and_laid_before_a_person(finding: Finding) -> None:
    url = finding.there.page("/story", PAGE)
    finding.feed(entry(1, link=url, description=""))
    finding.look(finding.source())
    mention = finding.read(Mention.objects.get())
    assert mention.state == State.WAITING and mention.page is not None
    assert acts.content(mention.page) == PAGE.encode()
    [episode] = mention.episodes.all()
    assert episode.passage in mention.text and "Nadia" in episode.staff
    finding.read(mention)
    assert mention.episodes.count() == 1


def test_a_page_that_cannot_be_had_is_tried_again_then_waits_with_the_reason(finding: Finding) -> None:
    finding.feed(entry(1, link=finding.there.origin + "/away", description="In short: it broke."))
    finding.there.pages["/away"] = Answer(status=503)
    finding.look(finding.source())
    mention = Mention.objects.get()
    for number in range(1, 6):
        with pytest.raises(TryAgain):
            finding.read(mention)
        assert Mention.objects.get().tries == number
    mention = finding.read(mention)
    assert (mention.state, mention.trouble, mention.text) == (State.WAITING, "It answered 503.", "In short: it broke.")
    acts.read_again(mention, text=STORY, by=finding.world.ana, at=NOON)
    mention = finding.read(mention)
    assert mention.trouble == "" and mention.episodes.count() == 1


def test_killed_between_fetching_and_reading_it_is_read_from_what_was_kept(
    finding: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding.feed(entry(1, link=finding.there.page("/story", PAGE)))
    finding.look(finding.source())
    mention = Mention.objects.get()
    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patched:
        patched.setattr(due.acts, "propose", _killed)
        finding.read(mention)
    del finding.there.pages["/story"]
    assert finding.read(mention).episodes.count() == 1


def test_somebody_pastes_an_address_or_the_words(finding: Finding) -> None:
    world = finding.world
    pasted = acts.paste("https://blog.example/7?utm_source=x", team=world.harbour, by=world.ana, at=NOON)
    assert (pasted.address, pasted.state) == ("https://blog.example/7", State.NEW)
    with pytest.raises(Known) as known:
        acts.paste("http://www.blog.example/7/", team=world.harbour, by=world.ben, at=NOON)
    assert known.value.mention == pasted.pk
    with pytest.raises(Known) as elsewhere:
        acts.paste("https://blog.example/7", team=world.hill, by=world.mo, at=NOON)
    assert elsewhere.value.mention is None
    words = finding.read(acts.paste(STORY, team=world.harbour, by=world.ana, at=NOON))
    assert words.text == STORY.strip() and words.episodes.count() == 1


@pytest.mark.parametrize("said", ["", "  ", "\0", "http://", "https://user:word@x.example/", "https://x.example:22/"])
def test_what_is_no_address_is_refused_in_words(finding: Finding, said: str) -> None:
    with pytest.raises(Refused):
        acts.paste(said, team=finding.world.harbour, by=finding.world.ana, at=NOON)


def test_nobody_pastes_for_a_team_that_they_do_not_see(finding: Finding) -> None:
    with pytest.raises(Refused):
        acts.paste(STORY, team=finding.world.hill, by=finding.world.ana, at=NOON)


def test_a_paste_of_what_the_worker_keeps_at_that_moment_is_the_same(finding: Finding) -> None:
    finding.feed(entry(1))
    source = finding.source()
    with transaction.atomic():
        acts.paste("https://blog.example/1", team=finding.world.harbour, by=finding.world.ana, at=NOON)
    finding.look(source)
    assert Mention.objects.count() == 1


def test_a_closed_team_leaves_its_sources_and_what_was_found_to_its_heir(finding: Finding) -> None:
    from makegood.conversations.acts import leaving

    source, mention, settled = finding.source(), finding.waiting(), finding.waiting(f"1 {STORY}")
    world = finding.world
    acts.nothing_of_ours(settled, by=world.ana, at=NOON)
    leaving.close_team(world.harbour, heir=world.hill, by=world.ada, now=NOON + MINUTE)
    source.refresh_from_db()
    mention.refresh_from_db()
    assert source.team == mention.team == world.hill
    acts.reopen(settled, by=world.mo, at=NOON + HOUR)
    assert heard.what_waits_is_seen_by_somebody(NOON + HOUR).violations == []


def test_pauses_double_up_to_a_day() -> None:
    assert [pause_after(fails) for fails in (0, 1, 2, 3)] == [EVERY, 2 * EVERY, 4 * EVERY, 8 * EVERY]
    assert pause_after(1000) == timedelta(days=1)
