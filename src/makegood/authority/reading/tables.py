"""Tables in a policy's file: a value looked up by one or two facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from makegood.authority.conditions.rows import ANY, Rows, as_range
from makegood.authority.conditions.running import Held, Run, Walk
from makegood.authority.conditions.values import Unknown, Value, missing, spelled
from makegood.authority.fitting import all_unknown
from makegood.authority.policy import Table
from makegood.authority.reading.conditions import Names
from makegood.authority.reading.marks import Part


def read_tables(parts: Mapping[str, Part], names: Names) -> dict[str, Table]:
    """All tables by name; what is wrong is noted."""
    return {name: _table(name, part, names) for name, part in parts.items()}


def _table(name: str, part: Part, names: Names) -> Table:
    fields = part.fields(("by", "rows", "otherwise"))
    if "by" not in fields or "rows" not in fields:
        part.wrong(_("A table says by which facts it is looked up (by) and what it holds (rows)."))
        return Table(name, (), {})
    by = tuple(names.read(one, wants="") for one in fields["by"].parts())
    if not 1 <= len(by) <= 3:
        fields["by"].wrong(_("A table is looked up by one, two or three facts."))
    if not name.isidentifier():
        part.wrong(_("%(name)s is no word of letters and _ alone. Choose another name.") % {"name": name})
    otherwise = fields["otherwise"].value() if "otherwise" in fields else None
    rows = _rows(fields["rows"], len(by), otherwise) if by else Rows({})
    cells = [cell for cell in _cells(rows) if cell is not None]
    if any(isinstance(cell, dict) for cell in cells) and not all(isinstance(cell, dict) for cell in cells):
        fields["rows"].wrong(_("Some rows have columns, or lie deeper than there are facts to look them up by."))
        return Table(name, by, Rows({}))
    return Table(name, by, _with_yes_or_no(rows), otherwise)


def _rows(part: Part, depth: int, otherwise: Any) -> Rows:
    rows: dict[str, Any] = {}
    for key, one in part.fields().items():
        if depth > 1:
            rows[key] = _rows(one, depth - 1, otherwise)
        else:
            rows[key] = one.value()
        if key[:1] in ("<", ">") and as_range(key) is None:
            one.wrong(_("%(key)s is no range. Write one such as '< 24', '>= 72' or '8 .. 14'.") % {"key": key})
    return Rows(_with_any(rows), _nothing_found(depth, otherwise))


def _nothing_found(depth: int, otherwise: Any) -> Any:
    """What is found where no row fits: at the last fact the value, above it rows that hold nothing else."""
    if depth == 1 or otherwise is None:
        return otherwise
    return Rows({}, _nothing_found(depth - 1, otherwise))


def _with_any(rows: dict[str, Any]) -> dict[str, Any]:
    """A row that lacks a column has that of the row for any, unless it has one for any itself."""
    others = rows.get(ANY)
    if not isinstance(others, Rows):
        return rows
    return {
        key: Rows({**row, **{name: one for name, one in others.items() if name not in row}}, row.otherwise)
        if isinstance(row, Rows) and ANY not in row
        else row
        for key, row in rows.items()
    }


def _cells(rows: Rows) -> Iterator[Any]:
    for one in (*rows.values(), *([] if rows.otherwise is None else [rows.otherwise])):
        yield from _cells(one) if isinstance(one, Rows) else [one]


def _with_yes_or_no(rows: Rows) -> Rows:
    """Where all that a table, or a column of it, holds is yes and no, they are not texts."""
    cells = list(_cells(rows))
    if all(isinstance(cell, dict) for cell in cells):
        columns = {name: [cell.get(name) for cell in cells] for name in {name for cell in cells for name in cell}}
        told = {name for name, column in columns.items() if _is_yes_or_no(column)}
        return _each(rows, lambda cell: {key: _said(one) if key in told else one for key, one in cell.items()})
    return _each(rows, _said) if _is_yes_or_no(cells) else rows


def _is_yes_or_no(cells: list[Any]) -> bool:
    return all(cell is None or isinstance(cell, bool) or cell in ("yes", "no") for cell in cells)


def _said(cell: Any) -> Any:
    return {"yes": True, "no": False}.get(cell, cell) if isinstance(cell, str) else cell


def _each(rows: Rows, change: Callable[[Any], Any]) -> Rows:
    return Rows({key: _changed(one, change) for key, one in rows.items()}, _changed(rows.otherwise, change))


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Rows):
        return _each(value, change)
    return None if value is None else change(value)


def looked_up(table: Table) -> Walk:
    """The table's value for a case; the whole table where a condition looks up a row of it by itself."""

    def work(run: Run, held: Held) -> Value:
        keys = [key.walk(run, held) for key in table.by]
        unknown = all_unknown(key for key in keys if isinstance(key, Unknown))
        if unknown is not None:
            return unknown
        value: Value = table.rows
        for key in keys:
            value = value.find(key) if isinstance(value, Rows) else None
        return missing(f"{table.name}[{spelled(keys[-1])}]") if value is None else value

    return work
