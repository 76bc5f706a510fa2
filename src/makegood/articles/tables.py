"""Saved replies as a file: a table or JSON, out and in again. Pure; files are hostile."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from makegood.articles.acts.saved import MOST_AT_ONCE, Saved
from makegood.articles.models import SavedReply
from makegood.base.cells import cell
from makegood.base.tables import Unreadable, rows, text_of

COLUMNS = {
    "name": ("name", "title"),
    "text": ("text", "body", "content", "message"),
    "folder": ("folder", "category", "group"),
    "other_words": ("other_words", "keywords", "also called", "tags"),
}
FIELDS = tuple(COLUMNS)


def as_csv(replies: Iterable[SavedReply]) -> str:
    """A line each, its columns named in the first line; nothing in it runs as a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([*FIELDS, "team", "used"])
    for one in replies:
        said = [cell(str(getattr(one, name))) for name in FIELDS]
        table.writerow([*said, cell(one.team.name) if one.team else "", one.used])
    return out.getvalue()


def as_json(replies: Iterable[SavedReply]) -> str:
    """A list of objects."""
    said = [
        {name: getattr(one, name) for name in FIELDS} | {"team": one.team.name if one.team else None, "used": one.used}
        for one in replies
    ]
    return json.dumps(said, ensure_ascii=False, indent=1)


def read(content: bytes) -> list[Saved]:
    """What the file holds, a table or JSON. Raises Unreadable, in words."""
    text = text_of(content)
    if text.lstrip()[:1] in ("[", "{"):
        return [_of(one) for one in _list(text)]
    found = rows(text, COLUMNS, needed=("name", "text"), most=MOST_AT_ONCE)
    return [Saved(*(_uncelled(row.get(name, "")) for name in FIELDS)) for _place, row in found]


def _list(text: str) -> list[Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(_("This is no JSON that can be read.")) from None
    if not isinstance(said, list):
        raise Unreadable(_("A list of objects is needed, each with a name and a text."))
    return said


def _of(one: Any) -> Saved:
    if not isinstance(one, dict) or not all(isinstance(one.get(name, ""), str) for name in FIELDS):
        raise Unreadable(_("A list of objects is needed, each with a name and a text."))
    return Saved(*(one.get(name, "") for name in FIELDS))


def _uncelled(text: str) -> str:
    """A mark that our own table put before what a spreadsheet would run goes again."""
    return text[1:] if text[:1] == "'" and cell(text[1:]) == text else text
