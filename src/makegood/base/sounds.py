"""Recordings: of which type they are, told from their bytes alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 20 * 1024 * 1024  # bytes; a quarter of an hour as telephones record it, or hours of MP3


@dataclass(frozen=True, slots=True)
class Sound:
    """A type of recording, its usual ending, and whether browsers play it."""

    type: str
    ending: str
    plays: bool = True


WAV, MP3, OGG = Sound("audio/wav", "wav"), Sound("audio/mpeg", "mp3"), Sound("audio/ogg", "ogg")
M4A, AMR = Sound("audio/mp4", "m4a"), Sound("audio/amr", "amr", plays=False)
SOUNDS = {one.type: one for one in (WAV, MP3, OGG, M4A, AMR)}
# The brands of MP4 files that hold sound alone, or may: telephones and recorders write these.
BRANDS = frozenset({b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash", b"3gp4"})
RATES = 3  # the sampling rates that MPEG knows; the fourth value is none


def sound_in(content: bytes) -> Sound | None:
    """What the bytes are; None: no recording that we know."""
    if content[:4] in (b"RIFF", b"RF64") and content[8:12] == b"WAVE":
        return WAV
    if content[:4] == b"OggS":
        return OGG
    if content[4:8] == b"ftyp" and content[8:12] in BRANDS:
        return M4A
    if content.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return AMR
    return MP3 if content[:3] == b"ID3" or _is_mpeg(content) else None


def _is_mpeg(content: bytes) -> bool:
    """Whether it begins with the header of a frame of MPEG audio, layer III."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2 or content[1] & 0x18 == 0x08:
        return False
    return content[2] >> 4 not in (0, 15) and content[2] >> 2 & 3 < RATES


def named(name: str, sound: Sound) -> str:
    """The name with the ending that its bytes bear out."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last or "recording"
    return f"{stem[:200]}.{sound.ending}"
