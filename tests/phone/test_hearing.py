"""What is said in a recording, put down by a machine: beside it, found, and never in place of what a person wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp
from makegood.calls import acts
from makegood.calls.models import Recording
from makegood.channels.phone import due, hearing, listening
from makegood.conversations.models import Conversation
from makegood.timeline.models import Event
from tests.calls.common import fresh, voicemail
from tests.calls.sounds import WAVE
from tests.phone.ringing import work
from tests.world import HOUR, NOON, World

ANSWERS = """
import json, os, sys
assert sys.stdin.buffer.read() == b"sound" and "SECRET" not in os.environ and os.environ["HF_HUB_OFFLINE"] == "1"
print(json.dumps({"text": " The lamp\\x00 flickers. ", "language": "en"}))
"""


def program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_program_of_its_own_listens_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hush")
    assert hearing.hear(b"sound", program=program(ANSWERS)) == hearing.Heard("The lamp flickers.", "en")


BROKEN = [
    ("raise SystemExit('out of memory')", "out of memory"),
    ("import os; os.abort()", "Listening failed"),
    ("print('not json')", "no answer"),
    ("print('[]')", "no answer"),
]


@pytest.mark.parametrize(("code", "words"), BROKEN)
def test_when_it_dies_or_talks_nonsense_that_is_said(code: str, words: str) -> None:
    with pytest.raises(hearing.Unheard, match=words):
        hearing.hear(b"sound", program=program(code))


def test_a_model_in_parts_is_whole_again(tmp_path: Path) -> None:
    for name, content in (("a/config.json", b"{}"), ("a/model.bin.part1", b"one"), ("b/model.bin.part2", b"two")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a" / "__init__.py").write_text("")
    found = listening.model_in([tmp_path / "a", tmp_path / "b"])
    assert found == {"config.json": b"{}", "model.bin": b"onetwo"}


def test_what_is_missing_is_said(tmp_path: Path, settings: object) -> None:
    settings.VOICE_MODEL = str(tmp_path)  # type: ignore[attr-defined]
    assert "not installed" in hearing.why_not() or "no model at MAKEGOOD_VOICE_MODEL" in hearing.why_not()
    settings.VOICE_MODEL = str(tmp_path / "nowhere")  # type: ignore[attr-defined]
    assert hearing.why_not()


def recording(world: World, **more: object) -> tuple[Conversation, Recording]:
    conversation = voicemail(world, recording=acts.uploaded("a.wav", WAVE), **more)
    return conversation, Recording.objects.get()


def test_what_was_said_stands_beside_it_and_is_found(world: World, ana: Client) -> None:
    conversation, kept = recording(world)
    assert Turn.objects.get(kind="hear").about == {"recording": kept.pk}
    assert acts.heard(kept, "My chandelier flickers.", language="en", at=NOON + HOUR)
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "What was said (by machine)" in page and page.count("<div") and "My chandelier flickers." in page
    assert fresh(conversation).preview == "My chandelier flickers."
    assert f"/c/{conversation.pk}" in ana.get("/search?q=chandelier").content.decode()


def test_heard_twice_it_is_heard_once(world: World) -> None:
    _conversation, kept = recording(world)
    assert acts.heard(kept, "One.", language="en", at=NOON + HOUR)
    assert not acts.heard(kept, "Two.", language="en", at=NOON + HOUR)
    assert Recording.objects.get().text == "One." and Event.objects.filter(kind="recording.heard").count() == 1


def test_what_a_person_understood_stays(world: World, ana: Client) -> None:
    conversation, kept = recording(world, text="It is about the lamp.")
    acts.heard(kept, "It is a boat, the lamb.", language="en", at=NOON + HOUR)
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert conversation.messages.get().text == "It is about the lamp."
    assert "It is about the lamp." in page and "It is a boat, the lamb." in page


def test_no_words_are_said_to_be_none(world: World, ana: Client) -> None:
    conversation, kept = recording(world)
    acts.heard(kept, "", language="", at=NOON + HOUR)
    assert "made out no words" in ana.get(f"/c/{conversation.pk}").content.decode()


def test_without_the_extra_only_the_text_is_missing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "LIBRARY", "no_such_library")
    _conversation, kept = recording(world)
    work(kinds=("hear",))
    kept.refresh_from_db()
    assert kept.heard_at is None and not Turn.objects.filter(kind="hear").exists()


def test_one_recording_is_listened_to_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _conversation, kept = recording(world)
    turn = Turn.objects.get(kind="hear")
    later: list[object] = []

    def hear(_content: bytes) -> hearing.Heard:
        later.append(due.hear(turn, now=NOON))  # the worker's other thread takes one up meanwhile
        return hearing.Heard("The lamp flickers.", "en")

    monkeypatch.setattr(hearing, "why_not", lambda: "")
    monkeypatch.setattr(hearing, "hear", hear)
    assert due.hear(turn, now=NOON) is None
    kept.refresh_from_db()
    assert later == [NOON + due.WAIT] and kept.text == "The lamp flickers."
    monkeypatch.setattr(hearing, "hear", lambda _content: (_ for _ in ()).throw(hearing.Unheard("no memory")))
    Recording.objects.update(heard_at=None)
    for _ in range(2):  # whatever becomes of it, the next one has its turn
        with pytest.raises(GiveUp, match="no memory"):
            due.hear(turn, now=NOON)


@pytest.mark.skipif(bool(hearing.why_not()), reason="the extra `voice` is not installed")
@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize(
    ("voice", "said", "heard"),
    [
        ("en", "My lamp is broken. Please call me back.", "call me"),
        ("de", "Guten Tag, hier ist Eva Stern. Meine Lampe ist kaputt angekommen.", "kaputt"),
    ],
)
def test_speech_becomes_words_offline(voice: str, said: str, heard: str) -> None:
    spoken = subprocess.run(["espeak-ng", "-v", voice, "--stdout", said], capture_output=True, check=True).stdout
    got = hearing.hear(spoken)
    assert heard in got.text and got.language == voice
