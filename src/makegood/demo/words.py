"""Text for many conversations: invented, seeded, with common and rare words in the proportions of real mail."""

from __future__ import annotations

import random
from dataclasses import dataclass

THINGS = """
    lamp table chair kettle casserole rug bench plate cup shelf mirror blanket clock basket vase tray
    stool curtain candle drawer
""".split()
TROUBLES = (
    "has not arrived",
    "arrived with a crack",
    "wobbles",
    "came in the wrong colour",
    "stopped after a week",
    "smells of paint",
    "is too large for the corner",
    "has a scratch",
    "makes a humming sound",
    "is missing two screws",
)
OPENINGS = ("Hello", "Good morning", "Dear all", "Hi", "Good evening", "To whom it concerns")
WISHES = (
    "Could you tell me what to do?",
    "I would like a new one.",
    "Please call me after six.",
    "Can I bring it to the shop?",
    "My sister wants one too.",
    "I leave it to you.",
    "By when will it be here?",
    "I have kept the box.",
)
ANSWERS = (
    "I am sorry about that. A new one leaves us today.",
    "Please bring it in whenever it suits you; no receipt needed.",
    "I looked it up: it is on its way and should be with you tomorrow.",
    "We mend it while you wait, any morning this week.",
    "I have asked the workshop and write to you as soon as they answer.",
)
GIVEN = "Ada Bo Cleo Dan Ema Finn Gia Hugo Ida Jo Kai Lou Mia Nils Ola Pia Rui Sol".split()
FAMILY = "Aller Berg Castro Dahl Eriksen Fontaine Grau Holm Ito Jensen Klein Lund Moreau Novak".split()
SYLLABLES = "bra dol fen gar hil jun kel lor min nor pel qua ros sel tan ulm vel wes".split()
TAGS = ("online order", "repair", "voucher", "late order", "guarantee", "question")


@dataclass(frozen=True, slots=True)
class Matter:
    """What one invented customer writes about."""

    name: str
    subject: str
    tag: str


class Writer:
    """Writes mails, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - invented text, no secret

    def matter(self) -> Matter:
        """A customer with a thing that gives trouble."""
        pick = self.chance.choice
        thing = pick(THINGS)
        return Matter(f"{pick(GIVEN)} {pick(FAMILY)}", f"The {thing} {pick(TROUBLES)}", pick(TAGS))

    def mail(self, matter: Matter) -> str:
        """What the customer writes: some sentences, an order number, now and then a word that is rare."""
        pick = self.chance.choice
        order = self.chance.randrange(10_000_000)
        lines = [f"{pick(OPENINGS)},", "", f"{matter.subject.lower()}. Order {order:07d}.", pick(WISHES)]
        lines += [f"It is the {self.rare()} one." for _ in range(self.chance.randrange(3))]
        return "\n".join([*lines, "", matter.name])

    def answer(self, matter: Matter) -> str:
        """What we write back."""
        return f"Dear {matter.name.split()[0]},\n\n{self.chance.choice(ANSWERS)}"

    def rare(self) -> str:
        """An invented model name; there are about 100,000, the first ones much more common than the last."""
        number = int(self.chance.paretovariate(0.6)) % (len(SYLLABLES) ** 4)
        parts = []
        for _ in range(4):
            number, rest = divmod(number * 7 + 3, len(SYLLABLES))
            parts.append(SYLLABLES[rest])
        return "".join(parts)
