"""Why, in a sentence or two: the rules' own reasons with the case's facts in them, what is missing, what would help."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.authority.changes import Changes
from makegood.authority.conditions.running import Run
from makegood.authority.conditions.values import Unknown, shown
from makegood.authority.facts import Case, fact
from makegood.authority.policy import Answer, Outcome, Policy, Rule

ANSWERS = {
    Answer.ALLOWED: gettext_lazy("Allowed"),
    Answer.NEEDS_APPROVAL: gettext_lazy("Needs a yes"),
    Answer.NOT_WITHIN_AUTHORITY: gettext_lazy("Not within their authority"),
    Answer.NEVER: gettext_lazy("Never"),
}
ROLE_WORDS = {
    "agent": gettext_lazy("agent"),
    "lead": gettext_lazy("lead"),
    "manager": gettext_lazy("manager"),
    "regional": gettext_lazy("regional manager"),
    "head_office": gettext_lazy("head office"),
}

PLACE = re.compile(r"\{([A-Za-z_][\w.]*)\}")


def role_words(role: str) -> str:
    """What people call the role."""
    return str(ROLE_WORDS.get(role) or role.replace("_", " "))


@dataclass(frozen=True)
class Teller:
    """Says why, about one case."""

    policy: Policy
    case: Case
    run: Run

    def why(self, outcome: Outcome, rules: list[tuple[Rule, bool]], unknown: Unknown, changes: Iterable[str]) -> str:
        """One text for people; of each rule it says whether it is broken."""
        reasons = [self.reason(rule, broken=broken) for rule, broken in rules] or self._without_rules(outcome, unknown)
        parts = [*dict.fromkeys(reasons), *self._missing(unknown), *self._strength(outcome), *self._changes(changes)]
        return " ".join(parts)

    def reason(self, rule: Rule, *, broken: bool = False) -> str:
        """The rule's reason with the case's facts in it, or its name; it ends like a sentence."""
        said = rule.because if broken or rule.otherwise is None else rule.because_yes
        text = PLACE.sub(lambda found: self._shown(found[1]), said or rule.name).strip()
        return text if text.endswith((".", "!", "?")) else f"{text}."

    def changes(self, rules: list[tuple[Rule, bool]]) -> tuple[str, ...]:
        """What would make the rules say something better, each once; `True`: what it requires does not hold."""
        changes = Changes(self.policy, self.run)
        return tuple(dict.fromkeys(change for rule, broken in rules if (change := changes.of(rule, broken=broken))))

    def _shown(self, name: str) -> str:
        root, _dot, below = name.partition(".")
        if root in self.policy.walks:
            value = self.run.look_up(root)
            value = fact({root: value}, name) if below else value
        else:
            value = fact(self.case.facts, name)
        return "…" if isinstance(value, Unknown) else shown(value)

    def _without_rules(self, outcome: Outcome, unknown: Unknown) -> list[str]:
        if unknown.names or unknown.problems:
            return []
        kind = self.case.kind or _("this")
        if outcome.answer is Answer.ALLOWED:
            return [_("No rule speaks against %(kind)s.") % {"kind": kind}]
        return [_("No rule allows %(kind)s here.") % {"kind": kind}]

    def _missing(self, unknown: Unknown) -> list[str]:
        said = [f"{self._begun(problem)}." for problem in sorted(unknown.problems)]
        if unknown.names:
            names = ", ".join(self.called(name) for name in sorted(unknown.names))
            said.append(_("It cannot be told without: %(names)s.") % {"names": names})
        return said

    def _begun(self, problem: str) -> str:
        """As a sentence begins; a fact's full name stays as it is written."""
        is_name = "." in problem.split(" ")[0] or problem.split(" ")[0] in self.policy.facts
        return problem if is_name else f"{problem[0].upper()}{problem[1:]}"

    def called(self, name: str) -> str:
        """What people call the fact."""
        known = self.policy.facts.get(name)
        return known.called if known and known.called else name

    def _strength(self, outcome: Outcome) -> list[str]:
        if outcome.answer is Answer.NEVER:
            return [_("Nobody may lift this.")]
        if outcome.answer is Answer.NOT_WITHIN_AUTHORITY:
            return [_("Not within your authority; from %(role)s on one may.") % {"role": role_words(outcome.by)}]
        if outcome.answer is Answer.NEEDS_APPROVAL:
            return [_("It needs a yes from: %(role)s.") % {"role": role_words(outcome.by)}]
        return []

    def _changes(self, changes: Iterable[str]) -> list[str]:
        told = list(changes)
        return [_("It would be otherwise %(changes)s.") % {"changes": _("; and ").join(told)}] if told else []
