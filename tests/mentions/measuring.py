"""How well pages are read that were labelled by hand: `python -m tests.mentions.measuring build|measure|… [wrong]`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from makegood.mentions.reading import Episode, article_of, read

FOLDER = Path(__file__).parent / "pages"
FIELDS = ("teller", "about", "place", "valence", "trouble", "staff", "remedy", "quotes")


@dataclass(frozen=True)
class Label:
    """What a person read in one stretch of a page, from its first words to its last."""

    passage: str
    teller: str
    about: str
    place: str
    valence: str
    trouble: bool
    staff: frozenset[str]
    remedy: str
    """Several with commas: where more than one was given, each is right."""
    quotes: frozenset[str]


@dataclass(frozen=True)
class Labelled:
    """A page, what was read of it, and its episodes."""

    name: str
    source: str
    is_html: bool
    episodes: tuple[Label, ...]


def labelled(half: str) -> list[Labelled]:
    """All pages of one file of `pages/`. Raises ValueError for a label whose words do not stand there."""
    text = (FOLDER / f"{half}.txt").read_text("utf-8")
    return [_labelled(part) for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]]


def _labelled(part: str) -> Labelled:
    head, _, rest = part.partition("\n")
    name, _, kind = head.partition(" ")
    source, *labels = re.split(r"^--- ?", rest, flags=re.MULTILINE)
    whole = article_of(source).text if kind == "html" else source
    told = [one.strip() for one in labels if one.strip() != "none"]
    return Labelled(name, source, kind == "html", tuple(_label(whole, one, name) for one in told))


def _label(whole: str, line: str, name: str) -> Label:
    quotes = line.partition("|quotes=")[2]
    parts = line.partition("|quotes=")[0].split("|")
    given = dict(one.split("=", 1) for one in parts if "=" in one)
    start = whole.find(given["first"])
    end = max(whole.find(given["last"], start), whole.find(given.get("alt", given["last"]), start))
    if start < 0 or end < 0:
        raise ValueError(f"{name}: {given['first']!r} … {given['last']!r} does not stand there")
    return Label(
        whole[start : end + len(given["last"])],
        given.get("teller", ""),
        given.get("about", ""),
        given.get("place", ""),
        next(one for one in parts if one in ("positive", "negative", "mixed")),
        "trouble" in parts,
        frozenset(filter(None, given.get("staff", "").split(";"))),
        given.get("remedy", ""),
        frozenset(filter(None, quotes.split("||"))),
    )


def overlap(one: str, other: str) -> float:
    """How much of their words two stretches share, 0 to 1: twice what is common by what there is."""
    words, others = Counter(one.split()), Counter(other.split())
    return 2 * (words & others).total() / max(1, words.total() + others.total())


def paired(page: Labelled) -> Iterator[tuple[Label | None, Episode | None]]:
    """Each label with the episode that shares most of it (half at least), and what is left of both."""
    found = read(page.source, html=page.is_html)
    left = list(found)
    for label in page.episodes:
        best = max(left, key=lambda one: overlap(label.passage, one.passage), default=None)
        if best and overlap(label.passage, best.passage) >= 0.5:
            left.remove(best)
            yield label, best
        else:
            yield label, None
    for one in left:
        yield None, one


def agrees(field: str, label: Label, one: Episode) -> bool:
    """Whether the field is read as it was labelled; of names it is enough that one holds the other."""
    if field == "trouble":
        return label.trouble == one.trouble
    if field == "valence":
        return label.valence == one.valence
    if field == "remedy":
        return str(one.remedy or "none") in (label.remedy or "none").split(",")
    if field in ("staff", "quotes"):
        read_so = frozenset(_bare(each) for each in getattr(one, field))
        wanted = frozenset(_bare(each) for each in getattr(label, field))
        if field == "quotes":
            return all(any(want in each or each in want for each in read_so) for want in wanted)
        return len(wanted) == len(read_so) and all(any(_same(want, each) for each in read_so) for want in wanted)
    return _same(_bare(getattr(label, field)), _bare(getattr(one, field) or ""))


def _bare(words: str) -> str:
    return words.replace("’", "'").casefold().strip(" .,!?")


def _same(one: str, other: str) -> bool:
    return one == other or (bool(one and other) and (one in other or other in one))


def measured(half: str) -> dict[str, float]:
    """Of each field the part that is right, among episodes that were found; `found` and `precision` are of episodes."""
    right: Counter[str] = Counter()
    pairs = [pair for page in labelled(half) for pair in paired(page)]
    both = [(label, one) for label, one in pairs if label and one]
    for label, one in both:
        right.update(field for field in FIELDS if agrees(field, label, one))
    labels, read_so = sum(label is not None for label, _ in pairs), sum(one is not None for _, one in pairs)
    share = {"found": len(both) / max(1, labels), "precision": len(both) / max(1, read_so)}
    return share | {field: right[field] / max(1, len(both)) for field in FIELDS}


def main(half: str, *more: str) -> None:
    """Prints the table; with `wrong` also all that was read otherwise than it is labelled."""
    for name, share in measured(half).items():
        print(f"{name:<10} {share:.2f}")
    for page in labelled(half) if more else ():
        for label, one in paired(page):
            if not label or not one:
                missed = label or one
                assert missed
                print(page.name, "MISSED" if label else "TOO MUCH", "|", missed.passage[:160].replace("\n", " "))
                continue
            for field in FIELDS:
                if not agrees(field, label, one):
                    print(page.name, field, "| is", getattr(label, field) or "-", "| read", getattr(one, field) or "-")


if __name__ == "__main__":
    main(*sys.argv[1:])
