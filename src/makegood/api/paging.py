"""Pages that go by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from makegood.api.rules import Unusable
from makegood.api.shapes.common import LARGEST_ID


def number_after(after: str) -> int:
    """The id after which the page begins; 0 for the first. Raises Unusable."""
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) <= 19 and int(after) <= LARGEST_ID):
        raise Unusable("after", _("is no `next` of this list"))
    return int(after)


def next_of(items: Sequence[Any], *, more: bool) -> str | None:
    """Where the following page begins; None when there is none."""
    return str(items[-1].id) if more and items else None
