"""Where other desks broke: which test keeps us from each, and the attacks that no other file tries.

A row is a way in which a service desk failed its people; the tests named beside it try the same on ours, through the
doors that strangers have: mail and HTTP.
"""

from __future__ import annotations

import ast
import email
import email.policy
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from tests.world import HOUR, NOON

if TYPE_CHECKING:
    from makegood.channels.mail.models import Access
    from tests.servers.sink import Sink
    from tests.world import World

TESTS = Path(__file__).parent.parent
HERE, DOORS = "guarantees/test_lessons.py", "guarantees/test_every_door.py"
LESSONS = {
    "1 an agent's name in From acts for nobody": [
        f"{HERE}::test_a_mail_in_an_agents_name_acts_for_nobody",
        "mail_transport/test_addresses.py::test_any_changed_letter_makes_it_worthless",
        "mail_transport/test_addresses.py::test_message_ids_are_unguessable_and_at_the_mailboxs_domain",
    ],
    "2 a sender's file name never touches the disk": [
        f"{HERE}::test_a_senders_file_name_never_touches_the_disk",
        "mail_reading/test_attachments.py::test_a_name_is_read_and_safe",
    ],
    "3 an error tells nothing of our insides": [
        f"{HERE}::test_what_breaks_on_a_page_says_nothing_of_our_insides",
        "api/test_writing.py::test_what_breaks_says_nothing_of_our_insides",
        "config/test_live.py::test_a_stranger_is_sent_to_sign_in",
        "config/test_front_door.py::test_a_websocket_is_refused",
    ],
    "4 no header signs anybody in": [
        f"{HERE}::test_no_header_signs_anybody_in",
        "config/test_front_door.py::test_a_header_cannot_pass_for_another_by_an_underscore",
        "desk_settings/test_signin.py::test_whose_tries_are_counted_is_not_for_a_stranger_to_say",
        "servers/test_proxy.py::test_who_guesses_is_stopped_whatever_address_they_claim",
    ],
    "6 a forged sender or a copy sees nothing": [
        f"{HERE}::test_who_writes_into_a_thread_is_sent_nothing_that_others_said",
        f"{HERE}::test_an_answer_to_a_forged_mail_does_not_go_where_the_forger_says",
        "conversations/test_receive.py::test_a_doubtful_sender_joins_nothing_and_is_shown_beside",
        "conversations/test_receive.py::test_a_thread_that_absorbs_strangers_raises_an_alarm_and_stops",
        "desk_settings/test_signin.py::test_a_link_never_goes_to_an_address_that_the_team_reads",
    ],
    "7 a stranger cannot make us write to anybody": [
        f"{HERE}::test_a_wave_of_mail_from_strangers_makes_us_write_nothing",
        "desk_settings/test_signin.py::test_a_stranger_cannot_make_us_write_to_anybody",
    ],
    "9 files are of a fixed type and never run": [
        "desk/test_files.py::test_only_pictures_that_are_pictures_are_shown",
        "desk/test_files.py::test_a_senders_name_for_a_file_ends_no_header",
        "browser/test_frame.py::test_a_mail_that_no_sanitiser_saw_cannot_reach_the_desk",
    ],
    "10 a type is parsed, and SVG is never shown": [
        "mail_reading/test_attachments.py::test_a_type_is_only_a_type",
        "mail_transport/test_compose.py::test_a_type_that_would_be_read_as_our_own_structure_travels_as_a_file",
    ],
    "11 words are escaped on every page and in every mail": [
        f"{DOORS}::test_words_of_strangers_are_markup_on_no_page",
        f"{HERE}::test_words_of_strangers_are_text_in_our_mails",
        "base_html/test_hostile.py::test_nothing_thrown_together_survives",
        "base/test_pages.py::test_values_are_escaped",
    ],
    "12 a file goes through the permission check": [
        "desk/test_access.py::test_mo_cannot_open_its_files",
        "config/test_front_door.py::test_no_file_outside_the_styles_is_served",
    ],
    "13 links are random, hashed, and end": [
        "people/test_links.py::test_a_link_is_kept_as_a_hash_alone",
        "people/test_links.py::test_a_one_time_link_opens_once",
        "people/test_links.py::test_a_one_time_link_lasts_an_hour",
        f"{HERE}::test_a_token_is_long_and_random",
    ],
    "14 every address asks who may see": [
        f"{DOORS}::test_the_signed_out_see_nothing_and_change_nothing",
        f"{DOORS}::test_a_stranger_of_another_team_sees_nothing_and_changes_nothing",
        f"{DOORS}::test_a_colleague_does_not_see_what_is_still_being_written",
        "api/test_every_route.py::test_for_a_stranger_it_is_not_there",
        "search/test_search.py::test_a_stranger_finds_nothing_whatever_they_ask",
        "config/test_live.py::test_mo_of_another_team_is_told_nothing",
        "api/test_webhooks.py::test_whoever_may_see_it_no_more_is_told_no_more",
    ],
    "15 what a form names is looked up among what one may use": [
        "desk/test_first.py::test_nobody_writes_from_a_mailbox_of_another_team",
        "desk/test_compose.py::test_nobody_sends_a_file_of_another_conversation",
        "desk/test_access.py::test_a_message_is_not_reached_through_another_conversation",
        "desk/test_moves.py::test_a_delivery_is_not_reached_through_another_conversation",
    ],
    "16 tokens end, are hashed, and stand in no list": [
        "api/test_tokens.py::test_only_its_hash_is_kept",
        "api/test_tokens.py::test_a_token_ends_with_its_time",
        "api/test_tokens.py::test_lists_tell_no_secret_and_only_ones_own",
        "api/test_every_route.py::test_nothing_secret_is_a_field",
    ],
    "17 settings take what the form names, ask again, and tell": [
        "desk_settings/test_mailbox_pages.py::test_only_what_the_form_names_is_taken_from_it",
        "desk_settings/test_mailbox_pages.py::test_leading_mail_elsewhere_asks_again_who_it_is",
        "desk_settings/test_mailbox_pages.py::test_the_other_admins_are_told",
        "desk_settings/test_mailbox_pages.py::test_a_kept_password_never_goes_to_another_server",
        "desk_settings/test_people_pages.py::test_only_name_and_address_are_taken_from_the_form",
        "api/test_writing.py::test_one_changes_oneself_and_only_what_is_ones_own",
    ],
    "18 what is searched for is no SQL, and no path is a client's": [
        "search/test_search.py::test_whatever_is_typed_is_only_looked_for",
        "search/test_search.py::test_syntax_of_the_engine_is_only_words",
        f"{HERE}::test_sql_in_the_search_field_is_only_looked_for",
    ],
    "19 an empty Message-ID joins nothing": [
        f"{HERE}::test_mails_with_empty_ids_stay_apart",
        "conversations/test_receive.py::test_an_empty_id_never_joins_anything",
    ],
    "20 mail is followed by number, never by flag or date": [
        "mail_transport/test_fetch.py::test_someone_reading_flagging_or_moving_mail_hides_nothing",
        "mail_transport/test_fetch.py::test_an_outage_is_backfilled",
        "mail_transport/test_reconcile.py::test_a_mail_that_was_missed_is_fetched",
        "intake/test_take.py::test_a_reader_that_breaks_touches_no_other_mail",
    ],
    "21 the same mail is one mail, and none is deleted": [
        "guarantees/test_at_once.py::test_the_same_bytes_by_many_hands_at_once_are_one_arrival",
        "intake/test_take.py::test_the_same_mail_by_another_road_is_a_duplicate",
        "mail_transport/test_watch.py::test_of_two_workers_one_watches_and_the_other_takes_over",
        "mail_transport/test_imap.py::test_nobody_can_delete_or_mark_through_us",
    ],
    "22 one mail to two mailboxes is there for both": [
        "conversations/test_receive.py::test_one_mail_to_two_mailboxes_is_two_linked_conversations",
        "mail_transport/test_lmtp.py::test_a_mail_to_two_mailboxes_is_two_arrivals",
    ],
    "23 no loop": [
        "mail_transport/test_gate.py::test_an_automatic_mail_never_answers_an_automatic_mail",
        "mail_transport/test_gate.py::test_nothing_goes_to_our_own_addresses",
        "mail_transport/test_due.py::test_automatic_mail_says_so_is_counted_and_stops_at_the_cap",
        "mail_transport/test_due.py::test_the_kill_switch_holds_mail_back_and_lets_it_go_afterwards",
        "conversations/test_receive.py::test_a_machine_reopens_nothing_and_ends_no_clock",
    ],
    "24 recipients are this conversation's, and a note has no road": [
        f"{HERE}::test_a_note_reaches_a_customer_by_no_road",
        "desk/test_compose.py::test_it_goes_to_whom_the_form_says_and_no_one_else",
        "desk/test_compose.py::test_a_note_has_no_road_to_the_customer",
        "desk/test_conversation.py::test_recipients_are_in_sight_before_sending",
    ],
    "25 size, parts, depth and time have limits": [
        "mail_reading/test_damage.py::test_a_hostile_mail_costs_little",
        "mail_reading/test_damage.py::test_endless_nesting_keeps_the_original",
        "mail_reading/test_damage.py::test_too_many_parts_keep_the_first_and_the_original",
        "mail_transport/test_lmtp.py::test_a_mail_too_large_is_refused_for_good",
        "mail_transport/test_fetch.py::test_a_mail_too_large_stays_there_and_somebody_hears_of_it_once",
        "config/test_front_door.py::test_what_is_too_large_is_refused_before_anything_runs",
        "base_html/test_endless.py::test_takes_bounded_time_and_space",
    ],
    "26 nothing of ours asks for root": [f"{HERE}::test_the_unit_of_the_book_never_runs_as_root"],
    "27 an emptied database is not a new desk": [
        "config/test_serve.py::test_an_empty_database_beside_old_files_is_not_taken_for_a_new_desk",
        "config/test_serve.py::test_a_database_of_a_newer_version_is_left_alone",
    ],
}
# What there is nothing of yet: its test comes with it.
LATER = {5: "signing in by another company's word", 8: "export to PDF"}


