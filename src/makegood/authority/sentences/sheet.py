"""A whole policy as a sheet of sentences. What the sentences cannot say stays in the file as it was written. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from makegood.authority.policy import ROLES, WORDS
from makegood.authority.reading.marks import Part, parse
from makegood.authority.reading.outcomes import read_outcome
from makegood.authority.sentences.patterns import AMOUNT, PATTERNS, Said, rule_of, said_of

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.'/-]*", re.ASCII)
YAMLS = frozenset("true false null yes no on off".split())
OURS = ("policy", "currency", "otherwise", "asking", "rules")
SILENCE = "silence is a yes up to"


@dataclass(frozen=True)
class Entry:
    """One rule of the sheet: a sentence, or `source`, a rule that is only in the file, as it is written there.

    `remarks` are the lines above it that begin with #, `called` its name in the file.
    """

    said: Said | None = None
    source: str = ""
    remarks: str = ""
    called: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What a rule that is only in the file is called."""
        found = re.search(r"\brule: *(?:\"([^\"]+)\"|'([^']+)'|([^,}\n]+))", self.source)
        return next((one.strip() for one in found.groups() if one), "") if found else ""


@dataclass(frozen=True)
class Sheet:
    """A policy: its name, currency and default, its rules in order, and the rest of its file as it is written.

    `remarks` are the lines that begin with #, by the one of our own fields above which they stand.
    """

    name: str = ""
    currency: str = ""
    otherwise: str = "needs approval by lead"
    entries: tuple[Entry, ...] = ()
    roles: tuple[str, ...] = ROLES
    rest: str = ""
    asking: tuple[tuple[str, str], ...] = field(default=())
    remarks: tuple[tuple[str, str], ...] = field(default=())


# From a file


def opened(text: str) -> Sheet:
    """The sheet of a file. Raises Unfit when it is not laid out as one."""
    whole = parse(text)
    fields = whole.fields()
    roles = tuple(fields["roles"].texts()) if "roles" in fields else ROLES
    asking = {name: part.text() for name, part in fields["asking"].fields().items()} if "asking" in fields else {}
    rules = fields["rules"].parts() if "rules" in fields and fields["rules"].is_list() else []
    entries = list(_entries(rules, text, roles))
    silence = asking.pop(SILENCE, "")
    if AMOUNT.fullmatch(silence):
        entries.append(Entry(Said(PATTERNS["silence"], {"amount": silence})))
    return Sheet(
        name=_text(fields, "policy"),
        currency=_text(fields, "currency"),
        otherwise=_default(fields.get("otherwise"), text, roles),
        entries=tuple(entries),
        roles=roles,
        rest="\n".join(block for name, block in _blocks(whole, text) if name not in OURS).strip("\n"),
        asking=tuple(asking.items()),
        remarks=tuple((name, _remarks(_begun(block))) for name, block in _blocks(whole, text) if name in OURS),
    )


def _text(fields: dict[str, Part], name: str) -> str:
    return fields[name].text() if name in fields else ""


def _entries(rules: list[Part], text: str, roles: tuple[str, ...]) -> Iterator[Entry]:
    lines = text.splitlines()
    ended = _above(lines, rules[0].line - 1) if rules else 0
    raw = [fields if isinstance(fields := _raw(part), dict) else {} for part in rules]
    bound = {name for fields in raw for name in _named(fields.get("sets aside"))}
    for part, fields in zip(rules, raw, strict=True):
        source, name = _source(part, text), str(fields.pop("rule", ""))
        said = said_of(fields, roles) if name not in bound else None  # others know it by its name
        above = lines[ended : part.line - 1] if lines[part.line - 1].lstrip().startswith("-") else []
        yield Entry(said, "" if said else source, _remarks(above), name)
        ended = part.line - 1 + len(source.splitlines())


