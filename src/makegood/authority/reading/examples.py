"""Cases in a file, each with the answer it must get. A case may be like an earlier one, but for what it says itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from makegood.authority.from_json import grouped
from makegood.authority.policy import Example
from makegood.authority.reading.marks import Part

ANSWERS = ("allowed", "needs_approval", "refused", "needs approval", "not within your authority", "never")
FIELDS = ("case", "like", "action", "role", "now", "facts", "without", "answer", "by", "rules", "missing", "why")
ASKED = ("action", "role", "now")
MOST = 2_000


def read_examples(part: Part) -> tuple[Example, ...]:
    """All cases, in order; what is wrong is noted."""
    parts = part.parts()
    if len(parts) > MOST:
        part.wrong(_("A file has at most %(most)s cases.") % {"most": MOST})
    known: dict[str, Example] = {}
    for one in parts[:MOST]:
        example = _example(one, known)
        if example.name in known:
            one.wrong(_("Two cases are called %(name)s.") % {"name": example.name})
        known[example.name] = example
    return tuple(known.values())


def _example(part: Part, known: dict[str, Example]) -> Example:
    fields = part.fields(FIELDS)
    answer = fields["answer"].text() if "answer" in fields else ""
    if answer not in ANSWERS:
        part.wrong(
            _("A case says which answer it must get, as answer: one of %(choices)s.") % {"choices": ", ".join(ANSWERS)}
        )
    return Example(
        name=fields["case"].text() if "case" in fields else f"line {part.line}",
        line=part.line,
        case=_case(fields, known),
        answer=answer,
        by=fields["by"].text() if "by" in fields else None,
        rules=tuple(fields["rules"].texts()) if "rules" in fields else None,
        missing=tuple(fields["missing"].texts()) if "missing" in fields else None,
        why=fields["why"].text() if "why" in fields else "",
    )


def _case(fields: dict[str, Part], known: dict[str, Example]) -> dict[str, Any]:
    """What is asked. Facts lie side by side under their full names, so that one can be put in another's place."""
    like = known.get(fields["like"].text()) if "like" in fields else None
    if "like" in fields and like is None:
        fields["like"].wrong(_("No case above has this name."))
    case: dict[str, Any] = dict(like.case) if like else {}
    case |= {name: fields[name].value() for name in ASKED if name in fields}
    own = _flat(fields["facts"].value() if "facts" in fields else {})
    if "action" not in fields and isinstance(case.get("action"), dict):
        case["action"] = _but(case["action"], [name for name in own if name.startswith("action.")])
    facts = {**case.get("facts", {}), **own}
    for name in fields["without"].texts() if "without" in fields else []:
        facts = _without(name, facts)
        if isinstance(case.get("action"), dict):
            case["action"] = _but(case["action"], [name])
    return {**case, "facts": facts}


def _without(name: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {own: value for own, value in facts.items() if own != name and not own.startswith(f"{name}.")}


def _but(action: dict[str, Any], names: list[str]) -> Any:
    """The action without what a case says of it as facts of its own, which stand in their places."""
    flat = _flat(action, "action")
    for name in names:
        flat = _without(name, flat)
    return grouped(flat).get("action")


def _flat(value: Any, above: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {above: value} if above else {}
    if not value and above:
        return {above: {}}
    flat: dict[str, Any] = {}
    for name, one in value.items():
        flat |= _flat(one, f"{above}.{name}" if above else name)
    return flat