@cache
def promises(path: Path) -> frozenset[str]:
    """The names of a file's tests."""
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def test_every_lesson_has_its_tests() -> None:
    numbers = {int(lesson.split()[0]) for lesson in LESSONS} | set(LATER)
    assert numbers == set(range(1, 28))
    named = [name.split("::") for names in LESSONS.values() for name in names]
    assert [name for name in named if name[1] not in promises(TESTS / name[0])] == []


# Mail


def taken(*raws: bytes) -> list[dict[str, object]]:
    from tests.intake.test_take import taken as take

    return take(*raws)


def mail(number: int = 1, **headers: str) -> bytes:
    from tests.intake.test_take import mail as make

    return make(number, **headers)


def test_a_mail_in_an_agents_name_acts_for_nobody(world: World) -> None:
    """With our own ids in it, as one may find them in any mail of ours, and with commands."""
    from makegood.agenda.models import Turn
    from makegood.conversations.models import Delivery, Message, Note

    taken(mail())
    found = Message.objects.get().conversation
    ours = world.reply(found, at=NOON)
    planned = set(Turn.objects.filter(kind="send").values_list("key", flat=True))
    headers = {
        "From": world.ana.email,
        "In_Reply_To": f"<{ours.message_id}>",
        "Subject": "#close #note You get nothing",
    }
    taken(mail(2, **headers))
    forged = Message.objects.latest("pk")
    assert (forged.direction, forged.by) == (Message.IN, None)
    assert Delivery.objects.count() == 1 and Note.objects.count() == 0
    assert set(Turn.objects.filter(kind="send").values_list("key", flat=True)) == planned


