"""A partner's page by link: shows what was shared and nothing else, answers once, and opens for nobody else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from makegood.base import secrets
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation
from makegood.handoffs import acts
from makegood.handoffs.acts import Brief
from makegood.handoffs.models import Handoff, Mail, Said, SaidFile, State
from makegood.people.models import Company, Partner
from tests.world import World

NOW = timezone.now()
TOMORROW = (NOW + timedelta(days=3)).date().isoformat()


@pytest.fixture(autouse=True)
def unhurried(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]


def hand_over(world: World, *, name: str = "Fennick Repairs", at: datetime = NOW) -> tuple[Handoff, str]:
    """A handoff and the token of its mail. Eva's first message and one of two files are shared."""
    Company.objects.get_or_create(pk=1, defaults={"name": "Harbour & Pine"})
    files = (
        Attachment("switch.jpg", "image/jpeg", b"\xff\xd8\xff"),
        Attachment("passport.pdf", "application/pdf", b"p"),
    )
    conversation = world.receive(at=at, attachments=files, text="It flickers", reply_text="It flickers")
    conversations.claim(conversation, by=world.ana, at=at)
    conversations.note(
        conversation, html="", text="secret note", files=[], by=world.ana, at=at, once=f"n{conversation.pk}"
    )
    partner, _new = Partner.objects.get_or_create(
        name=name, defaults={"addresses": ["rosa@fennick.example"], "created_at": at}
    )
    shared = conversation.files.get(name="switch.jpg").pk
    brief = Brief(
        "Can you mend this?", "Change <b>the switch</b>", messages=[conversation.messages.get().pk], files=[shared]
    )
    handoff = acts.offer_partner(Conversation.objects.get(pk=conversation.pk), brief, to=partner, by=world.ana, at=at)
    return handoff, secrets.unseal(Mail.objects.get(handoff=handoff).sealed)


@pytest.fixture
def rosa() -> Client:
    return Client(enforce_csrf_checks=True)


def get(client: Client, token: str, status: int = 200) -> str:
    answer = client.get(f"/h/{token}")
    assert answer.status_code == status
    return answer.content.decode()


def post(client: Client, token: str, *, status: int = 302, html: str = "", **said: object) -> str:
    html = html or get(client, token)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    answer = client.post(f"/h/{token}", {**hidden, **said})
    assert answer.status_code == status, answer.content
    return get(client, token) if status == 302 else answer.content.decode()


