"""A customer's page by link: shows what was said to them and nothing else, says it once, and opens for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.base import secrets
from makegood.clocks.models import Clock
from makegood.conversations import acts
from makegood.conversations.letter import Address, Attachment
from makegood.conversations.models import Conversation, Draft, Message, PageLink, State
from makegood.customers import acts as customers
from makegood.escalations.models import Escalation
from makegood.promises.models import Promise
from tests.portal.common import HOUR, NOW, answered, get, leave, post
from tests.world import EVA, World


def test_it_says_who_has_it_and_what_was_said(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    html = get(eva, token)
    for words in (
        "The lamp flickers",
        "<b>Ana has this now.</b>",
        "Front",
        "Hello, my lamp flickers",
        "We send a new one.",
    ):
        assert words in html
    assert "Harbour &amp; Pine" in html and "All times are those of UTC" in html


def test_nothing_from_inside_is_ever_on_it(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    acts.note(conversation, html="", text="noteword", files=[], by=world.ana, at=NOW, once="n")
    draft = Draft.objects.create(
        conversation=conversation, agent=world.ana, kind="reply", text="draftword", saved_at=NOW
    )
    acts.tag(conversation, ["tagword"], by=world.ana, at=NOW)
    world.reply(Conversation.objects.get(pk=conversation.pk), at=NOW, html="<div>not left yet</div>")
    elsewhere = acts.Words(to=[Address("Other", "other@else.example")], html="<div>to another</div>")
    seen = conversation.messages.order_by("-pk").values_list("pk", flat=True)[0]
    leave(acts.reply(conversation, elsewhere, by=world.ana, seen=seen, at=NOW, once="else"))
    html = get(eva, token)
    hidden = (
        "noteword",
        "draftword",
        "tagword",
        "not left yet",
        "to another",
        "Example",
        "@harbour.example",
        "<script",
    )
    assert draft.pk and [words for words in hidden if words in html] == []


def test_only_the_customer_s_own_copy_carries_a_link(world: World) -> None:
    conversation = world.receive(at=NOW)
    words = acts.Words(to=[EVA], cc=[Address("Mo", "cc@else.example")], html="<div>x</div>")
    seen = conversation.messages.get().pk
    message = acts.reply(conversation, words, by=world.ana, seen=seen, at=NOW, once="cc")
    links = {one.address: acts.give_link(one.pk, at=NOW) for one in message.deliveries.all()}
    assert links["cc@else.example"] == "" and len(links["eva@post.example"]) == 22
    mine = message.deliveries.get(address="eva@post.example")
    assert acts.give_link(mine.pk, at=NOW) == links["eva@post.example"]
    acts.link_left(mine.pk)
    kept = PageLink.objects.get()
    assert kept.sealed == "" and kept.hashed == secrets.hashed(links["eva@post.example"])


def test_what_they_write_is_a_message_of_theirs_and_opens_it(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    assert conversation.state == State.WAITING
    photo = SimpleUploadedFile("lid.jpg", b"\xff\xd8", content_type="image/jpeg")
    html = post(eva, token, text="It still flickers", file=photo)
    conversation.refresh_from_db()
    last = conversation.messages.latest("pk")
    assert (
        conversation.state == State.OPEN
        and conversation.owner == world.ana
        and conversation.next_kind == "next_response"
    )
    assert (last.direction, last.sender_address, last.is_stranger, last.is_doubtful) == (
        "in",
        EVA.address,
        False,
        False,
    )
    assert last.files.get().name == "lid.jpg" and "It still flickers" in html and "lid.jpg" in html
    assert "We answer you by" in html


def test_pressed_twice_it_is_said_once(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    seen = get(eva, token)
    for _ in range(2):
        post(eva, token, html=seen, text="Once")
    assert conversation.messages.filter(text="Once").count() == 1
    post(eva, token, text="Once")
    assert conversation.messages.filter(text="Once").count() == 2


def test_on_a_closed_one_they_say_that_it_is_not_solved(world: World, eva: Client) -> None:
    conversation, token = answered(world, at=NOW - timedelta(days=90))
    seen = conversation.messages.latest("pk").pk
    acts.close(conversation, seen=seen, by=world.ana, at=NOW - timedelta(days=80))
    assert "We believe that this is solved" in get(eva, token)
    html = post(eva, token, do="unsolved")
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and Conversation.objects.count() == 1
    assert conversation.messages.latest("pk").text == "This is not solved." and "Ana has this now" in html


def test_higher_only_once_our_time_has_passed(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    html = post(eva, token, text="Hello?")
    assert "you can take it higher here" in html and 'id="higher"' not in html
    assert "We still have time to answer" in post(eva, token, status=422, do="higher", text="Now!")
    assert not Escalation.objects.exists()
    Clock.objects.filter(conversation_id=conversation.pk, ended_at=None).update(missed_at=NOW)
    assert 'id="higher"' in get(eva, token)
    html = post(eva, token, do="higher", text="I wait since Monday")
    assert Escalation.objects.get().cause == "customer" and "It was taken higher" in html
    assert "I wait since Monday" in html and 'id="higher"' not in html
    assert "has this already" in post(eva, token, status=422, do="higher")


def promised(world: World, *, told: bool = True, **fields: object) -> tuple[Conversation, str]:
    conversation, token = answered(world)
    Promise.objects.create(
        conversation=conversation, what="A new lid for you", due_at=NOW + HOUR, first_due_at=NOW + HOUR,
        made_at=NOW - HOUR, made_in=world.harbour, made_by=world.ana, told_at=NOW - HOUR if told else None, **fields,
    )  # fmt: skip
    return conversation, token


def test_what_we_promised_and_by_when(world: World, eva: Client) -> None:
    _conversation, token = promised(world)
    html = get(eva, token)
    assert "We promised you" in html and "A new lid for you" in html


def test_an_intention_of_ours_is_no_promise_to_them(world: World, eva: Client) -> None:
    _conversation, token = promised(world, told=False)
    assert "A new lid for you" not in get(eva, token)


def test_what_we_broke_is_owned_up_to(world: World, eva: Client) -> None:
    _conversation, token = promised(world)
    Promise.objects.update(due_at=NOW - HOUR / 2, state="broken", broken_at=NOW)
    html = get(eva, token)
    assert "We did not keep our word" in html and "We promised you" not in html


def test_looking_changes_nothing(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    before = Conversation.objects.values().get(pk=conversation.pk)
    get(eva, token)
    eva.head(f"/t/{token}")
    assert Conversation.objects.values().get(pk=conversation.pk) == before
    assert "sessionid" not in eva.cookies and "makegood" not in eva.cookies


def test_kept_nowhere_indexed_nowhere(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    answer = eva.get(f"/t/{token}")
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin" and answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "../../etc", "A" * 500, "%00" * 8, "é" * 22])
def test_a_stranger_s_token_opens_nothing(world: World, eva: Client, token: str) -> None:
    answered(world)
    assert eva.get(f"/t/{token}").status_code == 404
    assert eva.post(f"/t/{token}", {"do": "write", "text": "x"}).status_code in (403, 404)
    assert Message.objects.count() == 2


def test_another_s_token_opens_only_theirs(world: World, eva: Client) -> None:
    mine, token = answered(world, attachments=(Attachment("mine.pdf", "application/pdf", b"p"),))
    other, theirs = answered(world, sender=Address("Tim", "tim@post.example"), text="Tim's", reply_text="Tim's words")
    assert theirs == ""  # the reply went to Eva, who is not the customer of Tim's conversation
    words = acts.Words(to=[Address("Tim", "tim@post.example")], html="<div>Dear Tim</div>")
    theirs = leave(acts.reply(other, words, by=world.ana, seen=other.messages.latest("pk").pk, at=NOW, once="tim"))
    html = get(eva, theirs)
    assert "Tim&#39;s words" in html and "Dear Tim" in html and "my lamp flickers" not in html
    pk = mine.files.get().pk
    assert eva.get(f"/t/{token}/files/{pk}").status_code == 200
    for path in (f"/t/{theirs}/files/{pk}", f"/t/{'A' * 22}/files/{pk}"):
        assert eva.get(path).status_code == 404


def test_files_are_saved_and_never_shown(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    evil = SimpleUploadedFile('x".html', b"<script>alert(1)</script>", content_type="text/html")
    post(eva, token, text="", file=evil)
    answer = eva.get(f"/t/{token}/files/{conversation.files.get().pk}")
    assert answer["Content-Type"] == "application/octet-stream" and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment; ")
    note = acts.note(conversation, html="", text="n", files=[], by=world.ana, at=NOW, once="f")
    conversation.files.update(message=None, note=note)
    assert eva.get(f"/t/{token}/files/{conversation.files.get().pk}").status_code == 404


def test_hostile_words_are_words(world: World, eva: Client) -> None:
    _conversation, token = answered(world, subject="<img src=x onerror=alert(1)>")
    html = post(eva, token, text="<script>alert(1)</script>\0{{ 7*7 }}")
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html and "{{ 7*7 }}" in html


@pytest.mark.parametrize("said", [{"text": " "}, {"do": "steal"}, {"do": ""}])
def test_what_cannot_be_is_refused_in_words(world: World, eva: Client, said: dict[str, str]) -> None:
    _conversation, token = answered(world)
    assert 'role="alert"' in post(eva, token, status=422, **said) and Message.objects.count() == 2


def test_too_many_files_are_refused(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    assert "too many files" in post(eva, token, status=422, text="x", file=many)


def test_without_our_own_page_nobody_posts(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    assert eva.post(f"/t/{token}", {"do": "write", "text": "x"}).status_code == 403
    get(eva, token)
    cookie = eva.cookies["csrftoken"].value
    foreign = {"HTTP_ORIGIN": "https://evil.example", "HTTP_X_CSRFTOKEN": cookie}
    assert eva.post(f"/t/{token}", {"do": "write", "text": "x"}, **foreign).status_code == 403
    assert Message.objects.count() == 2


def test_the_link_follows_a_merge_and_back(world: World, eva: Client) -> None:
    source, token = answered(world)
    target = world.receive(at=NOW, subject="The shade is torn")
    acts.merge(source, target, by=world.lea, at=NOW)
    assert "The shade is torn" in get(eva, token)
    post(eva, token, text="Both of them")
    assert target.messages.filter(text="Both of them").exists()


def test_of_another_s_conversation_the_link_is_dead(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    other = world.receive(at=NOW, sender=Address("Tim", "tim@post.example"))
    Conversation.objects.filter(pk=conversation.pk).update(customer=other.customer_id)
    get(eva, token, status=404)


def test_blocked_switched_off_or_long_over_the_link_is_dead(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    customers.block(conversation.customer_id, by=None, at=NOW)
    get(eva, token, status=404)
    customers.unblock(conversation.customer_id, by=None, at=NOW)
    world.help.gives_page = False
    world.help.save(update_fields=["gives_page"])
    get(eva, token, status=404)
    world.help.gives_page = True
    world.help.save(update_fields=["gives_page"])
    acts.close(conversation, seen=conversation.messages.latest("pk").pk, by=world.ana, at=NOW)
    Conversation.objects.update(closed_at=NOW - timedelta(days=366))
    get(eva, token, status=404)


def test_a_cc_d_stranger_s_words_are_not_theirs(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    reply_id = conversation.messages.get(direction="out").message_id
    world.receive(
        at=NOW, sender=Address("Spy", "spy@else.example"), in_reply_to=reply_id, text="spyword", reply_text="spyword"
    )
    assert conversation.messages.filter(text="spyword").exists() and "spyword" not in get(eva, token)


def test_a_quoted_link_is_not_kept(world: World) -> None:
    _conversation, token = answered(world)
    quoted = f"See https://desk.example/t/{token} and https://desk.example/t/short"
    kept = world.receive(at=NOW, text=quoted, reply_text="").messages.get()
    assert token not in kept.text and "https://desk.example/t/…" in kept.text and "/t/short" in kept.text


def test_it_speaks_their_language(world: World, eva: Client) -> None:
    german = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"
    _conversation, token = answered(world, text=german, reply_text=german)
    assert '<html lang="de">' in get(eva, token)
