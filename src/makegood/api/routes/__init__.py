"""The API's functions, by what they are about. Each calls the same queries and acts as the desk's pages do."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import Schema
from ninja.operation import Operation


@cache
def _answer(shape: Any) -> type[Schema] | None:
    """The one model that checks and writes answers of this shape, whichever functions give it."""
    return None if shape is None else type("Answer", (Schema,), {"__annotations__": {"response": shape}})


def _model_of(_operation: Operation, shape: Any) -> type[Schema] | None:
    return _answer(shape)


# Ninja makes one for each status of each function, which would be two thousand, most of them for the same problems.
Operation._create_response_model = _model_of  # type: ignore[method-assign, assignment]
