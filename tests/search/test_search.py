"""Who looks finds what is theirs, newest first, each conversation once; and nobody finds what isn't theirs."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.conversations import acts as conversations
from makegood.conversations.letter import Address, Attachment, Kind
from makegood.people.models import Agent, Rank, Role
from makegood.search import queries
from makegood.search.results import Results, Where
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
NOW = NOON + 3 * HOUR


def ask(agent: Agent, text: str, **more: Any) -> Results:
    """The search as the agent's page does it."""
    return queries.search(agent, text, zone=more.pop("zone", UTC), now=NOW, **more)


def numbers(agent: Agent, text: str, **more: Any) -> list[int]:
    """Which conversations are found, in order."""
    return [one.number for one in ask(agent, text, **more).hits]


def shown(parts: tuple[Any, ...]) -> str:
    """Parts as text, matches in brackets."""
    return "".join(f"[{one.text}]" if one.is_match else one.text for one in parts)


def say(world: World, text: str, **more: Any) -> int:
    """A letter that says this; the number of its conversation."""
    return world.receive(text=text, reply_text=text, **more).pk


def test_newest_first_and_each_conversation_once(world: World) -> None:
    first, second = say(world, "My kettle leaks"), say(world, "A kettle, please", at=NOON + HOUR)
    world.reply(world.receive(text="no", reply_text="no"), html="<div>nothing</div>")
    assert numbers(world.ana, "kettle ") == [second, first]
    conversation = conversations.note
    conversation(world_conversation(first), text="kettle again", by=world.ana, at=NOON + 2 * HOUR, once="n")
    found = ask(world.ana, "kettle ")
    assert [one.number for one in found.hits] == [first, second]
    assert (found.total, found.is_capped, found.next) == (2, False, None)
    assert found.hits[0].where is Where.NOTE and found.hits[0].by == "Ana Example"


def world_conversation(number: int) -> Any:
    """The conversation with the number."""
    from makegood.conversations.models import Conversation

    return Conversation.objects.get(pk=number)


def test_all_words_must_be_there_and_none_that_is_excluded(world: World) -> None:
    both, one = say(world, "lost voucher and lost card"), say(world, "voucher only")
    assert numbers(world.ana, "voucher lost ") == [both]
    assert numbers(world.ana, "voucher -lost") == [one]
    assert numbers(world.ana, '"lost card"') == [both]
    assert numbers(world.ana, '"card lost"') == []
    assert numbers(world.ana, '-"lost card"') == [one]


def test_the_last_word_may_be_begun(world: World) -> None:
    number = say(world, "replacement parts")
    assert numbers(world.ana, "repla") == [number]
    assert numbers(world.ana, "repla ") == []
    assert numbers(world.ana, "repla* parts ") == [number]
    assert numbers(world.ana, "replacement") == [number]


def test_a_number_finds_its_conversation_first(world: World) -> None:
    wanted = say(world, "quiet")
    other = say(world, f"see {wanted} for this", at=NOON + HOUR)
    assert numbers(world.ana, f"#{wanted}") == [wanted, other]
    assert numbers(world.ana, str(wanted)) == [wanted, other]
    assert ask(world.ana, str(wanted)).hits[0].where is Where.NUMBER
    assert numbers(world.mo, f"#{wanted}") == []


@pytest.mark.parametrize(
    "text", ["lamp", "#1001", "1001", "from:eva", "is:open", "in:front", "tag:x", "-nothing", "stern", "secret"]
)
def test_a_stranger_finds_nothing_whatever_they_ask(world: World, text: str) -> None:
    conversation = world.receive()
    conversations.note(conversation, text="secret", by=world.ana, at=NOON, once="n")
    conversations.tag(conversation, ["x"], by=world.ana, at=NOON)
    text = text.replace("1001", str(conversation.pk))
    assert numbers(world.ana, text) == [conversation.pk] or text == "-nothing"
    for stranger in (world.mo, world.ada):
        found = ask(stranger, text)
        assert (found.hits, found.total, found.next) == ((), 0, None)


def test_who_loses_the_conversation_loses_the_hit(world: World) -> None:
    conversation = world.receive()
    conversations.assign(conversation, to=None, team=world.hill, by=world.ana, at=NOON + HOUR)
    assert numbers(world.ana, "lamp") == []
    assert numbers(world.mo, "lamp") == [conversation.pk]


def test_the_rule_holds_even_when_the_index_lags(world: World) -> None:
    conversation = world.receive()
    type(conversation).objects.filter(pk=conversation.pk).update(team=world.hill)
    assert numbers(world.ana, "lamp") == []


