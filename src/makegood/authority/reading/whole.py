"""A whole policy from its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.authority.conditions.running import Walk
from makegood.authority.conditions.slips import TAKEN
from makegood.authority.conditions.values import Unknown, Value, as_day
from makegood.authority.facts import KINDS, STANDARD
from makegood.authority.from_json import value_of
from makegood.authority.policy import ROLES, Example, Known, Outcome, Policy
from makegood.authority.reading.asking import read_asking
from makegood.authority.reading.conditions import Names
from makegood.authority.reading.examples import read_examples
from makegood.authority.reading.marks import Part, Unfit, parse
from makegood.authority.reading.outcomes import read_outcome
from makegood.authority.reading.sentences import read_rules
from makegood.authority.reading.tables import looked_up, read_tables
from makegood.authority.reading.working_days import read_days

FIELDS = (
    "policy about zone currency from until locations brands roles otherwise missing asking facts tables define rules "
    "cases"
).split()
ALL_FIELDS = (*FIELDS, "working days")


def read_policy(text: str) -> Policy:
    """The policy in the text. Raises Unfit with everything that is wrong."""
    whole = parse(text)
    fields = whole.fields(ALL_FIELDS)
    if "policy" not in fields:
        whole.wrong(_("The file begins with policy: and a name for it."))
    reading = _Reading(whole, fields)
    policy = reading.policy()
    if whole.problems:
        raise Unfit(whole.problems)
    return policy


def read_cases(text: str) -> tuple[Example, ...]:
    """The cases of a file of cases. Raises Unfit with everything that is wrong."""
    whole = parse(text)
    fields = whole.fields(("cases",))
    examples = read_examples(fields["cases"]) if "cases" in fields else ()
    if whole.problems:
        raise Unfit(whole.problems)
    return examples


class _Reading:
    def __init__(self, whole: Part, fields: dict[str, Part]) -> None:
        self.whole, self.fields = whole, fields
        self.roles = tuple(fields["roles"].texts()) if "roles" in fields else ROLES
        self.facts = {**STANDARD, **(_facts(fields["facts"]) if "facts" in fields else {})}

    def policy(self) -> Policy:
        defines = self.fields["define"].fields() if "define" in self.fields else {}
        tables = self.fields["tables"].fields() if "tables" in self.fields else {}
        names = Names(self.facts, defines, tuple(tables))
        read = read_tables(tables, names)
        by_default, for_kinds = self._defaults()
        currency = self._text("currency")
        rules = read_rules(self.fields["rules"], names, self.roles, currency) if "rules" in self.fields else ()
        walks: dict[str, Walk] = {name: one.walk for name, one in names.named.items()}
        walks |= {name: looked_up(table) for name, table in read.items()}
        whole = {name: table.rows for name, table in read.items()}
        walks["tables"] = lambda run, held: whole
        return Policy(
            name=self._text("policy"),
            about=self._text("about"),
            zone=self._zone(),
            currency=currency,
            starts=self._day("from"),
            ends=self._day("until"),
            locations=self._texts("locations"),
            brands=self._texts("brands"),
            roles=self.roles,
            days=read_days(self.fields.get("working days")),
            by_default=by_default,
            for_kinds=for_kinds,
            when_missing=self._outcome("missing"),
            facts=self.facts,
            named=names.named,
            tables=read,
            rules=rules,
            asking=read_asking(self.fields.get("asking")),
            examples=read_examples(self.fields["cases"]) if "cases" in self.fields else (),
            walks=walks,
            defaults=_defaults_of(self.facts),
        )

    def _text(self, name: str) -> str:
        return self.fields[name].text() if name in self.fields else ""

    def _texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.fields[name].texts()) if name in self.fields else ()

    def _day(self, name: str) -> date | None:
        text = self._text(name)
        if text and as_day(text) is None:
            self.fields[name].wrong(_("This is a day such as 2026-05-04."))
        return as_day(text) if text else None

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._text("zone") or "UTC")
        except (ValueError, OSError, KeyError):  # a zone that is not there is a KeyError
            self.fields["zone"].wrong(_("There is no such time zone. Write one such as Europe/Berlin."))
            return ZoneInfo("UTC")

    def _outcome(self, name: str) -> Outcome:
        return read_outcome(self.fields[name], self.roles) if name in self.fields else DEFAULT

    def _defaults(self) -> tuple[Outcome, dict[str, Outcome]]:
        """`otherwise` is one outcome, or one for each kind, with `any` for the rest."""
        part = self.fields.get("otherwise")
        if part is None or not part.is_group() or "answer" in part.fields():
            return self._outcome("otherwise"), {}
        each = {kind: read_outcome(one, self.roles) for kind, one in part.fields().items()}
        return each.pop("any", DEFAULT), each


DEFAULT = Policy("").by_default


MEANT = {
    **dict.fromkeys(("bool", "boolean", "yes", "flag"), "yes/no"),
    **dict.fromkeys(("string", "str", "enum"), "text"),
    **dict.fromkeys(("int", "integer", "float", "decimal", "money", "amount"), "number"),
    **dict.fromkeys(("datetime", "timestamp"), "time"),
    **dict.fromkeys(("array", "texts"), "list"),
    **dict.fromkeys(("object", "map", "dict"), "group"),
}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\[\])?")


def _facts(part: Part) -> dict[str, Known]:
    fields = part.fields()
    for name, one in fields.items():
        first = name.split(".")[0]
        if not NAME.fullmatch(first) or first.removesuffix("[]") in TAKEN:
            one.wrong(
                _("No fact can begin with %(first)s: CEL takes it otherwise, or it has other signs than a to z and _.")
                % {"first": first}
            )
    return {name: _fact(name, one) for name, one in fields.items()}


def _fact(name: str, part: Part) -> Known:
    """`text`, or `{is: text, called: …, one of: […], otherwise: …}`."""
    if part.is_text():
        return Known(_kind(part))
    fields = part.fields(("is", "called", "one of", "otherwise"))
    kind = _kind(fields["is"]) if "is" in fields else "text" if "one of" in fields else "anything"
    called = fields["called"].text() if "called" in fields else ""
    one_of = tuple(fields["one of"].texts()) if "one of" in fields else ()
    known = Known(kind, called, one_of, fields["otherwise"].value() if "otherwise" in fields else None)
    if known.otherwise is not None and isinstance(value_of(known.otherwise, name, known), Unknown):
        fields["otherwise"].wrong(
            _("What it is otherwise does not fit its kind, %(kind)s, or is none of the list.") % {"kind": kind}
        )
    return known


def _defaults_of(facts: Mapping[str, Known]) -> dict[str, dict[str, Value]]:
    """What facts are when a case does not say, by the group that they lie in."""
    groups: dict[str, dict[str, Value]] = {}
    for name, known in facts.items():
        if known.otherwise is not None:
            above, _dot, last = name.rpartition(".")
            groups.setdefault(above, {})[last] = known.otherwise
    return groups


def _kind(part: Part) -> str:
    kind = part.text()
    if kind not in KINDS:
        meant = " " + _("Is %(near)s meant?") % {"near": MEANT[kind]} if kind in MEANT else ""
        part.wrong(
            _("%(kind)s is no kind of fact.%(meant)s There are: %(choices)s.")
            % {"kind": kind, "meant": meant, "choices": ", ".join(KINDS)}
        )
        return "anything"
    return kind
