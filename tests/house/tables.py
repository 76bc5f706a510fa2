"""The tables in docs that are data in the code: `python -m tests.house.tables` writes them anew, a test compares."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def promises() -> str:
    """What can happen to a promise."""
    from makegood.promises.table import as_markdown

    return as_markdown()


def remedies() -> str:
    """What can happen to a remedy."""
    from makegood.remedies.table import remedies_as_markdown

    return remedies_as_markdown()


def asks() -> str:
    """What can happen to an ask."""
    from makegood.remedies.table import asks_as_markdown

    return asks_as_markdown()


def calls() -> str:
    """What may become of a call that we owe."""
    from makegood.calls.table import as_markdown

    return as_markdown()


# Name in the marks of the page: the page, and what stands between them.
TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "calls": ("docs/calls.md", calls),
    "promises": ("docs/promises.md", promises),
    "remedies": ("docs/remedies.md", remedies),
    "asks": ("docs/remedies.md", asks),
}


def renewed(name: str) -> tuple[Path, str, str]:
    """The page, what it says, and what it should say."""
    page, table = TABLES[name]
    said = (ROOT / page).read_text()
    marks = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    return ROOT / page, said, marks.sub(lambda found: f"{found[1]}\n{table()}\n{found[2]}", said)


def main() -> None:
    """Writes each page whose table has changed."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()
    for name in TABLES:
        page, said, wanted = renewed(name)
        if said != wanted:
            page.write_text(wanted)


if __name__ == "__main__":
    main()
