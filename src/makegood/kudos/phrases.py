"""What praise looks like in each language, read from `words/praise.<language>.txt`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "de", "fr", "es")
QUOTE = "[\"“”„‟«»‚‘’']"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. A sentence that holds one of `praise`, and none of `takes_back`, praises.

    `sour` anywhere in the message: only a sentence that sets somebody apart (`apart`) still does. `ironic` begins what
    is not meant. `ends` begins the greeting at the end, after which there is a signature.
    """

    praise: re.Pattern[str]
    takes_back: re.Pattern[str]
    sour: re.Pattern[str]
    apart: re.Pattern[str]
    ironic: re.Pattern[str]
    ends: re.Pattern[str]


def phrases_for(language: str) -> tuple[Phrases, ...]:
    """Those of the language; of all that are known when it is another, or not known."""
    code = language.partition("-")[0]
    return (_read(code),) if code in LANGUAGES else tuple(_read(one) for one in LANGUAGES)


@cache
def _read(language: str) -> Phrases:
    """The patterns of a file, each kind as one."""
    known, parts, kind = {"quote": QUOTE}, defaultdict[str, list[str]](list), ""
    for line in (WORDS / f"praise.{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            kind = line[1:-1]
        elif not kind and " = " in line:
            name, _, value = line.partition(" = ")
            known[name] = value
        elif kind and line:
            parts[kind].append(_filled(line, known))
    return Phrases(*(_any(parts[kind]) for kind in ("praise", "takes back", "sour", "apart", "ironic", "ends")))


def _filled(line: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        line = line.replace("{" + name + "}", value)
    return line


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)