def test_head_office_and_the_owner_of_the_folder_find_everything(world: World) -> None:
    here, there = say(world, "teapot"), say(world, "teapot", mailbox=world.hill_help)
    Role.objects.create(agent=world.lea, rank=Rank.HEAD_OFFICE)
    world.lea.__dict__.pop("_standing", None)
    assert numbers(world.lea, "teapot ") == [there, here]
    owners = queries.search_everything("teapot ", zone=UTC, now=NOW)
    assert [one.number for one in owners.hits] == [there, here]


def test_many_teams_are_asked_without_marks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from makegood.search import meaning

    here = say(world, "teapot")
    say(world, "teapot", mailbox=world.hill_help)
    monkeypatch.setattr(meaning, "MOST_TEAMS", 0)
    assert numbers(world.ana, "teapot ") == [here]


def test_from_finds_who_said_it(world: World) -> None:
    mine = say(world, "hello")
    other = say(world, "I know Eva Stern", sender=Address("Tom Berg", "tom@post.example"))
    assert numbers(world.ana, "from:eva") == [mine]
    assert numbers(world.ana, "from:tom@post.example") == [other]
    assert numbers(world.ana, 'from:"tom berg"') == [other]
    assert numbers(world.ana, "-from:eva") == [other]
    assert numbers(world.ana, "from:harbour") == []


def test_in_finds_by_team_and_mailbox(world: World) -> None:
    Role.objects.create(agent=world.ana, rank=Rank.AGENT, team=world.hill)
    here, there = say(world, "cup"), say(world, "cup", mailbox=world.hill_help)
    assert numbers(world.ana, 'in:"hill front"') == [there]
    assert numbers(world.ana, "in:help@harbour.example cup") == [here]
    assert numbers(world.ana, "-in:hill cup") == [here]
    unknown = ask(world.ana, "in:nowhere")
    assert unknown.hits == () and "nowhere" in unknown.chips[0].problem
    assert "Hill" not in str(ask(world.ben, "in:hill").chips)


def test_tags_of_any_spelling(world: World) -> None:
    conversation = world.receive()
    conversations.tag(conversation, ["größe & farbe"], by=world.ana, at=NOON)
    assert numbers(world.ana, 'tag:"größe & farbe"') == [conversation.pk]
    assert numbers(world.ana, 'lamp -tag:"größe & farbe"') == []
    conversations.tag(conversation, [], by=world.ana, at=NOON)
    assert numbers(world.ana, 'tag:"größe & farbe"') == []


def test_how_it_stands_and_who_has_it(world: World) -> None:
    new, closed = world.receive(), world.receive()
    automatic = world.receive(kind=Kind.AUTOMATIC)
    world.reply(closed, after=conversations.After(closes=True))
    claimed = world.receive()
    conversations.claim(claimed, by=world.ana, at=NOON)
    assert numbers(world.ana, "is:open") == [claimed.pk, new.pk]
    assert numbers(world.ana, "is:unclaimed lamp") == [new.pk]
    assert numbers(world.ana, "is:closed -is:automatic") == [closed.pk]
    assert numbers(world.ana, "is:automatic") == [automatic.pk]
    assert numbers(world.ana, "is:mine is:open") == numbers(world.ben, "owner:ana is:open") == [claimed.pk]
    assert numbers(world.ben, "owner:me") == []
    assert "nobody" in ask(world.ana, "owner:zoe").chips[0].problem.lower()


def test_days_are_the_agents(world: World) -> None:
    late = NOON.replace(hour=23, minute=30)
    number = say(world, "midnight", at=late)
    berlin = ZoneInfo("Europe/Berlin")
    assert numbers(world.ana, "after:2026-11-20", zone=berlin) == [number]
    assert numbers(world.ana, "after:2026-11-20") == []
    assert numbers(world.ana, "before:2026-11-20") == [number]
    assert numbers(world.ana, "midnight before:2026-11-20", zone=berlin) == []
    assert numbers(world.ana, "after:2026-11 before:2026-12") == [number]
    assert numbers(world.ana, "after:2026") == [number]
    assert numbers(world.ana, "before:2026") == []
    assert numbers(world.ana, "-before:2026") == [number]


def test_has_file(world: World) -> None:
    world.receive()
    number = say(world, "see the picture", attachments=(Attachment("a.pdf", "application/pdf", b"%PDF", inline=False),))
    assert numbers(world.ana, "has:file") == [number]
    assert number not in numbers(world.ana, "-has:file")


