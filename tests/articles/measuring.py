"""How often the right article is among the first three of those that are offered.

measured/known.txt holds invented articles ("# title | what else it is called", then the text), and for each a question
that may be looked at while rules are written ("?") and one that may not ("!"). All were written before any ranking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from makegood.articles import acts, queries
from makegood.articles.rules import Draft
from makegood.people.models import Agent
from tests.world import NOON

KNOWN = Path(__file__).parent / "measured" / "known.txt"
FIRST = 3


@dataclass
class Labelled:
    """An article, and what customers ask whom it answers."""

    draft: Draft
    build: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)


def labelled() -> list[Labelled]:
    """All of them, as they stand in the file."""
    found: list[Labelled] = []
    for part in KNOWN.read_text().split("\n\n"):
        head, *lines = part.strip().split("\n")
        title, _, also = head.removeprefix("# ").partition(" | ")
        text = "\n".join(line for line in lines if line[0] not in "?!")
        one = Labelled(Draft(title, text, also))
        one.build += [line[2:] for line in lines if line[0] == "?"]
        one.held += [line[2:] for line in lines if line[0] == "!"]
        found.append(one)
    return found


def published(known: list[Labelled]) -> None:
    """Everybody may read them."""
    for one in known:
        acts.publish(acts.begin(one.draft, language="en", by=None, at=NOON), by=None, at=NOON)


def share_found(agent: Agent, known: list[Labelled], asked: Callable[[Labelled], list[str]]) -> tuple[float, list[str]]:
    """Which share of the questions has its article among the first three, and those that have not."""
    missed, count = [], 0
    for one in known:
        for question in asked(one):
            count += 1
            pages = [found.title for found in queries.helpful(agent, question) if found.of == "page"][:FIRST]
            if one.draft.title not in pages:
                missed.append(f"{question} → {one.draft.title}; found {pages}")
    return 1 - len(missed) / count, missed