def test_they_see_what_was_shared_and_nothing_else(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    html = get(rosa, token)
    for words in (
        "Can you mend this?",
        "Change &lt;b&gt;the switch",
        "It flickers",
        "switch.jpg",
        "Ana answers for this",
    ):
        assert words in html
    for words in ("secret note", "passport", "eva@post.example", "Eva Stern", "Example", "<script"):
        assert words not in html


def test_looking_changes_nothing(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    before = Handoff.objects.values().get(pk=handoff.pk)
    get(rosa, token)
    rosa.head(f"/h/{token}")
    assert Handoff.objects.values().get(pk=handoff.pk) == before and not Said.objects.exists()
    assert "sessionid" not in rosa.cookies and "makegood" not in rosa.cookies


def test_the_page_is_kept_nowhere_indexed_nowhere_and_leads_nowhere(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    answer = rosa.get(f"/h/{token}")
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin" and answer["X-Frame-Options"] == "DENY"
    assert (
        "script-src" not in answer["Content-Security-Policy"]
        and "default-src 'none'" in answer["Content-Security-Policy"]
    )


def test_accept_move_finish(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    html = post(rosa, token, do="accept", **{"day-accept": TOMORROW, "text-accept": "Gladly", "name": "Rosa Fennick"})
    handoff.refresh_from_db()
    assert handoff.state == State.ACCEPTED and "waits for word from you" in html and "Gladly" in html
    assert 'value="Rosa Fennick"' in html
    later = (NOW + timedelta(days=5)).date().isoformat()
    post(rosa, token, do="move", **{"day-move": later, "text-move": "The part is late"})
    handoff.refresh_from_db()
    assert handoff.promised_at and handoff.promised_at.date().isoformat() == later
    html = post(rosa, token, do="finish", **{"text-finish": "New switch"})
    handoff.refresh_from_db()
    assert handoff.state == State.FINISHED and "done, thank you" in html and "<form" not in html


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose one"),
        ({"do": "steal"}, "Choose one"),
        ({"do": "decline"}, "Say why"),
        ({"do": "word"}, "nothing to send"),
        ({"do": "accept", "day-accept": "2020-01-01"}, "has passed"),
        ({"do": "accept", "day-accept": "soon"}, "no day"),
        ({"do": "move", "day-move": TOMORROW}, ""),
        ({"do": "finish"}, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, rosa: Client, said: dict[str, str], words: str) -> None:
    handoff, token = hand_over(world)
    html = post(rosa, token, status=422, **said)
    handoff.refresh_from_db()
    assert words in html and handoff.state == State.OFFERED and not Said.objects.exists()


def test_two_people_at_once_the_first_counts_and_both_are_kept(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    paul = Client(enforce_csrf_checks=True)
    seen = get(paul, token)
    post(rosa, token, do="accept", name="Rosa")
    html = post(paul, token, status=409, html=seen, do="decline", name="Paul", **{"text-decline": "No time"})
    handoff.refresh_from_db()
    assert handoff.state == State.ACCEPTED and "accepted this already" in html and "What you wrote was kept" in html
    assert Said.objects.get().name == "Paul"


def test_pressed_twice_it_happens_once(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    seen = get(rosa, token)
    for _ in range(2):
        post(rosa, token, html=seen, do="word", **{"text-word": "Which colour?"})
    assert Said.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "../../etc", "A" * 500, "%00" * 8])
def test_a_stranger_s_token_opens_nothing(world: World, rosa: Client, token: str) -> None:
    hand_over(world)
    assert rosa.get(f"/h/{token}").status_code == 404
    if token.isalnum():
        assert "This link leads nowhere" in get(rosa, token, status=404)


def test_another_partner_s_token_opens_only_theirs(world: World, rosa: Client) -> None:
    _mine, token = hand_over(world)
    other, their_token = hand_over(world, name="Quay Clinic")
    post(rosa, token, do="word", **{"text-word": "for Harbour alone"})
    assert "for Harbour alone" not in get(rosa, their_token)
    said = SaidFile.objects.create(said=Said.objects.get(), name="a", type="b", size=1, stored="0" * 32)
    theirs = other.conversation.files.get(name="switch.jpg").pk
    for key in (f"w-{said.pk}", f"s-{theirs}", "s-1x", "z-1", "s-" + "9" * 30):
        wrong = token if key.startswith("s-") else their_token
        assert rosa.get(f"/h/{wrong}/files/{key}").status_code == 404


def test_files_are_saved_and_never_shown(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    shared = handoff.conversation.files.get(name="switch.jpg").pk
    evil = SimpleUploadedFile('x".html', b"<script>alert(1)</script>", content_type="text/html")
    html = post(rosa, token, do="word", file=evil)
    kept = SaidFile.objects.get()
    assert f"w-{kept.pk}" in html
    for key in (f"s-{shared}", f"w-{kept.pk}"):
        answer = rosa.get(f"/h/{token}/files/{key}")
        assert answer["Content-Type"] == "application/octet-stream" and answer["X-Content-Type-Options"] == "nosniff"
        assert (
            answer["Content-Disposition"].startswith("attachment; ") and "sandbox" in answer["Content-Security-Policy"]
        )
    hidden = handoff.conversation.files.get(name="passport.pdf").pk
    assert rosa.get(f"/h/{token}/files/s-{hidden}").status_code == 404


def test_hostile_words_are_words(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    html = post(
        rosa, token, do="word", name="<img src=x onerror=alert(1)>", **{"text-word": "<script>alert(1)</script>"}
    )
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_too_many_files_are_refused(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    assert "too many files" in post(rosa, token, status=422, do="word", file=many)
    assert not SaidFile.objects.exists()


def test_without_our_own_page_nobody_posts(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    assert rosa.post(f"/h/{token}", {"do": "accept"}).status_code == 403
    handoff.refresh_from_db()
    assert handoff.state == State.OFFERED


def test_after_the_end_the_link_only_shows(world: World, rosa: Client) -> None:
    handoff, token = hand_over(world)
    seen = get(rosa, token)
    acts.take_back(handoff, why="Found it here", by=world.ana, at=timezone.now())
    html = get(rosa, token)
    assert "no longer needed" in html and "Found it here" in html and "<form" not in html
    post(rosa, token, status=409, html=seen, do="accept")
    handoff.refresh_from_db()
    assert handoff.state == State.WITHDRAWN


def test_of_a_partner_who_is_none_any_more_the_link_is_dead(world: World, rosa: Client) -> None:
    _handoff, token = hand_over(world)
    Partner.objects.update(is_active=False)
    get(rosa, token, status=404)