NAMES = ["\u200b.htaccess", "../../../etc/cron.d/x", "..\\..\\x.php", "a\0.php", ".htaccess", "secret.key", "/tmp/x"]


def test_a_senders_file_name_never_touches_the_disk(world: World, tmp_path: Path, settings: Any) -> None:
    from email.message import EmailMessage

    from makegood.conversations.models import File

    settings.DATA = tmp_path
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "eva@post.example",
        "help@harbour.example",
        "<n@post.example>",
    )
    message.set_content("Look")
    for name in NAMES:
        message.add_attachment(b"<?php", maintype="application", subtype="x-php", filename=name.replace("\0", "%00"))
    taken(message.as_bytes())
    assert File.objects.count() == len(NAMES)
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(NAMES)
    assert all(re.fullmatch(r"files/[0-9a-f]{2}/[0-9a-f]{32}", path) for path in written)


def test_a_wave_of_mail_from_strangers_makes_us_write_nothing(world: World) -> None:
    from makegood.agenda.models import Turn
    from makegood.conversations.models import Conversation, Delivery

    wave = [mail(n, From=f"victim{n}@post.example", Subject="Your account: call +1 555 0100") for n in range(60)]
    taken(*wave)
    assert Conversation.objects.count() == 60
    assert not Delivery.objects.exists()
    assert not Turn.objects.filter(kind__in=["send", "account_mail"]).exists()


