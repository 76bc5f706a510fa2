"""A story is shown by its teller's own yes, to the very words that everybody reads, and by nothing else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from makegood.agenda.models import Turn
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.people.models import Rank, Role
from makegood.stories import acts, due, queries, rules
from makegood.stories.models import Consent, Letter, State, Story, StoryMail
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once
from tests.wall.common import TEXT, asked, fresh, mine, on_the_wall, press, tap, told
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db


def test_eva_is_asked_and_nothing_is_shown_before_her_yes(shop: World, eva: Client) -> None:
    story = asked(shop)
    mail = StoryMail.objects.get()
    assert (mail.letter, story.state, story.address) == (Letter.ASK, State.TELLER, "eva@post.example")
    assert queries.consent_of(story) is None and not queries.public().exists()
    html = eva.get(mine(story)).content.decode()
    assert "May we show this?" in html and "[telephone number]" in html and "It does." in html
    assert "Ben" not in html.split("<details")[0] and "030 901820" not in html.split("<details")[0]


def test_her_tap_is_kept_with_what_when_from_where_and_which_wording(shop: World, eva: Client) -> None:
    story = asked(shop)
    html = press(eva, mine(story), do="yes", named="on", name=" Eva  S. ", staff="on")
    assert "we write to you when it is shown" in html
    consent = Consent.objects.get()
    story = fresh(story)
    assert (consent.title, consent.text, consent.name) == (story.title, story.text, "Eva S.")
    assert (consent.wording, consent.place, consent.names_staff) == (rules.WORDING, "127.0.0.1", True)
    assert consent.digest == rules.digest(story.title, story.text, "Eva S.") and consent.ended_at is None
    assert story.state == State.WAITING and not queries.public().exists()


def test_without_the_tick_no_name_is_shown(shop: World, eva: Client) -> None:
    story = asked(shop)
    press(eva, mine(story), do="yes", name="Eva")
    assert Consent.objects.get().name == fresh(story).name == ""


def test_a_mail_scanner_that_opens_every_link_changes_nothing(shop: World, eva: Client) -> None:
    story = on_the_wall(shop)
    for method in (eva.get, eva.head):
        assert method(f"{mine(story)}?do=withdraw").status_code == 200
    assert fresh(story).state == State.PUBLISHED and eva.get(f"/stories/{story.pk}").status_code == 200


@pytest.mark.parametrize("forged", ["1", "1-", "x-aaaaaaaaaaaaaaaaaaaaaaaaaa", "999999999-aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_stranger_s_token_opens_nothing(shop: World, eva: Client, forged: str) -> None:
    story = on_the_wall(shop)
    other = queries.token_of(story).partition("-")[2]
    for token in (forged, f"{story.pk}-{'a' * 26}", f"{story.pk + 1}-{other}"):
        assert eva.get(f"/stories/mine/{token}").status_code == 404
        assert Client().post(f"/stories/mine/{token}", {"do": "withdraw"}).status_code == 404
    assert fresh(story).state == State.PUBLISHED


def test_what_changed_since_she_looked_is_not_agreed_to(shop: World) -> None:
    story = asked(shop)
    seen = tap(story)
    acts.reword(story, acts.Said("Quite another story, which I would rather tell you now."), at=NOON)
    with pytest.raises(Refused, match="changed since"):
        acts.agree(story, seen, at=NOON + HOUR)
    assert not Consent.objects.exists()


def test_the_same_tap_twice_is_one_yes(shop: World) -> None:
    story = asked(shop)
    for _ in range(2):
        acts.agree(story, tap(story, name="Eva"), at=NOON + HOUR)
    assert Consent.objects.count() == 1 and Event.objects.filter(kind=Kind.STORY_TOLD).count() == 1


def test_asked_twice_is_one_story_and_a_no_is_not_asked_again(shop: World) -> None:
    story = asked(shop)
    conversation = Conversation.objects.get(pk=story.conversation_id)
    assert acts.ask(conversation, acts.Said(TEXT), by=shop.ana, at=NOON + HOUR).pk == story.pk
    acts.withdraw(story, at=NOON + HOUR)
    with pytest.raises(Refused, match="would rather not"):
        acts.ask(conversation, acts.Said(TEXT), by=shop.ana, at=NOON + HOUR)


def test_too_little_is_no_story_and_without_a_wall_nobody_is_asked(shop: World) -> None:
    conversation = shop.receive()
    with pytest.raises(Refused, match="a little more"):
        acts.ask(conversation, acts.Said("Nice."), by=shop.ana, at=NOON)
    acts.change_wall(is_on=False, frames=[], moderators=[], by=shop.ada, at=NOON)
    with pytest.raises(Refused, match="switched off"):
        acts.ask(conversation, acts.Said(TEXT), by=shop.ana, at=NOON)


def test_withdrawn_it_is_gone_from_our_books_and_only_the_digest_is_left(shop: World, eva: Client) -> None:
    story = on_the_wall(shop)
    html = press(eva, mine(story), do="withdraw")
    assert "It is gone" in html
    kept = Story.objects.values_list("title", "text", "sealed", "name", "address", "new_text").get()
    assert kept == ("",) * 6 and not story.masks.exists()
    consent = Consent.objects.get()
    assert (consent.text, consent.title, consent.name, consent.is_withdrawn) == ("", "", "", True) and consent.digest
    said = str(list(Event.objects.values_list("about", flat=True)))
    assert "lamp" not in said and "901820" not in said


def test_a_withdrawn_link_used_again_brings_nothing_back(shop: World, eva: Client) -> None:
    story = on_the_wall(shop)
    before = tap(story)
    acts.withdraw(story, at=NOON + 4 * HOUR)
    for do in ("yes", "words", "own", "withdraw"):
        answer = Client().post(mine(story), {"do": do, "text": TEXT, "digest": before.digest})
        assert answer.status_code in (302, 422) and fresh(story).state == State.WITHDRAWN
    with pytest.raises(Refused, match="withdrawn it"):
        acts.agree(story, before, at=NOON + 5 * HOUR)
    with pytest.raises(Refused, match="withdrawn it"):
        acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON + 5 * HOUR)


def test_the_database_itself_keeps_a_withdrawn_story_empty(shop: World) -> None:
    story = on_the_wall(shop)
    acts.withdraw(story, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(text="back again")


def test_of_two_moderators_one_wins(shop: World) -> None:
    story = told(shop)
    acts.decline(story, "Thank you.", by=shop.lea, at=NOON + HOUR)
    with pytest.raises(Refused, match="decided already"):
        acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON + HOUR)
    assert fresh(story).state == State.DECLINED


@pytest.mark.parametrize("who", ["ana", "mo", "ada"])
def test_who_does_not_moderate_decides_nothing(shop: World, who: str) -> None:
    story, by = told(shop), getattr(shop, who)
    for act in (
        lambda: acts.publish(story, location=None, topic=None, by=by, at=NOON),
        lambda: acts.decline(story, "No", by=by, at=NOON),
        lambda: acts.propose(story, "Other", TEXT, by=by, at=NOON),
        lambda: acts.ask_name(story, 1, by=by, at=NOON),
    ):
        with pytest.raises(Refused, match="Only who moderates"):
            act()
    assert fresh(story).state == State.WAITING


def test_other_words_are_shown_only_with_her_yes_to_the_difference(shop: World, eva: Client) -> None:
    story = told(shop)
    text = queries.typed(story.text).replace("for weeks", "for a while")
    acts.propose(story, queries.typed(story.title), text, by=shop.lea, at=NOON + 3 * HOUR)
    assert not queries.public().exists() and StoryMail.objects.get().letter == Letter.PROPOSAL
    html = eva.get(mine(story)).content.decode()
    assert "<del>weeks. </del>" in html and "<ins>a while. </ins>" in html
    press(eva, mine(story), do="yes")
    shown = queries.one_shown(story.pk)
    assert shown is not None and "for a while" in shown.text and "[telephone number]" in shown.text
    assert Consent.objects.filter(ended_at=None).get().names_staff
    assert Consent.objects.exclude(ended_at=None).get().text == ""


def test_her_own_words_stay_when_she_wants_them(shop: World, eva: Client) -> None:
    story = told(shop)
    acts.propose(story, "Another title", TEXT, by=shop.lea, at=NOON + 3 * HOUR)
    press(eva, mine(story), do="own")
    story = fresh(story)
    assert (story.state, story.new_text) == (State.WAITING, "")
    acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON + 4 * HOUR)
    assert queries.is_shown(story)


def test_what_a_moderator_adds_is_masked_as_well(shop: World) -> None:
    story = told(shop)
    acts.propose(story, "Lamp", f"{queries.typed(story.text)} Call 030 9018200.", by=shop.lea, at=NOON + 3 * HOUR)
    assert "9018200" not in fresh(story).new_text
    numbers = queries.mask_numbers(story)
    assert numbers == list(range(1, len(numbers) + 1))


def test_nobody_s_story_lies_unread(shop: World) -> None:
    Role.objects.create(agent=shop.mo, rank=Rank.HEAD_OFFICE)
    story = told(shop)
    turn = Turn.objects.get(kind="story")
    assert turn.run_at == NOON + 2 * HOUR + rules.READ_WITHIN
    again = due.story(turn, now=turn.run_at)
    assert again == turn.run_at + rules.READ_WITHIN
    first = Event.objects.get(kind=Kind.STORY_UNREAD)
    assert first.about["hears"] == [shop.lea.pk]
    due.story(turn, now=again)
    assert shop.mo.pk in Event.objects.filter(kind=Kind.STORY_UNREAD).last().about["hears"]  # type: ignore[union-attr]
    acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON + 5 * DAY)
    assert due.story(turn, now=NOON + 9 * DAY) is None


def test_what_nobody_agreed_to_is_erased_after_a_month(shop: World) -> None:
    story = asked(shop)
    turn = Turn.objects.get(kind="story")
    assert due.story(turn, now=NOON + 3 * DAY) == NOON + HOUR + rules.UNANSWERED_FOR
    assert due.story(turn, now=NOON + 31 * DAY) is None
    assert fresh(story).state == State.WITHDRAWN and fresh(story).text == ""


def test_an_unanswered_proposal_goes_back_to_who_moderates(shop: World) -> None:
    story = told(shop)
    acts.propose(story, "Another title", TEXT, by=shop.lea, at=NOON + 3 * HOUR)
    turn = Turn.objects.get(kind="story")
    due.story(turn, now=turn.run_at)
    assert fresh(story).state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_withdrawn_and_shown_at_once_it_is_never_shown(shop: World) -> None:
    story = told(shop)

    at_once(
        lambda: acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON),
        lambda: acts.withdraw(story, at=NOON),
        lambda: acts.decline(story, "Thank you.", by=shop.lea, at=NOON),
        lambda: acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON),
    )
    assert fresh(story).state == State.WITHDRAWN and not queries.public().exists()
    assert Event.objects.filter(kind__in=[Kind.STORY_PUBLISHED, Kind.STORY_DECLINED]).count() <= 2


def test_a_yes_that_dies_half_way_is_no_yes(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    story = asked(shop)
    monkeypatch.setattr("makegood.stories.acts.telling.common.tell", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        acts.agree(story, tap(story), at=NOON)
    assert fresh(story).state == State.TELLER and not Consent.objects.exists()
