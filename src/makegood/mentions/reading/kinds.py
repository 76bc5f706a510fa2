"""The values of reading: a page without its clutter, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Valence(StrEnum):
    """How whoever tells it feels about what was done for them."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"


class Remedy(StrEnum):
    """What was given to put it right: the kinds that our own remedies have."""

    REFUND = "refund"
    STORE_CREDIT = "store_credit"
    VOUCHER = "voucher"
    REPLACEMENT = "replacement"
    PARTS = "parts"
    REPAIR = "repair"
    WAIVER = "waiver"
    GIFT = "gift"


@dataclass(frozen=True, slots=True)
class Episode:
    """One thing that happened between somebody and a company. None or () is what the text does not tell.

    `quotes` and `passage` stand in the text word for word, and so do `asked`, `promise` and `outcome`.
    """

    passage: str
    valence: Valence
    trouble: bool
    teller: str | None = None
    about: str | None = None
    place: str | None = None
    staff: tuple[str, ...] = ()
    asked: str | None = None
    remedy: Remedy | None = None
    promise: str | None = None
    outcome: str | None = None
    quotes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The line that `makegood mention read --json` prints, its keys in the order of the contract."""
        return {
            "teller": self.teller,
            "about": self.about,
            "place": self.place,
            "valence": self.valence.value,
            "trouble": self.trouble,
            "staff": list(self.staff),
            "asked": self.asked,
            "remedy": self.remedy.value if self.remedy else None,
            "promise": self.promise,
            "outcome": self.outcome,
            "quotes": list(self.quotes),
            "passage": self.passage,
        }


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote below the article, or one of many reviews. `author` "": nobody says."""

    author: str
    published: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An article and its comments without the clutter. `published` is as it stands on the page; "" is what it does not say.

    `text` is all that was read: every passage and quote of an episode stands in it.
    """

    title: str
    byline: str
    published: str
    paragraphs: tuple[str, ...]
    comments: tuple[Comment, ...]
    text: str