def test_mails_with_empty_ids_stay_apart(world: World) -> None:
    ids = ["Message-ID: <>\nIn-Reply-To: <>\nReferences: <> <>\n", "In-Reply-To: \nReferences: ,\n", "Message-ID: \n"]
    head = "From: a{}@post.example\nTo: help@harbour.example\nSubject: Lamp {}\n{}\nIt flickers.\n"
    raws = [head.format(number, number, ids[number % 3]).encode() for number in range(6)]
    assert [line["outcome"] for line in taken(*raws)] == ["new"] * 6
    assert len({line["conversation"] for line in taken(*raws)}) == 6


# What leaves


@pytest.fixture
def sending(world: World, smtp_sink: Sink) -> Access:
    """Mail of Ana's team leaves into the sink."""
    from makegood.channels.mail.acts.settings import Wishes, reach
    from tests.mail_transport.post import smtp_of

    return reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)


def let_leave(sink: Sink) -> str:
    """Everything that is planned to go out is gone; all that was said in it, headers and text, decoded."""
    from makegood.agenda.models import Turn
    from makegood.channels.mail import due

    for turn in Turn.objects.filter(kind="send"):
        due.send(turn, now=turn.run_at + HOUR)
    read = [email.message_from_bytes(one.content, policy=email.policy.default) for one in sink.taken]
    parts = [part for one in read for part in one.walk() if not part.is_multipart()]
    return "\n".join([*map(str, read), *(str(part.get_content()) for part in parts)])


NOTED = "Zugzwang"


def test_a_note_reaches_a_customer_by_no_road(world: World, sending: Access, smtp_sink: Sink) -> None:
    """Noted before, between and after answers that quote; begun anew; and with the note's own file."""
    from makegood.conversations import acts
    from makegood.conversations.letter import Attachment
    from makegood.conversations.models import File
    from tests.world import EVA

    def note(number: int, **more: Any) -> None:
        html = f"<p>{NOTED}</p>"
        acts.note(found, text=NOTED, html=html, by=world.ana, at=NOON, once=f"note-{number}", **more)

    def answer(text: str, **more: Any) -> None:
        acts.reply(found, acts.Words(to=[EVA], text=text, **more), by=world.ana, seen=10**9, at=NOON, once=text)

    found = world.receive()
    file = acts.attach(found, "note", Attachment(f"{NOTED}.txt", "text/plain", NOTED.encode()), by=world.ana, at=NOON)
    answer("with the file of a note that is being written", files=[file.pk])
    note(1, files=[file.pk])
    answer("with the file of a note", files=[file.pk])
    acts.save(found, "note", by=world.ana, text=NOTED, at=NOON)
    first = world.reply(found, at=NOON)
    note(2)
    world.receive(in_reply_to=first.message_id, at=NOON + HOUR)
    note(3)
    world.reply(found, at=NOON + 2 * HOUR, after=acts.After(closes=True))
    note(4)
    acts.start(acts.Words(to=[EVA], text="Hello"), mailbox=world.help, subject="Anew", by=world.ana, at=NOON, once="s")
    said = let_leave(smtp_sink)
    assert len(smtp_sink.taken) == 5 and "We send a new one" in said
    assert NOTED not in said
    assert File.objects.get().note is not None


def test_who_writes_into_a_thread_is_sent_nothing_that_others_said(
    world: World, sending: Access, smtp_sink: Sink
) -> None:
    """A stranger who knows an id of ours writes into the thread, and is answered like anybody."""
    from makegood.conversations import acts, queries
    from makegood.conversations.letter import Address

    found = world.receive(text="My card is Zephyrine", reply_text="My card is Zephyrine")
    ours = world.reply(found, at=NOON, html="<div>Your code is Quincunx.</div>")
    stranger = Address("Sam", "sam@else.example")
    assert world.receive(sender=stranger, in_reply_to=ours.message_id, text="Hm?", reply_text="Hm?") == found
    page = queries.page(world.ana, found)
    to, cc = page.reply_to, page.reply_cc
    smtp_sink.taken.clear()
    acts.reply(found, acts.Words(to=to, cc=cc, text="Yes?"), by=world.ana, seen=10**9, at=NOON + HOUR, once="y")
    let_leave(smtp_sink)
    theirs = [one for one in smtp_sink.taken if stranger.address in one.recipients]
    assert theirs
    assert not any(word in one.content for one in theirs for word in (b"Zephyrine", b"Quincunx"))


