"""Praise inside an ordinary mail is spotted, offline, rather too seldom than too often. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from makegood.kudos.phrases import Phrases, phrases_for

READ = 6000  # letters of a mail
MOST = 3
EMOJI = r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\u200d]+"
SENTENCE = re.compile(rf"[^.!?…\n]+(?:[.!?…]+[\"”»’)]*|(?=\n|$))[ \t]*(?:{EMOJI})?")
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Hr|Fr|Sra?|Mme|M|Nr|No|z\.B)\.$")
BELOW = re.compile(r"^-{2,}\s*(?:Original|Urspr|Message)|^-- ?$")
QUOTED = re.compile(r"^\s*[>|]|^.{0,80}\b(?:wrote|schrieb|a écrit|escribió)\b.{0,40}:\s*$")
SAID_BY_OTHERS = re.compile(r"^\s*[\"“„«].*[\"”“»]\s*$")


@dataclass(frozen=True, slots=True)
class Praise:
    """A stretch of what somebody wrote that praises one of us, word for word; `names` are capitalised words in it."""

    passage: str
    names: tuple[str, ...]


def praise_in(text: str, language: str = "") -> list[Praise]:
    """What of a mail is praise, in order, neighbouring sentences together. `language` "": any that is known."""
    for phrases in phrases_for(language):
        if found := _praise_in(text[:READ], phrases):
            return found[:MOST]
    return []


def _praise_in(text: str, phrases: Phrases) -> list[Praise]:
    sentences = list(_sentences(_written(text, phrases)))
    is_sour = any(phrases.sour.search(one) for one in sentences)
    praises = [_is_praise(one, phrases, is_sour=is_sour) for one in sentences]
    if any(phrases.ironic.search(one) for one in sentences) and is_sour:
        return []
    stretches: list[list[str]] = []
    for place, one in enumerate(sentences):
        if praises[place]:
            if place and praises[place - 1]:
                stretches[-1].append(one)
            else:
                stretches.append([one])
    passages = [" ".join(one) for one in stretches]
    return [Praise(one, names_in(one)) for one in passages]


def names_in(text: str) -> tuple[str, ...]:
    """What may be a name: words that begin with a capital."""
    return tuple(re.findall(r"\b[A-ZÄÖÜÉÁÍÓÚ][\w’'-]+", text))


def _is_praise(sentence: str, phrases: Phrases, *, is_sour: bool) -> bool:
    if SAID_BY_OTHERS.search(sentence) or phrases.takes_back.search(sentence) or phrases.sour.search(sentence):
        return False
    if not phrases.praise.search(sentence):
        return False
    return bool(phrases.apart.search(sentence)) if is_sour else True


def _written(text: str, phrases: Phrases) -> str:
    """What the sender wrote: no quotes, no greeting at the end, no signature."""
    kept: list[str] = []
    for line in text.splitlines():
        if BELOW.search(line) or phrases.ends.search(line):
            break
        if not QUOTED.search(line):
            kept.append(line)
    return "\n".join(kept)


def _sentences(text: str) -> Iterator[str]:
    """Sentences as they stand; a paragraph ends one, a broken line does not."""
    for paragraph in re.split(r"\n\s*\n", text):
        held = ""
        for found in SENTENCE.findall(" ".join(paragraph.split())):
            held += found
            if ABBREVIATION.search(held.rstrip()):
                continue
            if held.strip():
                yield held.strip()
            held = ""
        if held.strip():
            yield held.strip()
