"""A voicemail put in by hand: found by its number, with its recording to play, and a clock for calling back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.calls.models import Callback, Recording
from makegood.conversations.models import Conversation, File
from makegood.customers.models import Customer
from tests.calls.common import NUMBER, Then, logged
from tests.calls.sounds import AMR, WAVE
from tests.world import World


def sent(content: bytes = WAVE, called: str = "message.wav", **more: object) -> dict[str, object]:
    return {"recording": SimpleUploadedFile(called, content, "text/html"), "number": NUMBER, "once": "a"} | more


def test_it_becomes_a_conversation_with_a_player_and_a_clock(world: World, ana: Client) -> None:
    assert "They left a voicemail" in ana.get("/call").content.decode()
    assert "The recording" in ana.get("/call/voicemail").content.decode()
    answer = ana.post("/call/voicemail", sent(called="Eva.html", text="About the lamp, I think."))
    conversation, file = Conversation.objects.get(), File.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{conversation.pk}")
    assert (file.name, file.type, conversation.channel) == ("Eva.wav", "audio/wav", "phone")
    assert (Callback.objects.get().number, Recording.objects.get().file) == (NUMBER, file)
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert f'<audio controls preload="metadata" src="/files/{file.pk}"' in page
    assert "About the lamp, I think." in page and "They want to be called back on +49 30 123456" in page
    assert "(No words.)" not in page and "The recording is not here yet" not in page


def test_pressed_twice_it_is_one(world: World, ana: Client) -> None:
    for _ in range(2):
        ana.post("/call/voicemail", sent())
    assert (Conversation.objects.count(), File.objects.count(), Recording.objects.count()) == (1, 1, 1)


def test_it_lands_where_the_caller_waits_or_in_what_is_open_with_them(world: World, ana: Client) -> None:
    first = logged(world, then=Then.TO_DO)
    ana.post("/call/voicemail", sent())
    assert (first.messages.count(), Conversation.objects.count()) == (2, 1)
    ana.post("/call/voicemail", sent(once="b"))
    assert (first.messages.count(), Callback.objects.count()) == (3, 1)
    ana.post("/call/voicemail", sent(once="c", joins=""))  # «Something new»
    assert (Conversation.objects.count(), Customer.objects.count()) == (2, 1)


def test_with_two_open_nobody_can_tell_so_it_is_a_new_one(world: World, ana: Client) -> None:
    one, other = (logged(world, then=Then.TO_DO) for _ in range(2))
    ana.post("/call/voicemail", sent())
    assert (one.messages.count(), other.messages.count(), Conversation.objects.count()) == (1, 1, 3)


def test_what_is_no_recording_is_refused_with_what_was_typed(world: World, ana: Client) -> None:
    answer = ana.post("/call/voicemail", sent(b"<script>a()</script>", called="x.wav", text="Typed with care"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "no recording that we know" in page and "Typed with care" in page
    assert "Choose the file" in ana.post("/call/voicemail", {"number": NUMBER, "once": "b"}).content.decode()
    assert not Conversation.objects.exists() and not File.objects.exists()


def test_what_is_too_large_is_refused(world: World, ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("makegood.base.sounds.LARGEST", len(WAVE) - 1)
    answer = ana.post("/call/voicemail", sent())
    assert answer.status_code == 422 and "too large" in answer.content.decode()


def test_mo_can_neither_hear_it_nor_put_one_into_it(world: World, ana: Client, mo: Client) -> None:
    ana.post("/call/voicemail", sent())
    conversation, file = Conversation.objects.get(), File.objects.get()
    assert mo.get(f"/files/{file.pk}").status_code == 404
    answer = mo.post("/call/voicemail", sent(once="b", joins=str(conversation.pk)))
    assert (answer.status_code, conversation.messages.count()) == (404, 1)
    assert Client().post("/call/voicemail", sent(once="c"))["Location"].startswith("/sign-in/")


def test_a_withheld_number_is_answered_not_called(world: World, ana: Client) -> None:
    ana.post("/call/voicemail", sent(number="", name="Eva"))
    assert not Callback.objects.exists() and Conversation.objects.get().subject == "Voicemail from Eva"


def test_a_withheld_number_that_is_known_where_it_belongs_is_called(world: World, ana: Client) -> None:
    joins = str(logged(world, then=Then.DONE).pk)
    said = ana.post("/call/voicemail", sent(number="", joins=joins), follow=True).content.decode()
    assert Callback.objects.get().number == NUMBER and "the clock for calling back runs" in said


def test_a_player_gets_parts_of_fixed_type_that_run_nothing(world: World, ana: Client) -> None:
    ana.post("/call/voicemail", sent())
    path = f"/files/{File.objects.get().pk}"
    whole = ana.get(path)
    assert (whole.content, whole["Content-Type"], whole["Accept-Ranges"]) == (WAVE, "audio/wav", "bytes")
    assert whole["X-Content-Type-Options"] == "nosniff" and "sandbox" in whole["Content-Security-Policy"]
    probe = ana.get(path, headers={"Range": "bytes=0-1"})  # as iPhones ask before they play anything
    assert (probe.status_code, probe.content) == (206, WAVE[:2])
    assert probe["Content-Range"] == f"bytes 0-1/{len(WAVE)}" and probe["Content-Type"] == "audio/wav"
    assert ana.get(path, headers={"Range": "bytes=100-"}).content == WAVE[100:]
    assert ana.get(path, headers={"Range": f"bytes={len(WAVE)}-"}).status_code == 416
    assert ana.get(path, headers={"Range": "bytes=0-1", "If-Range": '"x"'}).content == WAVE
    assert ana.get(f"{path}?download")["Content-Disposition"].startswith("attachment")


def test_what_browsers_do_not_play_is_saved(world: World, ana: Client) -> None:
    ana.post("/call/voicemail", sent(AMR, called="a.amr"))
    file = File.objects.get()
    page = ana.get(f"/c/{Conversation.objects.get().pk}").content.decode()
    assert file.type == "audio/amr" and "<audio" not in page and f"/files/{file.pk}?download" in page
    assert ana.get(f"/files/{file.pk}")["Content-Type"] == "application/octet-stream"