def test_an_answer_to_a_forged_mail_does_not_go_where_the_forger_says(world: World) -> None:
    """Eva's name, our own signed address, and somewhere else to answer to."""
    from makegood.conversations import acts, queries
    from makegood.conversations.letter import Address, Auth
    from makegood.conversations.models import Message

    found = world.receive()
    spy = Address("Eva Stern", "spy@else.example")
    forged = world.letter(auth=Auth.FAIL, reply_to=spy, cc=(spy,))
    acts.receive(forged, mailbox=world.help, at=NOON + HOUR, hint=found.pk)
    assert Message.objects.latest("pk").is_doubtful
    page = queries.page(world.ana, found)
    assert [one.address for one in (*page.reply_to, *page.reply_cc)] == ["eva@post.example"]


def test_words_of_strangers_are_text_in_our_mails(world: World, sending: Access, smtp_sink: Sink) -> None:
    from makegood.conversations.letter import Address

    hostile = "<img src=x onerror=alert(1)>"
    found = world.receive(
        sender=Address(hostile, "eva@post.example"), subject=hostile, text=hostile, reply_text=hostile
    )
    world.reply(found, at=NOON)
    let_leave(smtp_sink)
    [left] = smtp_sink.taken
    body = email.message_from_bytes(left.content, policy=email.policy.default).get_body(("html",))
    assert body is not None and "<img" not in body.get_content() and "&lt;img" in body.get_content()


# Pages


SAYS_WHO = ("REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_FORWARDED_EMAIL",
            "HTTP_X_AUTH_REQUEST_EMAIL", "HTTP_X_AUTHENTICATED_USER", "HTTP_AUTHORIZATION")  # fmt: skip


def test_no_header_signs_anybody_in(world: World) -> None:
    for name in SAYS_WHO:
        for path in ("/inbox", "/settings/", "/api/v1/me"):
            answer = Client().get(path, **{name: world.ada.email})
            assert answer.status_code in (302, 401), (name, path)
    assert not any("remote" in one.lower() for one in (*settings.MIDDLEWARE, *settings.AUTHENTICATION_BACKENDS))


def test_what_breaks_on_a_page_says_nothing_of_our_insides(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **more: object) -> None:
        raise RuntimeError(f"secret {settings.SECRET_KEY}")

    monkeypatch.setattr("makegood.conversations.queries.get_for", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/c/1001")
    assert answer.status_code == 500 and not settings.DEBUG
    said = answer.content.decode()
    assert not any(word in said for word in ("RuntimeError", "Traceback", "secret", settings.SECRET_KEY, "makegood/"))


SQL = ["' OR 1=1 --", "x'; DROP TABLE conversations_message; --", '" UNION SELECT * FROM people_agent', "%' AND 1=1 --"]


@pytest.mark.parametrize("typed", SQL)
def test_sql_in_the_search_field_is_only_looked_for(world: World, typed: str) -> None:
    from makegood.conversations.models import Message

    world.receive()
    client = Client()
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/search", "/tags"):
        answer = client.get(path, {"q": typed, "after": typed})
        assert answer.status_code == 200 and "flickers" not in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_token_is_long_and_random(world: World) -> None:
    """At least 128 bits, as 22 signs of base64 have."""
    from makegood.people import acts

    links = {acts.one_time_link(world.ana, by=world.ada, now=NOON + timedelta(minutes=n)) for n in range(3)}
    words = [link.rstrip("/").rpartition("/")[2] for link in links]
    assert len(links) == 3 and all(re.fullmatch(r"[\w-]{22,}", word) for word in words)


def test_the_unit_of_the_book_never_runs_as_root() -> None:
    unit = (TESTS.parent / "docs" / "operating.md").read_text().split("[Service]")[1].split("[Install]")[0]
    assert re.search(r"^User=(?!root)\w+$", unit, re.MULTILINE)
    assert "ExecStartPre=+" not in unit and "PermissionsStartOnly" not in unit
