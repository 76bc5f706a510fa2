"""What HTML says without a class that we know: blocks that repeat, each with a name, are what several wrote."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from makegood.mentions.reading.callings import name_in

LEAST_LETTERS = 60
MOST_NAME = 6  # words
_PARTS = ("div", "li", "article", "section", "tr", "blockquote", "figure", "p")
_NAMES = (
    "b",
    "strong",
    "span",
    "a",
    "cite",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "footer",
    "figcaption",
    "p",
    "td",
    "small",
    "em",
)
_CALLED = re.compile(
    r"(?<![a-z])(?:name|user|who|handle|display-?name|nick|screen-?name|profile-?name|customer|writer|signature|attribution|by|from|reviewer-?name|meta)(?![a-z])"
)


class Marks:
    """Of one tree; what is found of a parent is kept."""

    def __init__(self) -> None:
        self._kept: dict[Any, frozenset[Any]] = {}
        self.writers: set[Any] = set()

    def is_writing(self, node: Any) -> bool:
        """One of several blocks of a kind beside each other, each with a name at its edge; the name is kept in `writers`."""
        parent = node.getparent()
        if parent is None or node.tag not in _PARTS:
            return False
        if parent not in self._kept:
            self._kept[parent] = self._several(parent)
        return node in self._kept[parent]

    def _several(self, parent: Any) -> frozenset[Any]:
        children = [one for one in parent if isinstance(one.tag, str) and one.tag in _PARTS][:MOST]
        kinds = Counter(_kind(one) for one in children)
        found: list[Any] = []
        for kind, count in kinds.items():
            alike = [one for one in children if _kind(one) == kind]
            if count < 2 or (kind[0] in ("div", "p", "section") and not kind[1]):
                continue
            named = {one: writer for one in alike if (writer := _writer_in(one)) is not None}
            if len(named) >= 2 and 2 * len(named) >= count:
                found.extend(alike)
                self.writers.update(named.values())
        return frozenset(found)


MOST = 2_000


def _kind(node: Any) -> tuple[str, str]:
    return str(node.tag), str(node.get("class") or "").split(" ")[0]


def _writer_in(block: Any) -> Any:
    """What names its writer: a short part that is called so, or stands at the edge as a name and nothing else; None when nothing does."""
    if len(_said(block)) < LEAST_LETTERS:
        return None
    near = islice(block.iterdescendants(), NEAR)
    parts = [one for one in near if one.tag in _NAMES and 0 < len(_said(one).split()) <= MOST_NAME]
    for one in parts[:8]:
        is_called = bool(_CALLED.search(f"{one.get('class') or ''}".lower()))
        if (is_called or one.tag in ("cite", "dt", "b", "strong", "footer", "figcaption")) and name_in(_said(one)):
            return one
    return None


NEAR = 60  # elements


def _said(node: Any) -> str:
    """What stands in it, as far as a name and a few words may reach."""
    said = ""
    for words in node.itertext():
        said += words[:MOST_SAID]
        if len(said) >= MOST_SAID:
            break
    return " ".join(said.split())


MOST_SAID = 200  # letters
