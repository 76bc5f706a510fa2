"""A person says what an episode is. Before that nobody is told; of two at the same moment one wins."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from makegood.clocks.queries import running
from makegood.conversations.models import Channel, Conversation, Delivery, Message, State
from makegood.conversations.queries import visible_to
from makegood.conversations.rules import Refused
from makegood.customers.models import Customer
from makegood.kudos.models import Kudos
from makegood.mentions import acts, queries
from makegood.mentions.acts import Decision
from makegood.mentions.models import Episode, Mention
from makegood.mentions.models import State as Standing
from makegood.mentions.rules import Told
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from tests.mentions.finding import STORY, TROUBLE, Finding
from tests.world import EVA, HOUR, MINUTE, NOON

LATER = NOON + HOUR


def decided(finding: Finding, episode: Episode, *, seen: int = 0, at: object = LATER, **said: object) -> Episode:
    return acts.decide(episode, Decision(**said), seen=seen, by=finding.world.ana, at=at)  # type: ignore[arg-type]


def test_until_somebody_says_yes_nobody_is_told(finding: Finding) -> None:
    finding.waiting()
    assert not Conversation.objects.exists() and not Kudos.objects.exists() and not Delivery.objects.exists()
    assert {one.kind for one in Event.objects.all()} <= {Kind.MENTION_FOUND, Kind.MENTION_READ}


def test_trouble_goes_on_as_a_conversation_with_a_clock_in_the_team_that_was_chosen(finding: Finding) -> None:
    episode = decided(finding, finding.episode(TROUBLE), team=finding.world.hill)
    conversation = Conversation.objects.get()
    assert episode.conversation == conversation and conversation.team == finding.world.hill
    assert (conversation.channel, conversation.state) == (Channel.MENTION, State.OPEN)
    assert [one.kind for one in running(conversation.pk)] == ["first_response"]
    message = Message.objects.get()
    assert (message.text, message.sender_name, message.sender_address) == (TROUBLE, "Jo", "")
    assert "We know no address of theirs" in conversation.notes.get().text
    assert Mention.objects.get().state == Standing.DONE
    assert visible_to(finding.world.mo).filter(pk=conversation.pk).exists()


def test_who_is_known_by_an_address_can_be_answered(finding: Finding) -> None:
    known = finding.world.receive().customer
    decided(finding, finding.episode(TROUBLE), team=finding.world.harbour, mail=EVA.address)
    conversation = Conversation.objects.latest("pk")
    assert conversation.customer == known
    assert finding.world.reply(conversation).to[0]["address"] == EVA.address


def test_who_was_matched_by_a_person_is_that_customer(finding: Finding) -> None:
    known = finding.world.receive().customer
    decided(finding, finding.episode(TROUBLE), team=finding.world.harbour, customer=known)
    conversation = Conversation.objects.latest("pk")
    assert conversation.customer == known and Customer.objects.count() == 1
    assert "A reply here goes to them by mail" in conversation.notes.get().text


def test_praise_reaches_who_is_meant_and_is_no_conversation(finding: Finding) -> None:
    told = Told(STORY, "positive", teller="Jo", staff=("Ben",), quotes=("Thank you, Nadia!",))
    decided(finding, finding.episode(STORY, told), thanked=[finding.world.ben])
    kudos = Kudos.objects.get()
    assert (kudos.agent, kudos.words, kudos.name, kudos.way) == (finding.world.ben, STORY, "Jo", "mention")
    assert not Conversation.objects.exists()
    assert Mention.objects.get().state == Standing.DONE


def test_what_is_told_well_of_something_bad_may_be_both(finding: Finding) -> None:
    decided(finding, finding.episode(), thanked=[finding.world.ben, finding.world.lea], team=finding.world.harbour)
    assert Kudos.objects.count() == 2 and Conversation.objects.count() == 1


def test_nothing_of_ours_is_done_with_and_can_be_taken_back(finding: Finding) -> None:
    mention = finding.waiting()
    acts.nothing_of_ours(mention, by=finding.world.ana, at=LATER)
    acts.nothing_of_ours(mention, by=finding.world.ben, at=LATER)
    mention.refresh_from_db()
    assert (mention.state, mention.nothing_by) == (Standing.DONE, finding.world.ana)
    acts.reopen(mention, by=finding.world.ben, at=LATER + 5 * HOUR)
    acts.reopen(mention, by=finding.world.ben, at=LATER + 5 * HOUR)
    mention.refresh_from_db()
    assert mention.state == Standing.WAITING and mention.episodes.get().state == Episode.State.PROPOSED


def test_a_mention_is_done_when_each_episode_is(finding: Finding) -> None:
    one, other = Told(STORY[:60], "negative", trouble=True), Told(STORY[60:160], "positive")
    mention = finding.waiting(STORY, one, other)
    first, second = mention.episodes.order_by("pk")
    decided(finding, first, team=finding.world.harbour)
    mention.refresh_from_db()
    assert mention.state == Standing.WAITING
    decided(finding, second)
    mention.refresh_from_db()
    assert mention.state == Standing.DONE


def test_the_second_who_confirms_is_told_who_was_first(finding: Finding) -> None:
    episode = finding.episode()
    decided(finding, episode, team=finding.world.harbour)
    with pytest.raises(Refused, match="Ana Example has decided on this already"):
        acts.decide(episode, Decision(team=finding.world.hill), seen=0, by=finding.world.ben, at=LATER)
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_the_same_moment_one_wins(finding: Finding) -> None:
    episode, ready, ends = finding.episode(), Barrier(2), []

    def confirm(name: str) -> None:
        ready.wait()
        try:
            said = Decision(team=finding.world.harbour, thanked=[finding.world.lea])
            acts.decide(episode, said, seen=0, by=getattr(finding.world, name), at=LATER)
            ends.append("won")
        except Refused:
            ends.append("lost")
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=(name,)) for name in ("ana", "ben")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(ends) == ["lost", "won"]
    assert Conversation.objects.count() == Kudos.objects.count() == 1


def test_who_saw_an_older_one_looks_again(finding: Finding) -> None:
    episode = finding.episode(TROUBLE)
    acts.correct(episode, Told(TROUBLE, "mixed", teller="Jo K."), seen=0, by=finding.world.ben, at=LATER)
    with pytest.raises(Refused, match="corrected this meanwhile"):
        decided(finding, episode, team=finding.world.harbour)
    assert decided(finding, episode, seen=1, team=finding.world.harbour).conversation is not None
    assert Message.objects.get().sender_name == "Jo K."


def test_taken_back_in_time_the_conversation_closes_and_the_thanks_are_dropped(finding: Finding) -> None:
    episode = decided(finding, finding.episode(), team=finding.world.harbour, thanked=[finding.world.ben])
    for _ in range(2):
        acts.take_back(episode, by=finding.world.ana, at=LATER + MINUTE)
    episode.refresh_from_db()
    assert (episode.state, episode.conversation, episode.thanked) == (Episode.State.PROPOSED, None, [])
    assert Conversation.objects.get().state == State.CLOSED and not running(Conversation.objects.get().pk)
    assert Kudos.objects.get().state == Kudos.State.DROPPED
    assert Mention.objects.get().state == Standing.WAITING
    decided(finding, episode, seen=episode.version, team=finding.world.harbour, thanked=[finding.world.ben])
    assert Conversation.objects.filter(state=State.OPEN).count() == 1
    assert Kudos.objects.filter(state=Kudos.State.GIVEN).count() == 1


def test_taken_back_too_late_by_another_or_in_use_it_stays(finding: Finding) -> None:
    episode = decided(finding, finding.episode(), team=finding.world.harbour)
    with pytest.raises(Refused, match="ten minutes"):
        acts.take_back(episode, by=finding.world.ana, at=LATER + timedelta(minutes=10))
    with pytest.raises(Refused, match="Only who confirmed"):
        acts.take_back(episode, by=finding.world.ben, at=LATER + MINUTE)
    conversation = Conversation.objects.get()
    Message.objects.create(conversation=conversation, direction=Message.IN, text="more", at=LATER)
    with pytest.raises(Refused, match="works on"):
        acts.take_back(episode, by=finding.world.ana, at=LATER + MINUTE)
    assert Episode.objects.get().state == Episode.State.ANSWERED


@pytest.mark.parametrize("said", [{"mail": "no address"}, {"team": "closed"}, {"thanked": "gone"}])
def test_what_cannot_be_is_refused_in_words(finding: Finding, said: dict[str, str]) -> None:
    world, episode = finding.world, finding.episode()
    world.hill.is_active = world.mo.is_active = False
    what = {"mail": {"team": world.harbour, **said}, "team": {"team": world.hill}, "thanked": {"thanked": [world.mo]}}
    with pytest.raises(Refused):
        decided(finding, episode, **what[next(iter(said))])
    assert Episode.objects.get().state == Episode.State.PROPOSED


def test_half_way_killed_nothing_has_happened(finding: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    from makegood.mentions.acts import deciding

    episode = finding.episode()
    monkeypatch.setattr(deciding, "set_state", _killed)
    with pytest.raises(KeyboardInterrupt):
        decided(finding, episode, team=finding.world.harbour, thanked=[finding.world.ben])
    assert not Conversation.objects.exists() and not Kudos.objects.exists() and not Customer.objects.exists()


def _killed(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Told("Words that are not there", "negative"), "word for word"),
        (Told("", "negative"), "word for word"),
        (Told(TROUBLE, "splendid"), "Choose how"),
        (Told(TROUBLE, "negative", quotes=("Nobody said so",)), "not in the text"),
        (Told(TROUBLE, "negative", asked="x" * 3000), "too long"),
    ],
)
def test_what_does_not_stand_in_the_text_is_no_episode(finding: Finding, told: Told, why: str) -> None:
    episode = finding.episode(TROUBLE)
    with pytest.raises(Refused, match=why):
        acts.correct(episode, told, seen=0, by=finding.world.ana, at=LATER)
    with pytest.raises(Refused, match=why):
        acts.mark(episode.mention, told, by=finding.world.ana, at=LATER)
    assert Episode.objects.count() == 1 and Episode.objects.get().version == 0


def test_what_nobody_had_seen_is_marked_by_hand(finding: Finding) -> None:
    mention = finding.waiting(STORY, Told(STORY[:60], "negative"))
    told = Told(STORY[60:120], "positive", staff=("Nadia",))
    assert acts.mark(mention, told, by=finding.world.ana, at=LATER) == acts.mark(
        mention, told, by=finding.world.ben, at=LATER
    )
    assert mention.episodes.count() == 2 and mention.episodes.latest("pk").offered is None


def test_marking_opens_what_was_nothing_of_ours(finding: Finding) -> None:
    mention = finding.waiting()
    acts.nothing_of_ours(mention, by=finding.world.ana, at=LATER)
    acts.mark(mention, Told(STORY[:60], "negative"), by=finding.world.ana, at=LATER)
    mention.refresh_from_db()
    assert mention.state == Standing.WAITING and mention.nothing_by is None


def test_mo_sees_nothing_of_the_harbours(finding: Finding) -> None:
    mention = finding.waiting()
    assert list(queries.visible_to(finding.world.mo)) == []
    with pytest.raises(Mention.DoesNotExist):
        queries.get_for(finding.world.mo, mention.pk)
    with pytest.raises(Episode.DoesNotExist):
        queries.episode_for(finding.world.mo, mention.pk, mention.episodes.get().pk)
    assert queries.counts(finding.world.mo) == queries.Counts(0, 0)
    assert queries.counts(finding.world.ben) == queries.Counts(1, 0)


def test_the_text_is_marked_and_whole(finding: Finding) -> None:
    from makegood.mentions.marking import marked

    text = "One.\n\nTwo tells it. Three goes on.\n\nFour."
    shown = marked(text, [(7, "Two tells it."), (8, "tells it. Three goes on.\n\nFour.")])
    assert "\n\n".join("".join(part.text for part in line) for line in shown) == text
    assert [[(part.text, part.episodes) for part in line] for line in shown] == [
        [("One.", ())],
        [("Two ", (7,)), ("tells it.", (7, 8)), (" Three goes on.", (8,))],
        [("Four.", (8,))],
    ]