def _named(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(map(str, value or []))


def _remarks(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines if _is_remark(line))


def _begun(block: str) -> list[str]:
    """The lines of a field's block above the field itself."""
    return list(takewhile(lambda line: not line.strip() or _is_remark(line), block.splitlines()))


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _raw(part: Part) -> Any:
    if part.is_group():
        return {name: _raw(one) for name, one in part.fields().items()}
    return [_raw(one) for one in part.parts()] if part.is_list() else part.text()


def _source(part: Part, text: str) -> str:
    """The rule as it is written, with its first line moved to the margin as the others are.

    What follows it further out is a remark on what comes next.
    """
    start, end = part.node.start_mark, part.node.end_mark
    lines, indent = text[start.index : end.index].rstrip().splitlines(), int(start.column)
    while len(lines) > 1 and (not lines[-1].strip() or (_is_remark(lines[-1]) and lines[-1][:indent].strip())):
        lines.pop()
    return "\n".join([lines[0], *(line[indent:] if not line[:indent].strip() else line for line in lines[1:])])


def _default(part: Part | None, text: str, roles: tuple[str, ...]) -> str:
    """The default as one answer; as it is written, when it is one for each kind."""
    if part is None:
        return Sheet.otherwise
    if part.is_group():
        return text[part.node.start_mark.index : part.node.end_mark.index].strip()
    return read_outcome(part, roles).spelled


def _blocks(whole: Part, text: str) -> list[tuple[str, str]]:
    """Each field by its name, as it is written, with the remarks above it; none of a file in one line."""
    lines = text.splitlines()
    starts = [(key.start_mark.line, str(key.value)) for key, _value in whole.node.value]
    begins = [0, *(_above(lines, line) for line, _name in starts[1:]), len(lines)]
    if "\n" not in text.strip() and text.lstrip().startswith("{"):
        return []
    return [(name, "\n".join(lines[begins[at] : begins[at + 1]])) for at, (_line, name) in enumerate(starts)]


def _above(lines: list[str], line: int) -> int:
    """Where the remarks above a field or a rule begin."""
    while line > 0 and (not lines[line - 1].strip() or _is_remark(lines[line - 1])):
        line -= 1
    return line


# To a file


def written(sheet: Sheet) -> str:
    """The file of the sheet: its sentences as rules with their words for names, and the rest as it was."""
    asking = {**dict(sheet.asking), **_silence(sheet.entries)}
    rules = list(_rules(sheet.entries))
    fields = {
        "policy": [f"policy: {_scalar(sheet.name)}"] if sheet.name else [],
        "currency": [f"currency: {_scalar(sheet.currency)}"] if sheet.currency else [],
        "otherwise": [f"otherwise: {sheet.otherwise}"],
        "asking": ["asking:", *(f"  {name}: {_scalar(one)}" for name, one in asking.items())] if asking else [],
        "": ["", sheet.rest] if sheet.rest else [],
        "rules": ["", "rules:", *rules] if rules else [],
    }
    remarks = {name: ["", *said.splitlines()] for name, said in sheet.remarks if said}
    lines = [line for name, its in fields.items() for line in (*remarks.get(name, []), *its)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _silence(entries: Iterable[Entry]) -> dict[str, str]:
    """The last of them holds."""
    amounts = [one.said.values["amount"] for one in entries if one.said and one.said.pattern.key == "silence"]
    return {SILENCE: amounts[-1]} if amounts else {}


def _rules(entries: Iterable[Entry]) -> Iterable[str]:
    entries = list(entries)
    taken = {one.name for one in entries if one.source}
    for one in entries:
        yield from (f"  {line}" for line in one.remarks.splitlines())
        if one.source:
            yield from _listed(one.source.splitlines())
        elif one.said and one.said.pattern.rule:
            name = _free(one.called or one.said.in_words().rstrip("."), taken)
            fields = {"rule": name, **rule_of(one.said)}
            yield from _listed([f"{field}: {_value(value)}" for field, value in fields.items()])


def _listed(lines: list[str]) -> list[str]:
    return [f"  {'-' if at == 0 else ' '} {line}".rstrip() for at, line in enumerate(lines)]


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of its like that no other rule has."""
    named, count = name, 1
    while named in taken:
        count += 1
        named = f"{name} ({count})"
    taken.add(named)
    return named


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_value(one)}" for name, one in value.items()) + "}"
    return "[" + ", ".join(map(_scalar, value)) + "]" if isinstance(value, list) else _scalar(value)


def _scalar(value: str) -> str:
    """A text as YAML has it; in quotes wherever it might be taken for something else."""
    is_plain = PLAIN.fullmatch(value) and value.lower() not in YAMLS and not value.endswith(" ")
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def defaults(roles: tuple[str, ...]) -> list[str]:
    """What can be the default in one answer, mildest first."""
    asked = [f"{word} by {role}" for word in list(WORDS)[1:3] for role in roles[1:]]
    return ["allowed", *asked, "never"]
