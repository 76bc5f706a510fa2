"""A policy: rules, tables, named facts and the facts it knows, as frozen values. Pure. Its form: docs/authority.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from zoneinfo import ZoneInfo

from makegood.authority.conditions.nodes import Node
from makegood.authority.conditions.running import Walk
from makegood.authority.conditions.values import Value
from makegood.clocks.hours import Hours


class Answer(IntEnum):
    """What a rule says. A higher one is stricter, and the strictest wins."""

    ALLOWED = 1
    NEEDS_APPROVAL = 2
    NOT_WITHIN_AUTHORITY = 3
    NEVER = 4


WORDS = {
    "allowed": Answer.ALLOWED,
    "needs approval": Answer.NEEDS_APPROVAL,
    "not within your authority": Answer.NOT_WITHIN_AUTHORITY,
    "never": Answer.NEVER,
}
SPELLED = {answer: word for word, answer in WORDS.items()}

ROLES = ("agent", "lead", "manager", "regional", "head_office")
"""Those of people.Rank, lowest first; a policy may name its own."""


@dataclass(frozen=True)
class Outcome:
    """An answer, and from which role on somebody may lift it. "": whoever is next above who asks."""

    answer: Answer
    by: str = ""

    @property
    def spelled(self) -> str:
        """As a policy's file has it: `needs approval by lead`."""
        return f"{SPELLED[self.answer]} by {self.by}" if self.by else SPELLED[self.answer]


@dataclass(frozen=True)
class Condition:
    """A condition's text, its tree, and the function that it became."""

    text: str
    node: Node
    walk: Walk
    line: int = 0


@dataclass(frozen=True)
class Known:
    """A fact that a policy knows: its type, what people call it, and what it may be (none: anything).

    `otherwise` is what it is when a case does not say; None: then it is missing.
    """

    kind: str
    called: str = ""
    one_of: tuple[str, ...] = ()
    otherwise: Value = None


@dataclass(frozen=True)
class Limit:
    """Up to so much, or so many times; with what was given before to the same customer, by the same agent, …

    `per` "" stands for each remedy by itself. `upto` is a number or a condition that works one out; so is `times`, and
    only one of the two is there.
    """

    upto: str
    per: str = ""
    within: str = ""
    currency: str = ""
    times: str = ""


@dataclass(frozen=True)
class Rule:
    """One sentence of a policy. It speaks when its kinds, roles, `when` and `unless` fit; `require` splits the answer.

    No `kinds`: for any kind. `answer` is given when what is required holds, `otherwise` when it does not; None: nothing
    is said then. When it speaks, the rules in `sets_aside` say nothing. `because` is its reason, `because_yes` that of
    its `answer` where the two differ.
    """

    name: str
    line: int
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    when: Condition | None = None
    require: Condition | None = None
    answer: Outcome | None = None
    otherwise: Outcome | None = None
    demands: tuple[Condition, ...] = ()
    because: str = ""
    limit: Limit | None = None
    unless: Condition | None = None
    sets_aside: tuple[str, ...] = ()
    because_yes: str = ""

    def is_for(self, kind: str) -> bool:
        """It has something to say about this kind of action."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Table:
    """A value looked up by one, two or three facts. `rows` nest as deep as `by` is long."""

    name: str
    by: tuple[Condition, ...]
    rows: Mapping[str, Value]
    otherwise: Value = None


@dataclass(frozen=True)
class Example:
    """A case with the answer that it must get."""

    name: str
    line: int
    case: Mapping[str, Value]
    answer: str
    by: str | None = None
    rules: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    why: str = ""


@dataclass(frozen=True)
class Asking:
    """What happens when somebody is asked for their yes: how long they have until the next one is asked, in working
    minutes, and up to which amount their silence is a yes (None: never)."""

    minutes: int = 10
    silence_upto: Decimal | None = None


@dataclass(frozen=True)
class Policy:
    """All of one policy. `starts` and `ends` are days in its zone, both of them in force; None: always.

    `defaults` are what facts are when a case does not say, by the group that they lie in ("": none).
    """

    name: str
    about: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    currency: str = ""
    starts: date | None = None
    ends: date | None = None
    locations: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    days: Hours = field(default_factory=Hours)
    by_default: Outcome = Outcome(Answer.NEEDS_APPROVAL)
    for_kinds: Mapping[str, Outcome] = field(default_factory=dict)
    when_missing: Outcome = Outcome(Answer.NEEDS_APPROVAL)
    facts: Mapping[str, Known] = field(default_factory=dict)
    named: Mapping[str, Condition] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    asking: Asking = Asking()
    examples: tuple[Example, ...] = ()
    walks: Mapping[str, Walk] = field(default_factory=dict, compare=False)
    defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def rank(self, role: str) -> int | None:
        """Where the role stands, from 0; None: the policy does not know it."""
        return self.roles.index(role) if role in self.roles else None

    def next_above(self, role: str) -> str:
        """Who is asked where no rule names somebody; the highest role has others of its own to ask."""
        rank = self.rank(role)
        return self.roles[min((rank or 0) + 1, len(self.roles) - 1)]


CENT = Decimal("0.01")
