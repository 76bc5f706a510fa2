"""Recordings, as small as they can be."""

from __future__ import annotations

import io
import wave

MP3 = b"\xff\xfb\x90\x00" + b"\0" * 413
OGG = b"OggS\0\x02" + b"\0" * 40
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0" + b"\0" * 40
AMR = b"#!AMR\n\x3c" + b"\0" * 31


def tone(seconds: float = 0.25, rate: int = 8000) -> bytes:
    """A WAV of so many seconds, of silence."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\0\0" * int(seconds * rate))
    return held.getvalue()


WAVE = tone()
