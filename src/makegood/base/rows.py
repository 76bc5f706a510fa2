"""Writes many rows of a table at once, and some columns of one.

The ORM's bulk_create prepares each value through five calls, which was a quarter of the cost of taking in mail
(bin/bench --only take); saving one row compiles its statement anew. What a table's columns and constraints are is
still the model's to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from makegood.base.plain import do

M = TypeVar("M", bound=models.Model)

# SQLite takes 32,766 values a statement since 3.32, PostgreSQL 65,535.
MOST_VALUES = 30_000


@dataclass(frozen=True, slots=True)
class _Table:
    """`adapted` are the places of columns whose values the driver does not take as they are."""

    insert: str
    marks: str
    columns: int
    values_of: Callable[[dict[str, Any]], tuple[Any, ...]]
    adapted: tuple[tuple[int, Callable[[Any], Any]], ...]
    parents: tuple[tuple[str, str], ...]
    has_own_id: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a new row of a model begins with, and by which attributes its parents are known."""

    names: frozenset[str]
    fixed: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    parents: dict[str, str]
    twins: dict[str, str]


def new(model: type[M], **values: Any) -> M:
    """The same as `model(**values)`, of fields by name, in a fifth of the time. For `write`; sends no signals."""
    shape = _shape(model)
    row = model.__new__(model)
    row._state = ModelState()
    known = row._state.fields_cache
    row.__dict__.update(shape.fixed)
    for name, make in shape.made:
        row.__dict__[name] = make()
    for name, value in values.items():
        if name in shape.parents:
            row.__dict__[shape.parents[name]] = None if value is None else value.pk
            known[name] = value
            if name in shape.twins and value is not None:
                value._state.fields_cache[shape.twins[name]] = row
        elif name in shape.names:
            row.__dict__[name] = value
        else:
            raise TypeError(f"{model.__name__} has no field {name}.")
    return row


def write(rows: Iterable[M], *, key: str = "", fresh: Sequence[str] = ()) -> list[M]:
    """The rows are in the database, in order, and know their ids. Parents must have been written before.

    Where a row with the same `key` stands already, its `fresh` columns are written over. No signals are sent, and no
    default of the database is asked for.
    """
    wanted = list(rows)
    if not wanted:
        return wanted
    table = _table(type(wanted[0]), connection.vendor)
    at_once = MOST_VALUES // max(table.columns, 1)
    for first in range(0, len(wanted), at_once):
        _write(wanted[first : first + at_once], table, _over(key, fresh))
    return wanted


def keep(row: models.Model, *names: str) -> None:
    """The columns of these fields are in the database as the row has them. No signals are sent.

    Raises DoesNotExist of its model when the row is gone.
    """
    known = _update(type(row), names, connection.vendor)
    values = [adapt(value) if adapt and value is not None else value for value, adapt in known.values_of(row)]
    if not do(known.sql, [*values, row.pk]):
        raise type(row).DoesNotExist  # type: ignore[attr-defined]  # each model has its own


def among(sql: str, values: Iterable[Any], *before: Any) -> list[tuple[Any, ...]]:
    """What the statement finds for these values: its one `(?)` stands for all of them, and follows those `before`.

    Nothing is asked for none.
    """
    wanted = list(values)
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for first in range(0, len(wanted), MOST_VALUES):
            some = wanted[first : first + MOST_VALUES]
            cursor.execute(sql.replace("(?)", "(" + ", ".join(["%s"] * len(some)) + ")"), [*before, *some])
            found += cursor.fetchall()
    return found


def _over(key: str, fresh: Sequence[str]) -> str:
    columns = ", ".join(f"{name} = EXCLUDED.{name}" for name in fresh)
    return f" ON CONFLICT ({key}) DO UPDATE SET {columns}" if key else ""


def _write(rows: Sequence[M], table: _Table, over: str) -> None:
    values: list[Any] = []
    for row in rows:
        known = row._state.fields_cache
        for name, attribute in table.parents:
            # A row that was tied to its parent before the parent had an id learns it now. Past the descriptor, which
            # would forget the parent itself and fetch it again when asked.
            if row.__dict__[attribute] is None and (parent := known.get(name)):
                row.__dict__[attribute] = parent.pk
        found = list(table.values_of(row.__dict__))
        for place, adapt in table.adapted:
            if found[place] is not None:
                found[place] = adapt(found[place])
        values += found
    sql = table.insert + ", ".join([table.marks] * len(rows)) + over
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING id" if table.has_own_id else sql, values)
        ids = cursor.fetchall() if table.has_own_id else []
    for row, (pk,) in zip(rows, ids, strict=False):
        row.pk = pk
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


@dataclass(frozen=True, slots=True)
class _Update:
    """The statement, and from which attributes its values come."""

    sql: str
    attributes: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values_of(self, row: models.Model) -> list[tuple[Any, Callable[[Any], Any] | None]]:
        """Each value as the row has it, and how it becomes what the driver takes."""
        return [(row.__dict__[name], adapt) for name, adapt in self.attributes]


@cache
def _update(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Update:
    meta, quoted = model._meta, connection.ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in names]
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    return _Update(
        sql=f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(str(meta.pk.column))} = %s",  # noqa: S608 - names of models
        attributes=tuple((field.attname, _adapter(field, vendor)) for field in fields),
    )


@cache
def _table(model: type[models.Model], vendor: str) -> _Table:
    meta = model._meta
    has_own_id = isinstance(meta.pk, models.AutoField)
    fields = [field for field in meta.local_concrete_fields if not (has_own_id and field.primary_key)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return _Table(
        insert=f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES ",  # noqa: S608 - names of models
        marks="(" + ", ".join(["%s"] * len(fields)) + ")",
        columns=len(fields),
        values_of=_values_of([field.attname for field in fields]),
        adapted=tuple((at, adapt) for at, field in enumerate(fields) if (adapt := _adapter(field, vendor))),
        parents=tuple((field.name, field.attname) for field in fields if isinstance(field, models.ForeignKey)),
        has_own_id=has_own_id,
    )


def _values_of(names: list[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)


@cache
def _shape(model: type[models.Model]) -> _Shape:
    fields = model._meta.local_concrete_fields
    ties = [field for field in fields if isinstance(field, models.ForeignKey)]
    makes = [(field.attname, field.default) for field in fields if field.has_default() and callable(field.default)]
    return _Shape(
        names=frozenset(field.attname for field in fields),
        fixed={field.attname: field.get_default() for field in fields} | dict.fromkeys(dict(makes)),
        made=tuple(makes),
        parents={field.name: field.attname for field in ties},
        twins={field.name: field.remote_field.cache_name for field in ties if not field.remote_field.multiple},
    )


def _adapter(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any] | None:
    """How a value becomes what the driver takes; None: it is that already."""
    if isinstance(field, models.DateTimeField):
        return _moment if vendor == "sqlite" else None
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.CharField):
        return str  # a choice is written as its text
    return None


def _json(value: Any) -> str:
    """Most of what is kept so is empty."""
    if value:
        return json.dumps(value)
    return "[]" if value == [] else "{}" if value == {} else json.dumps(value)


@lru_cache(1024)
def _moment(value: datetime) -> str:
    """As Django writes it into SQLite: UTC, without saying so. A batch says the same few moments over and over."""
    return str(value.astimezone(UTC).replace(tzinfo=None))
