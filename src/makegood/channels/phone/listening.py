"""A program of its own: a recording on standard input, what is said in it as JSON on standard output.

It runs apart because it reads a stranger's sound with libraries in C, and because its model is larger than the desk.
It is told in which folders the model lies, and fetches nothing. Its libraries are those of the extra `voice`.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

# More would not help: a voicemail has minutes, and the desk needs the machine meanwhile.
THREADS = 1
MEMORY = 4 * 1024**3  # bytes of address space; the libraries map far more than they use
SECONDS = 15 * 60  # of the processor's time
# Less sure of the language than that, it would guess at words as well.
SURE = 0.5


def main() -> int:
    """Listens once."""
    _keep_small()
    from faster_whisper import WhisperModel

    files = model_in([Path(one) for one in sys.argv[1:]])
    model = WhisperModel(
        "model", device="cpu", compute_type="int8", cpu_threads=THREADS, local_files_only=True, files=files
    )
    files.clear()
    sound = io.BytesIO(sys.stdin.buffer.read())
    parts, about = model.transcribe(sound, vad_filter=True, condition_on_previous_text=False)
    is_sure = about.language_probability >= SURE
    text = " ".join(part.text.strip() for part in parts).strip() if is_sure else ""
    json.dump({"text": text, "language": about.language if text else ""}, sys.stdout)
    return 0


def model_in(folders: list[Path]) -> dict[str, bytes]:
    """The model's files by name; one that was cut into parts (`model.bin.part1`, …) is whole again."""
    found: dict[str, bytes] = {}
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        name, _, part = path.name.partition(".part")
        if part or path.suffix in (".json", ".txt", ".bin"):
            found[name] = found.get(name, b"") + path.read_bytes()
    return found


def _keep_small() -> None:
    """It gives way to everything else, and cannot grow without end."""
    if sys.platform != "win32":
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
