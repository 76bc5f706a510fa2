"""Tables in a policy's file: a value looked up by one or two facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from makegood.authority.conditions.rows import ANY, Rows, as_range
from makegood.authority.conditions.running import Held, Run, Walk
from makegood.authority.conditions.values import Unknown, Value, missing, possibly, spelled
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
        part.wrong("A table says by which facts it is looked up (by) and what it holds (rows).")
        return Table(name, (), {})
    by = tuple(names.read(one, wants="") for one in fields["by"].parts())
    if not 1 <= len(by) <= 3:
        fields["by"].wrong("A table is looked up by one, two or three facts.")
    if not name.isidentifier():
        part.wrong(f"{name} is no word of letters and _ alone. Choose another name.")
    otherwise = fields["otherwise"].value() if "otherwise" in fields else None
    rows = _rows(fields["rows"], len(by), otherwise) if by else Rows({})
    return Table(name, by, _as_yes_or_no(rows) if _is_yes_or_no(rows) else rows, otherwise)


def _rows(part: Part, depth: int, otherwise: Any) -> Rows:
    rows: dict[str, Any] = {}
    for key, one in part.fields().items():
        if depth > 1:
            rows[key] = _rows(one, depth - 1, otherwise)
        elif one.is_group():
            one.wrong("The rows lie deeper than the table has facts to look them up by.")
        else:
            rows[key] = one.value()
        if key[:1] in ("<", ">") and as_range(key) is None:
            one.wrong(f"{key} is no range. Write one such as '< 24', '>= 72' or '8 .. 14'.")
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


def _is_yes_or_no(rows: Rows) -> bool:
    """All that the table holds is yes and no: then they are not texts."""
    cells = list(_cells(rows))
    return bool(cells) and all(cell in ("yes", "no") or isinstance(cell, bool) for cell in cells)


def _as_yes_or_no(value: Any) -> Any:
    if isinstance(value, Rows):
        return Rows({key: _as_yes_or_no(one) for key, one in value.items()}, _as_yes_or_no(value.otherwise))
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def looked_up(table: Table) -> Walk:
    """The table's value for a case; the whole table where a condition looks up a row of it by itself."""

    def work(run: Run, held: Held) -> Value:
        keys = [key.walk(run, held) for key in table.by]
        unknown = all_unknown(key for key in keys if isinstance(key, Unknown))
        if unknown is not None:
            return possibly(_possible(table.rows, keys), unknown)
        value: Value = table.rows
        for key in keys:
            value = value.find(key) if isinstance(value, Rows) else None
        return missing(f"{table.name}[{spelled(keys[-1])}]") if value is None else value

    return work


def _possible(rows: Any, keys: list[Value]) -> list[Value]:
    """What may be found when some of the facts are not known."""
    if not keys or not isinstance(rows, Rows):
        return [Unknown() if rows is None else rows]
    key, *others = keys
    found = rows.all() if isinstance(key, Unknown) else [rows.find(key)]
    return [value for one in found for value in _possible(one, others)]
