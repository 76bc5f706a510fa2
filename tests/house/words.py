"""`bin/words`: gathers the words that people read, brings each language's catalogue up to date and compiles it.

`bin/words`          rewrites src/makegood/locale/*/LC_MESSAGES/django.po and .mo, and says what each still lacks
`bin/words --check`  only says what is wrong with the catalogues: exit 1 when something is
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "makegood"
LOCALE = SOURCE / "locale"
READING = SOURCE / "channels" / "mail" / "reading"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "lazy", "noop", "gettext_noop", "word"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%\(\w+\)\.\d[a-z]|(?<!{){\w+}")
# A catalogue is the same whenever it is made.
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)


def gathered() -> Catalog:
    """Every word of the source."""
    catalog = Catalog(project="Makegood", creation_date=ALWAYS, revision_date=ALWAYS, charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        for message, comments, context in _of(path):
            where = [(str(path.relative_to(SOURCE)), 1)]
            catalog.add(message, locations=where, auto_comments=comments, context=context)
    return catalog


def _of(path: Path) -> Iterator[tuple[Any, list[str], str | None]]:
    if READING in path.parents:  # it has functions of these names, and says nothing
        return
    if path.suffix == ".py":
        found = extract("python", path.open("rb"), keywords=KEYWORDS, comment_tags=["Translators:"])
    elif path.suffix in (".html", ".txt") and "library_templates" in path.parts:
        found = extract(_django, path.open("rb"), keywords=KEYWORDS)
    elif path.suffix == ".html" and "templates" in path.parts:
        found = extract("jinja2.ext:babel_extract", path.open("rb"), keywords=KEYWORDS, options=JINJA)
    else:
        return
    for _line, message, comments, context in found:
        yield (message[-1] if context and isinstance(message, tuple) else message), comments, context


JINJA = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def _django(file: io.BufferedReader, keywords: Any, tags: Any, options: Any) -> Iterator[Any]:
    """A template of Django's, as Django itself makes it ready for a program that reads Python."""
    settings.configured or settings.configure()
    code = templatize(file.read().decode())
    return extract_python(io.BytesIO(code.encode()), keywords, tags, options)


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it is kept. Raises what babel raises when it is broken."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    """What the desk reads: always the same for the same words."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def written(catalog: Catalog) -> bytes:
    """What people read and write: by the words, without line numbers, so that changes stay small."""
    catalog.revision_date = catalog.creation_date = ALWAYS
    catalog.fuzzy = False
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return _without_tool(out.getvalue())


def _without_tool(text: bytes) -> bytes:
    """Without the version of the tool, which would change the file whenever the tool does."""
    return re.sub(rb'"(Generated-By|Report-Msgid-Bugs-To): [^\n]*\n"\n', b"", text)


def lacking(catalog: Catalog, words: Catalog) -> list[str]:
    """What stands in the source and not in this language."""
    known = {(message.id, message.context) for message in catalog if message.id and _is_said(message.string)}
    return [str(one.id) for one in words if one.id and (one.id, one.context) not in known]


def _is_said(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def complaints(path: Path) -> list[str]:
    """What is wrong with a catalogue: placeholders that differ, guesses that nobody confirmed, a stale compilation."""
    catalog = read(path)
    wrong = [f"{message.id!r}: {error}" for message in catalog for error in message.check(catalog) if message.id]
    wrong += [f"{message.id!r}: a guess (fuzzy)" for message in catalog if message.fuzzy and message.id]
    wrong += [f"{message.id!r}: other placeholders" for message in catalog if message.id and not _agree(message)]
    if path.with_suffix(".mo").read_bytes() != compiled(catalog):
        wrong.append("the compiled catalogue is another one; run bin/words")
    return [f"{path.parts[-3]}: {one}" for one in wrong]


def _agree(message: Message) -> bool:
    """Whether what is said has the placeholders of what is meant; one of several forms may leave the number out."""
    ids, strings = _forms(message.id), [one for one in _forms(message.string) if one]
    meant = {name for one in ids for name in PLACEHOLDER.findall(one)}
    said = [set(PLACEHOLDER.findall(one)) for one in strings]
    return all(one <= meant for one in said) and (len(ids) > 1 or all(one == meant for one in said))


def _forms(string: Any) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())


def main(*, only_checks: bool) -> int:
    """0 when every catalogue is whole."""
    words = gathered()
    for path in catalogues():
        if not only_checks:
            catalog = read(path)
            catalog.update(words, no_fuzzy_matching=True, update_header_comment=False)
            path.write_bytes(written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(read(path)))
        missing = lacking(read(path), words)
        print(f"{path.parts[-3]}: {len(words)} words, {len(missing)} of them not said in this language yet")
        print("".join(f"  {one}\n" for one in missing), end="")
    wrong = [one for path in catalogues() for one in complaints(path)]
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(only_checks="--check" in sys.argv[1:]))
