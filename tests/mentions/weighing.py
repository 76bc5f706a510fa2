"""Fits the weights of `reading/leaning.py` to the pages in view: `python -m tests.mentions.weighing` prints them.

First what they are worth on each part when they were fitted to the others. Pages that are held out have no part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from makegood.mentions.reading.book import book, language_of
from makegood.mentions.reading.leaning import ORDER, signs
from makegood.mentions.reading.text import sentences
from tests.mentions.measuring import labelled, paired

IN_VIEW = ("build", "fresh", "voices", "aside", "last", "unseen", "hand")
OFTEN = {"hand": 2.0}
"""Pages whose words the lists do not know so well count double."""
SMOOTH = 2.0


class Case(NamedTuple):
    """The signs of an account that was found, which of ORDER a person made of it, and how much it counts."""

    signs: dict[str, float]
    valence: int
    weight: float


def cases(part: str) -> Iterator[Case]:
    """Every account of the part that is found."""
    order = [one.value for one in ORDER]
    for page in labelled(part):
        for label, one in paired(page):
            if label and one:
                said = sentences(one.passage, 0, len(one.passage), 0)
                found = signs(book(language_of(one.passage)), said, one.remedy, names_staff=bool(one.staff))
                yield Case(found, order.index(label.valence), OFTEN.get(part, 1.0))


def fitted(known: Iterable[Case]) -> Any:
    """A row of weights for each of ORDER, by which the cases are likeliest; smoothed, but for the last column."""
    told = list(known)
    seen = np.array([list(one.signs.values()) for one in told])
    right, often = np.array([one.valence for one in told]), np.array([one.weight for one in told])

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(len(ORDER), -1)
        sums = seen @ weights.T
        likely = np.exp(sums - sums.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        smooth = np.c_[weights[:, :-1], np.zeros(len(ORDER))]
        amount = -(often * np.log(likely[np.arange(len(told)), right] + 1e-9)).sum() + SMOOTH * (smooth**2).sum()
        likely[np.arange(len(told)), right] -= 1
        return amount, ((often[:, None] * likely).T @ seen + 2 * SMOOTH * smooth).ravel()

    start = np.zeros(len(ORDER) * seen.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B").x.reshape(len(ORDER), -1)


def agreed(weights: Any, known: Iterable[Case]) -> float:
    """The part of the cases that are read as they were labelled."""
    told = list(known)
    return sum(int(np.argmax(weights @ list(one.signs.values()))) == one.valence for one in told) / max(1, len(told))


def main() -> None:
    """Prints what is reached on each part left out, and the weights by all of them."""
    known = {part: list(cases(part)) for part in IN_VIEW}
    for part in IN_VIEW:
        others = [one for other in IN_VIEW if other != part for one in known[other]]
        print(f"# {part:<8} {agreed(fitted(others), known[part]):.2f}")
    weights = fitted(one for part in IN_VIEW for one in known[part])
    for at, name in enumerate(known[IN_VIEW[0]][0].signs):
        print(f'    "{name}": ({", ".join(f"{row[at]:.2f}" for row in weights)}),')


if __name__ == "__main__":
    main()
