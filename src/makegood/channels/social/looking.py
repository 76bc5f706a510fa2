"""What every way of looking shares: what is asked, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from makegood.base.places import Place
from makegood.channels.social import answers
from makegood.channels.social.fetching import GONE, JSON, Fetched, Wanted, get
from makegood.mentions.found import Brought


@dataclass(frozen=True, slots=True)
class Asked:
    """A source as it is looked at: where, for what, with which token, and how far we have read."""

    address: str
    what: str = ""
    token: str = ""
    mark: Mapping[str, Any] = field(default_factory=dict)
    inside: frozenset[Place] = frozenset()

    def secret(self) -> dict[str, str]:
        """What opens the place, told to it alone."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def wait(self, got: Fetched, now: datetime) -> datetime | None:
        """When the place wants to be asked again; None: any time."""
        return answers.not_before(got, now=now)

    def at(self, path: str, query: str = "") -> str:
        """The address of something at this place."""
        return f"{self.address.rstrip('/')}{path}{'?' if query else ''}{query}"

    def ask(self, path: str, query: str = "") -> Fetched:
        """What it answers there, as JSON."""
        return get(Wanted(self.at(path, query), JSON, self.inside, secret=self.secret()))


@dataclass(frozen=True, slots=True)
class Look:
    """What came of it: `brought`, or in `trouble` why nothing did, in words."""

    got: Fetched
    brought: Brought | None = None
    trouble: str = ""

    @property
    def why_not(self) -> str:
        """ "" when it went well."""
        return self.trouble or self.got.trouble

    @property
    def is_gone(self) -> bool:
        """Whether the place says that there will never be anything again."""
        return self.got.status == GONE
