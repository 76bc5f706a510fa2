"""A beginning that many tests of a file share: written once, and rolled back to after each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction

Made = TypeVar("Made")


@contextmanager
def standing(blocker: Any, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` writes stands in the database, as it was written, for each test that begins inside the block."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
    try:
        with blocker.unblock():
            made = make()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
