"""What a recording is, told from its bytes; and which part of it a player asks for. No database."""

from __future__ import annotations

import pytest

from makegood.base.ranges import Part, Unsatisfiable, part_of
from makegood.base.sounds import WAV, named, sound_in
from tests.calls.sounds import AMR, M4A, MP3, OGG, WAVE

KNOWN = [(WAVE, "wav"), (MP3, "mp3"), (b"ID3\x04" + MP3, "mp3"), (OGG, "ogg"), (M4A, "m4a"), (AMR, "amr")]
OTHERS = [
    b"", b"RIFF", b"RIFF\0\0\0\0AVI LIST", b"\0\0\0\x20ftypavif", b"<script>a()</script>", b"\xff\xfe<\0h\0",
    b"\xff\xd8\xff\xe0", b"\xff\xfb\xf0\0", b"\xff\xfb\0\0", b"#!AM",
]  # fmt: skip


@pytest.mark.parametrize(("content", "ending"), KNOWN)
def test_the_bytes_say_what_it_is(content: bytes, ending: str) -> None:
    sound = sound_in(content)
    assert sound is not None and sound.ending == ending and sound.type.startswith("audio/")


@pytest.mark.parametrize("content", OTHERS)
def test_what_only_calls_itself_a_recording_is_none(content: bytes) -> None:
    assert sound_in(content) is None


def test_its_name_ends_as_its_bytes_do() -> None:
    assert named("call.html", WAV) == "call.wav"
    assert named("../../etc/passwd", WAV) == "passwd.wav"
    assert named("C:\\temp\\a.b.mp3", WAV) == "a.b.wav"
    assert named("", WAV) == "recording.wav"


PARTS = [
    ("bytes=0-1", Part(0, 1)), ("bytes=0-", Part(0, 99)), ("bytes=90-500", Part(90, 99)), ("bytes=-5", Part(95, 99)),
    ("bytes=-500", Part(0, 99)), ("bytes=99-99", Part(99, 99)),
    ("", None),
    ("bytes=-", None), ("bytes=5-3", None), ("bytes=0-1,4-5", None), ("lines=0-1", None), ("bytes=a-b", None),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "part"), PARTS)
def test_a_player_gets_the_part_that_it_asks_for(asked: str, part: Part | None) -> None:
    assert part_of(asked, 100) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_what_begins_behind_the_end_is_not_there(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_of(asked, 100)
