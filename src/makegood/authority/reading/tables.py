"""Tables in a policy's file: a value looked up by one or two facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makegood.authority.conditions.running import Held, Run, Walk
from makegood.authority.conditions.values import Unknown, Value, missing, spelled
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
    rows = _rows(fields["rows"], len(by))
    return Table(name, by, rows, fields["otherwise"].value() if "otherwise" in fields else None)


def _rows(part: Part, depth: int) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for key, one in part.fields().items():
        if depth > 1:
            rows[key] = _rows(one, depth - 1)
        elif one.is_group():
            one.wrong("The rows lie deeper than the table has facts to look them up by.")
        else:
            rows[key] = one.value()
    return rows


def looked_up(table: Table) -> Walk:
    """The table's value for a case; the whole table where a condition looks up a row of it by itself."""

    def work(run: Run, held: Held) -> Value:
        value: Value = table.rows
        for key in table.by:
            at = key.walk(run, held)
            if isinstance(at, Unknown):
                return at
            value = value.get(spelled(at)) if isinstance(value, Mapping) else None
        if value is None:
            value = table.otherwise
        return missing(f"{table.name}[{spelled(at)}]") if value is None else value

    return work
