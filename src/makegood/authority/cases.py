"""Cases with the answers that they must get: they run before a policy is published. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from makegood.authority.from_json import BadCase, read_case
from makegood.authority.policy import SPELLED, Answer, Example, Policy
from makegood.authority.rules import Decision, decide

CONTRACT = {
    Answer.ALLOWED: "allowed",
    Answer.NEEDS_APPROVAL: "needs_approval",
    Answer.NOT_WITHIN_AUTHORITY: "refused",
    Answer.NEVER: "refused",
}


def as_contract(decision: Decision) -> dict[str, Any]:
    """The decision in the shape that outside programs rely on."""
    return {
        "answer": CONTRACT[decision.answer],
        "by": decision.by or None,
        "rules": list(decision.rules),
        "missing": list(decision.missing),
        "why": decision.why,
    }


@dataclass(frozen=True)
class Tried:
    """A case that was run: what it should be, what it is, and what is wrong, in words; "": it is right."""

    example: Example
    decision: Decision | None
    wrong: str = ""


def try_all(policy: Policy, examples: Iterable[Example]) -> list[Tried]:
    """Every case with what the policy says of it, in order."""
    return [try_one(policy, example) for example in examples]


def try_one(policy: Policy, example: Example) -> Tried:
    """One case."""
    try:
        decision = decide(policy, read_case(dict(example.case), policy))
    except BadCase as error:
        return Tried(example, None, str(error))
    wrong = [words for words in _differences(example, decision) if words]
    return Tried(example, decision, " ".join(wrong))


def _differences(example: Example, decision: Decision) -> list[str]:
    told = (CONTRACT[decision.answer], SPELLED[decision.answer])
    about = {"wanted": example.answer, "got": told[1], "said": example.why, "why": decision.why}
    return [
        "" if example.answer in told else _("It should be %(wanted)s, and is %(got)s: %(why)s") % about,
        _other("by", example.by, decision.by),
        _other("rules", _sorted(example.rules), _sorted(decision.rules)),
        _other("missing", _sorted(example.missing), _sorted(decision.missing)),
        "" if example.why in decision.why else _("why does not say “%(said)s”: %(why)s") % about,
    ]


def _sorted(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else ", ".join(sorted(names))


def _other(field: str, wanted: str | None, got: str | None) -> str:
    if wanted is None or wanted == got:
        return ""
    about = {"field": field, "wanted": wanted or _("nothing"), "got": got or _("nothing")}
    return _("%(field)s should be %(wanted)s, and is %(got)s.") % about
