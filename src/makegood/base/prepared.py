"""Questions in the ORM's words whose SQL is compiled once in the life of a process.

For a question that each page asks, compiling took three times as long as asking (bin/bench --only desk). What changes
from page to page is given as values; what is asked stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

from makegood.base.plain import ask

M = TypeVar("M", bound=models.Model)


MOST_BITS = 63  # of a number that a database knows


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The statement, and how a row becomes an instance with what `select_related` names."""

    sql: str
    model: Any
    names: list[str]
    columns: slice
    others: list[Any]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """A queryset of whole instances. Each value in its filters holds a place: the real ones come with the question.

    A `filter()` for each place: of several in one, Django sorts the names.
    """

    def __init__(self, question: Callable[[], models.QuerySet[M]]) -> None:
        self._question = question
        self._compiled: dict[str, _Compiled] = {}

    def all(self, *values: Any) -> list[M]:
        """What is found with these values, one a place, in order; times through `plain.moment`. One query."""
        known = self._compiled.get(connection.vendor) or self._compile()
        return [_instance(known, row) for row in _converted(_asked(known.sql, values), known)]

    def first(self, *values: Any) -> M | None:
        """The first found; None when there is none. One query."""
        return next(iter(self.all(*values)), None)

    def get(self, *values: Any) -> M:
        """The same, or raises DoesNotExist of its model."""
        found = self.first(*values)
        if found is None:
            raise self._question().model.DoesNotExist  # type: ignore[attr-defined]  # each model has its own
        return found

    def _compile(self) -> _Compiled:
        compiler: Any = self._question().query.get_compiler(connection.alias)
        sql, _ = compiler.as_sql()
        selected, described = compiler.select, compiler.klass_info
        columns = slice(described["select_fields"][0], described["select_fields"][-1] + 1)
        converters = compiler.get_converters([one[0] for one in selected])
        known = _Compiled(
            sql=sql,
            model=described["model"],
            names=[one[0].target.attname for one in selected[columns]],
            columns=columns,
            # Django's own, not for the public; from 6.1 on it asks for a fetch mode too, as the stubs do already.
            others=get_related_populators(described, selected, connection.alias),  # type: ignore[call-arg]
            converters=[(at, each, expression) for at, (each, expression) in converters.items()],
        )
        self._compiled[connection.vendor] = known
        return known


class PreparedRows:
    """The same for `values_list`: plain columns of numbers, words and yes or no, as the database gives them."""

    def __init__(self, question: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._question = question
        self._sql: dict[str, str] = {}

    def all(self, *values: Any) -> list[tuple[Any, ...]]:
        """What is found with these values, one a place, in order. One query."""
        sql = self._sql.get(connection.vendor) or self._compile()
        return _asked(sql, values)

    def _compile(self) -> str:
        sql, _ = self._question().query.get_compiler(connection.alias).as_sql()
        return self._sql.setdefault(connection.vendor, sql)


def _asked(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Nothing is found by a number that no database knows."""
    fits = all(value.bit_length() <= MOST_BITS for value in values if type(value) is int)
    return ask(sql, values) if fits else []


def _converted(rows: list[tuple[Any, ...]], known: _Compiled) -> Iterator[list[Any]]:
    """The rows as fields have their values."""
    for row in map(list, rows):
        for at, each, expression in known.converters:
            for convert in each:
                row[at] = convert(row[at], expression, connection)
        yield row


def _instance(known: _Compiled, row: list[Any]) -> Any:
    found = known.model.from_db(connection.alias, known.names, row[known.columns])
    for other in known.others:
        other.populate(row, found)
    return found