def test_the_snippet_shows_why(world: World) -> None:
    say(world, "x " * 200 + "and then the tap <b>leaks</b> badly, " + "y " * 200)
    hit = ask(world.ana, "leaking ").hits[0]
    assert "<b>[leaks]</b>" in shown(hit.snippet)
    assert len(shown(hit.snippet)) < 240
    assert hit.where is Where.MESSAGE
    assert shown(ask(world.ana, "lamp ").hits[0].subject) == "The [lamp] flickers"
    assert ask(world.ana, "lamp ").hits[0].where is Where.SUBJECT
    assert ask(world.ana, "stern ").hits[0].where is Where.CUSTOMER


def test_pages_do_not_shift_when_mail_comes_in(world: World) -> None:
    made = [say(world, f"spoon {number}", at=NOON + timedelta(minutes=number)) for number in range(7)]
    first = ask(world.ana, "spoon ", limit=3)
    say(world, "spoon new", at=NOON + DAY)
    second = ask(world.ana, "spoon ", limit=3, after=first.next)
    third = ask(world.ana, "spoon ", limit=3, after=second.next)
    pages = [[one.number for one in page.hits] for page in (first, second, third)]
    assert [number for page in pages for number in page] == made[::-1]
    assert third.next is None


def test_counts_stop_and_the_search_goes_on_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from makegood.search import scan

    monkeypatch.setattr(scan, "COUNTED", 3)
    made = [say(world, "fork") for _ in range(6)]
    found, page, seen = [], None, 0
    while page is None or page.next:
        page = ask(world.ana, "fork ", limit=2, after=page.next if page else None)
        found += [one.number for one in page.hits]
        seen += 1
        assert seen < 9
    assert list(dict.fromkeys(found)) == made[::-1]
    assert ask(world.ana, "fork ").is_capped


def test_no_more_is_counted_than_anyone_asks_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from makegood.search import scan

    monkeypatch.setattr(scan, "COUNTED_AHEAD", 3)
    made = [say(world, "fork") for _ in range(7)]
    first = ask(world.ana, "fork ", limit=2)
    assert (first.total, first.is_capped, first.looked_back_to) == (3, True, None)
    found, page = [one.number for one in first.hits], first
    while page.next:
        page = ask(world.ana, "fork ", limit=2, after=page.next)
        found += [one.number for one in page.hits]
    assert found == made[::-1]
    assert (page.total, page.is_capped) == (7, False)


def test_a_cursor_that_nobody_made_is_the_beginning(world: World) -> None:
    number = say(world, "ladle")
    for odd in ("", "x", "-1.5", "9" * 40, "1;DROP", "٣.٣"):
        assert numbers(world.ana, "ladle ", after=odd) == [number]


def test_the_number_of_queries_is_fixed(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        world.reply(world.receive(text=f"jug {number}", reply_text=f"jug {number}"))
    numbers(world.ana, "jug ")
    with django_assert_max_num_queries(4):
        assert len(ask(world.ana, "jug ").hits) == 12
    with django_assert_max_num_queries(9):
        ask(world.ana, "in:front owner:ana is:open tag:a jug 1001 before:2027 ju")


def test_nothing_asked_nothing_found(world: World) -> None:
    world.receive()
    for text in ("", "  ", '""', "***", "-", '"'):
        assert ask(world.ana, text) == Results()


def test_scripts_without_spaces_are_found_by_any_part(world: World) -> None:
    number = say(world, "我想退款，谢谢")
    accents = say(world, "Crème brûlée für Zoë")
    assert numbers(world.ana, "退款") == [number]
    assert numbers(world.ana, "creme zoe ") == [accents]
    assert shown(ask(world.ana, "BRULEE ").hits[0].snippet) == "Crème [brûlée] für Zoë"


TYPED = st.one_of(st.sampled_from("\"*:()-+^{}[]|&!<>'%\\; \0NEAROTDxlamp_#1"), st.characters())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=TYPED, max_size=60))
def test_whatever_is_typed_is_only_looked_for(world: World, text: str) -> None:
    found = ask(world.ana, text)
    assert found.total >= 0


@pytest.mark.parametrize(
    "text",
    [
        'lamp" OR "x',
        "lamp*",
        "marks:x",
        "text : lamp",
        "NEAR(lamp x)",
        "lamp AND NOT x",
        "'; DROP TABLE search_document; --",
        'from:"\' OR 1=1"',
        "tag:' OR in:x",
        "lamp:*A",
        "{subject} : lamp",
        "^lamp",
        "%s %(x)s",
        "in:%",
        "owner:_",
    ],
)
def test_syntax_of_the_engine_is_only_words(world: World, text: str) -> None:
    say(world, "unrelated", subject="nothing", mailbox=world.hill_help)
    ask(world.ana, text)
    ask(world.mo, text)
    assert numbers(world.mo, "unrelated ") != []
