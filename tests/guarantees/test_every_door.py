"""Each address of the desk, tried by those who may not: the signed out, a stranger of another team, a colleague."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.guarantees.doors import Door, doors

if TYPE_CHECKING:
    from makegood.conversations.models import Conversation
    from tests.world import World

DOORS = doors()
# The API opens to no browser, whoever signed in there; tests/api/test_every_route.py tries it with tokens.
PAGES = [door for door in DOORS if not door.path.startswith("api/")]
# Who is signed out gets an answer here.
OPEN = {
    "livez",
    "readyz",
    "metrics",
    "api/v1/openapi.json",
    "welcome/{token}",
    "sign-in/",
    "sign-in/link/{token}",
    "sign-in/forgotten/",
    "sign-in/forgotten/sent/",
    "sign-in/forgotten/done/",
    "sign-in/forgotten/{uidb36}-{key}/",
    "sign-in/switched-off/",
    "sign-in/steps/webauthn/login/",
    "help/sitemap.xml",  # of what is published for everybody
    "t/example",  # an invented customer's page
}
SECRET, DRAFTED, NOTED = "Xylographer", "Quincunx", "Zugzwang"
MARKUP = "<img src=x onerror=alert(1)>\"'"


@pytest.fixture
def lamp(world: World) -> Conversation:
    """A conversation of Ana's team with a bit of everything in it: all of it names itself."""
    from makegood.conversations import acts
    from makegood.conversations.letter import Address, Attachment

    now = timezone.now()
    file = Attachment(f"{SECRET}.txt", "text/plain", SECRET.encode())
    eva = Address(f"Eva {SECRET}", "eva@post.example")
    said = {"subject": SECRET, "text": SECRET, "reply_text": SECRET, "html": f"<p>{SECRET}</p>", "sender": eva}
    found = world.receive(at=now, attachments=(file,), **said)
    world.reply(found, at=now, html=f"<p>{SECRET}</p>")
    acts.note(found, html="", text=NOTED, files=[], by=world.ana, at=now, once="n")
    acts.tag(found, [SECRET.lower()], by=world.ana, at=now)
    acts.attach(found, "reply", Attachment("x.txt", "text/plain", DRAFTED.encode()), by=world.ana, at=now)
    acts.save(found, "reply", by=world.ana, html="", text=DRAFTED, to=[], cc=[], seen=0, at=now)
    acts.claim(found, by=world.ana, at=now)
    return found


def fillings(door: Door, lamp: Conversation) -> Iterator[str]:
    """The address about the lamp, and about each thing of it that a number could mean."""
    from makegood.conversations.models import Delivery, File, Message, Note, Undo

    kinds = (Message, Delivery, File, Note, Undo)
    pks = {pk for kind in kinds for pk in kind.objects.values_list("pk", flat=True)} | {lamp.customer_id, lamp.team_id}
    names = [name for name in door.names if name != "number"]
    for values in product(sorted(pks), repeat=1 if names else 0):
        yield door.filled(number=lamp.number, **dict.fromkeys(names, values[0] if values else 1))


def state_of(lamp: Conversation) -> list[Any]:
    """Everything that someone could change about it."""
    from makegood.conversations.models import Conversation, Delivery, Draft, File, Message, Note, Undo

    kinds = (Message, Note, Draft, File, Undo)
    rows: list[Any] = [list(kind.objects.filter(conversation=lamp).order_by("pk").values()) for kind in kinds]
    return [*rows, list(Delivery.objects.order_by("pk").values()), Conversation.objects.values().get(pk=lamp.pk)]


def signed_in(agent: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sends(client: Client) -> list[Callable[[str], Any]]:
    """How one may ask: for the page, for a part of it, and by sending what forms send."""
    form = {"text": "x", "to": "spy@else.example", "add": "x", "seen": "99", "then": "rest", "day": "2030-01-01"}
    return [client.get, lambda path: client.get(path, headers={"HX-Request": "true"}), lambda p: client.post(p, form)]


def said_by(answer: Any) -> str:
    """All that came back, heads and body."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}{content.decode('utf-8', 'replace')}"


def test_the_walk_finds_what_there_is() -> None:
    paths = {door.path for door in DOORS}
    assert {"inbox", "c/{number}/m/{pk}/body", "files/{pk}", "settings/mailboxes/{pk}/test/{which}", "me"} <= paths
    assert len(paths) > 80 and paths >= OPEN, OPEN - paths


def leaks(answer: Any, *, of: tuple[str, ...] = (SECRET, DRAFTED, NOTED)) -> bool:
    """Whether anything came back that names the lamp."""
    said = said_by(answer)
    return any(word in said for word in of)


@pytest.mark.once
def test_the_signed_out_see_nothing_and_change_nothing(world: World, lamp: Conversation) -> None:
    before = state_of(lamp)
    for door, send in product(DOORS, sends(Client(raise_request_exception=False))):
        answer = send(next(fillings(door, lamp)))
        assert not leaks(answer), door
        is_let_in = answer.status_code == 200 and "HX-Redirect" not in answer
        assert not is_let_in or door.path in OPEN, door
        assert answer.status_code < 500 or door.path == "readyz", door
    assert state_of(lamp) == before


def test_a_stranger_of_another_team_sees_nothing_and_changes_nothing(world: World, lamp: Conversation) -> None:
    before = state_of(lamp)
    for door in PAGES:
        mo = signed_in(world.mo)  # anew at each: one of them signs out
        for path, send in product(fillings(door, lamp), sends(mo)):
            answer = send(path)
            assert not leaks(answer), path
            assert answer.status_code < 500 or door.path == "readyz", path
            assert "number" not in door.names or answer.status_code in (404, 405), path
    assert state_of(lamp) == before


@pytest.mark.once
def test_a_colleague_does_not_see_what_is_still_being_written(world: World, lamp: Conversation) -> None:
    for door in PAGES:
        ben = signed_in(world.ben)
        for path in fillings(door, lamp):
            assert not leaks(ben.get(path), of=(DRAFTED,)), path


@pytest.mark.once
def test_words_of_strangers_are_markup_on_no_page(world: World) -> None:
    """The names of everything are hostile, and the reader is an agent and an admin, who sees the most."""
    found = hostile(world)
    seen = 0
    for door in PAGES:
        ana = signed_in(world.ana)
        for path in fillings(door, found):
            answer = ana.get(path, {"q": MARKUP})
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                assert "<img src=x" not in said_by(answer), path
                seen += "&lt;img src=x" in said_by(answer)
    assert seen > 10  # it does stand there, as text


def hostile(world: World) -> Conversation:
    """A conversation in which every word, and every name around it, is markup."""
    from makegood.conversations import acts
    from makegood.conversations.letter import Address, Attachment
    from makegood.people.models import Rank, Role

    now = timezone.now()
    file = Attachment(f"{MARKUP}.txt", "text/plain", b"x")
    said = {"subject": MARKUP, "text": MARKUP, "reply_text": MARKUP, "sender": Address(MARKUP, "eva@post.example")}
    found = world.receive(at=now, attachments=(file,), cc=(Address(MARKUP, "carl@post.example"),), **said)
    acts.note(found, html="", text=MARKUP, files=[], by=world.ana, at=now, once="n")
    acts.save(found, "reply", by=world.ana, html="", text=MARKUP, to=[], cc=[], seen=0, at=now)
    for thing in (world.harbour, world.harbour.location, world.help, world.ben):
        thing.name = MARKUP
        thing.save(update_fields=["name"])
    Role.objects.create(agent=world.ana, rank=Rank.ADMIN)
    return found
