"""Every state that can be reached, the nearest first, so that the first trace to anything is the shortest."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.model.company import CLOSED, GONE, MERGED, NEW, NOBODY, ON, WAITING, A, B, H, M, Matter, World
from tests.model.fixes import FIXES
from tests.model.rules import Rules, Scene
from tests.model.scenes import SCENES
from tests.model.verbs import CLOSABLE_BY_US, moves

Key = tuple[Any, ...]
NOBODY_MAY_WRITE = "nobody may write to the customer while it waits or is closed"
NEVER_CLOSED = "L3 a conversation that we can never close"


@dataclass(slots=True)
class Search:
    """A search of one scene: what was found wrong, each with its shortest trace."""

    rules: Rules
    most: int
    stops: bool = False  # at the first that is wrong
    found: dict[str, str] = field(default_factory=dict)
    parents: dict[Key, tuple[Key, str] | None] = field(default_factory=dict)
    edges: dict[Key, list[Key]] = field(default_factory=dict)
    lived: set[Key] = field(default_factory=set)
    steps: int = 0
    longest: int = 0
    is_whole: bool = True

    def run(self) -> Search:
        """All states, or as many as may be looked at."""
        owner = NOBODY if "own" in self.rules.scene.verbs else A
        begins = {"owner": owner, **dict(self.rules.scene.begins)}
        start = World([Matter(**begins) for _ in range(self.rules.scene.matters)])
        self.parents[start.key()] = None
        queue = deque([start])
        while queue and not (self.stops and self.found):
            w = queue.popleft()
            self._look(w, queue)
        if self.is_whole and not queue and self.rules.scene.closable:
            self._closable()
        return self

    def _look(self, w: World, queue: deque[World]) -> None:
        key = w.key()
        self._lives(w, key)
        steps = moves(self.rules, w)
        rests = any(it.state in (WAITING, CLOSED) for it in w.matters)
        there = any(w.on(one) for one in self.rules.people())
        if rests and there and not any(" replies" in label for label, _kind, _v in steps):
            self._note(NOBODY_MAY_WRITE, key)
        for label, kind, v in steps:
            self.steps += 1
            after = v.key()
            if self.rules.scene.closable and kind in CLOSABLE_BY_US:
                self.edges.setdefault(after, []).append(key)
            for what in self.rules.wrong(v, label):
                self._note(what, key, label)
            if after not in self.parents:
                if len(self.parents) >= self.most:
                    self.is_whole = False
                    continue
                self.parents[after] = (key, label)
                queue.append(v)

    def _lives(self, w: World, key: Key) -> None:
        if not any(it.is_live for it in w.matters):
            return
        when = w.phase, tuple(one == GONE for one in w.duty), tuple(it.key() for it in w.matters)
        if when not in self.lived:
            self.lived.add(when)
            what, time = self.rules.liveness(w)
            self.longest = max(self.longest, time)
            if what:
                self._note(what, key)

    def _note(self, what: str, key: Key, label: str = "") -> None:
        if what not in self.found:
            self.found[what] = " · ".join([*self._trace(key), *([label] if label else [])])

    def _trace(self, key: Key) -> list[str]:
        labels: list[str] = []
        while (parent := self.parents[key]) is not None:
            key, label = parent
            labels.append(label)
        return labels[::-1]

    def _closable(self) -> None:
        """From every state there is a way to closed that needs neither the customer nor a partner."""
        good = {key for key in self.parents if all(one[0] in (NEW, CLOSED, MERGED) for one in key[3])}
        todo = deque(good)
        while todo:
            for before in self.edges.get(todo.popleft(), ()):
                if before not in good:
                    good.add(before)
                    todo.append(before)
        never = next((key for key in self.parents if key not in good), None)
        if never is not None:
            self._note(NEVER_CLOSED, never)


def search(scene: str, fixes: Iterable[str], *, most: int, stops: bool = False) -> Search:
    """That scene under those rules."""
    return Search(Rules(frozenset(fixes), SCENES[scene]), most, stops).run()


def shortest_without(name: str, *, scenes: Iterable[str], most: int) -> tuple[str, str, str] | None:
    """The scene, what goes wrong, and the trace to it, when that rule alone does not hold; None: nothing does."""
    best: tuple[str, str, str] | None = None
    for scene in scenes:
        for what, trace in search(scene, set(FIXES) - {name}, most=most, stops=True).found.items():
            if best is None or trace.count(" · ") < best[2].count(" · "):
                best = scene, what, trace
    return best


def walk(steps: int, seed: int) -> tuple[dict[str, list[str]], int]:
    """Random walks with everything at once, and who may leave. What is wrong; the longest wait."""
    chance = random.Random(seed)
    verbs = frozenset().union(*(one.verbs for one in SCENES.values()))
    rules = Rules(frozenset(FIXES), Scene(verbs, 2, (A, B, M, H), (A, B, M, H), (B, M, M, H), silence=True))
    found: dict[str, list[str]] = {}
    longest = 0
    for number in range(steps):
        if number % 200 == 0:
            w, path = World([Matter(), Matter()]), []
        label, _kind, w = chance.choice(moves(rules, w))
        path.append(label)
        what, time = rules.liveness(w, 16)
        longest = max(longest, time)
        for wrong in (*rules.wrong(w, label), *([what] if what else [])):
            found.setdefault(wrong, path[-14:])
    return found, longest


__all__ = ["ON", "Search", "search", "shortest_without", "walk"]
