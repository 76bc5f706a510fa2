"""What one look at a source brings, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Bytes:
    """What came, as it came, and from where."""

    address: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """Something that somebody said. `key`: the source's own id. `text` is plain.

    `is_whole`: the text is all there is, and no page is to be fetched. `followers` None: the source does not say.
    """

    key: str
    address: str
    text: str
    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    is_whole: bool = False
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """One answer of a source, what it holds, and how far we have read once that is kept.

    `not_before`: the source asks us to wait until then. `goes_on`: there is more, and it may be asked for at once.
    """

    came: Bytes
    found: Sequence[Found]
    mark: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None
    goes_on: bool = False
