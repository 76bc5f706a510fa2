"""Rules in a policy's file: one sentence each."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from makegood.authority.policy import Condition, Limit, Outcome, Rule
from makegood.authority.reading.conditions import Names
from makegood.authority.reading.marks import Part
from makegood.authority.reading.outcomes import read_outcome

FIELDS = (
    *("rule", "for", "roles", "when", "unless", "require", "limit", "demand", "answer", "else", "by", "because"),
    "sets aside",
)
PERS = ("remedy", "customer", "agent", "location", "order", "conversation")
PERIODS = ("day", "week", "month", "year", "ever")
CURRENCY = re.compile(r"[A-Z]{3}")
SPAN = re.compile(r"\d{1,4} days")
MOST_RULES = 500


def read_rules(part: Part, names: Names, roles: tuple[str, ...], currency: str) -> tuple[Rule, ...]:
    """All rules, in the order of the file, which means nothing; what is wrong is noted."""
    if not part.is_list():
        part.wrong(_("rules: is a list. Each rule begins with a dash."))
        return ()
    parts = part.parts()
    if len(parts) > MOST_RULES:
        part.wrong(_("A policy has at most %(most_rules)s rules.") % {"most_rules": MOST_RULES})
    rules = [_Sentence(one, names, roles, currency).rule() for one in parts[:MOST_RULES]]
    seen: set[str] = set()
    for one, rule in zip(parts, rules, strict=False):
        if rule.name in seen:
            one.wrong(
                _("Two rules are called %(name)s. An answer names its rules, so each has a name of its own.")
                % {"name": rule.name}
            )
        seen.add(rule.name)
    for one, rule in zip(parts, rules, strict=False):
        _check_exceptions(one, rule, {other.name: other for other in rules})
    return tuple(rules)


def _check_exceptions(part: Part, rule: Rule, rules: dict[str, Rule]) -> None:
    for name in rule.sets_aside:
        if name not in rules:
            part.wrong(_("No rule is called %(name)s, so it cannot be set aside.") % {"name": name})
        elif _comes_back(rule.name, name, rules, set()):
            part.wrong(_("Rules cannot set each other aside in a circle."))


def _comes_back(start: str, at: str, rules: dict[str, Rule], seen: set[str]) -> bool:
    if at == start:
        return True
    if at in seen or at not in rules:
        return False
    seen.add(at)
    return any(_comes_back(start, name, rules, seen) for name in rules[at].sets_aside)


class _Sentence:
    def __init__(self, part: Part, names: Names, roles: tuple[str, ...], currency: str) -> None:
        self.part, self.names, self.roles, self.currency = part, names, roles, currency
        self.fields = part.fields(FIELDS)
        self.name = self.fields["rule"].text() if "rule" in self.fields else f"line {part.line}"
        for name, field in list(self.fields.items()):
            self.fields[name] = Part(field.node, f"rule “{self.name}”, {name}", part.problems)

    def rule(self) -> Rule:
        """The rule; notes whatever makes it no sentence."""
        limit = self._limit()
        require = self._limited(limit) if limit else self._condition("require")
        when = self._condition("when")
        if "else" in self.fields and require is None and "demand" not in self.fields:
            when, require = None, when  # “when this holds, that; else the other” splits on the one condition
        reasons = self._reasons()
        rule = Rule(
            name=self.name,
            line=self.part.line,
            kinds=self._kinds(),
            roles=self._roles(),
            when=when,
            require=require,
            answer=self._outcome("answer"),
            otherwise=self._outcome("else"),
            demands=self._demands(),
            because=reasons[0],
            because_yes=reasons[1],
            limit=limit,
            unless=self._condition("unless"),
            sets_aside=tuple(self.fields["sets aside"].texts()) if "sets aside" in self.fields else (),
        )
        self._check(rule)
        return rule

    def _check(self, rule: Rule) -> None:
        if "rule" not in self.fields:
            self.part.wrong(_("A rule begins with rule: and a name for it."))
        if "for" not in self.fields:
            self.part.wrong(_("for: says for which kinds of action: cancel, or [return, exchange], or any."))
        if "limit" in self.fields and "require" in self.fields:
            self.fields["require"].wrong(_("A rule has either a limit or require. Make two rules of it."))
        if rule.otherwise and not (rule.require or rule.demands):
            self.fields["else"].wrong(_("else says what holds when something does not: write it as when or require."))
        if rule.require and not rule.otherwise:
            self.part.wrong(_("else: says what the answer is when the rule's require or limit does not hold."))
        if not (rule.answer or rule.otherwise or rule.demands or rule.sets_aside):
            self.part.wrong(_("A rule says an answer: answer, or require with else."))

    def _reasons(self) -> tuple[str, str]:
        """The reason, and that of a yes. One text beside an else is the else's, but a limit says the same of both."""
        part = self.fields.get("because")
        if part is None:
            return "", ""
        if part.is_group():
            said = {name: one.text() for name, one in part.fields(("yes", "no")).items()}
            return said.get("no", ""), said.get("yes", "")
        is_both = "else" not in self.fields or "limit" in self.fields
        return part.text(), part.text() if is_both else ""

    def _kinds(self) -> tuple[str, ...]:
        kinds = tuple(self.fields["for"].texts()) if "for" in self.fields else ()
        return () if "any" in kinds else kinds

    def _roles(self) -> tuple[str, ...]:
        roles = tuple(self.fields["roles"].texts()) if "roles" in self.fields else ()
        for role in roles:
            if role not in self.roles:
                self.fields["roles"].wrong(
                    _("%(role)s is none of the roles: %(choices)s.") % {"role": role, "choices": ", ".join(self.roles)}
                )
        return roles

    def _condition(self, name: str) -> Condition | None:
        return self.names.read(self.fields[name]) if name in self.fields else None

    def _outcome(self, name: str) -> Outcome | None:
        """`by` stands beside the answer that it belongs to: that of else, unless nobody may lift that one."""
        if name not in self.fields:
            return None
        of_else = "else" in self.fields and ("answer" not in self.fields or not self._is_final(self.fields["else"]))
        is_its = (name == "else") == of_else
        return read_outcome(self.fields[name], self.roles, self.fields.get("by") if is_its else None)

    @staticmethod
    def _is_final(part: Part) -> bool:
        return not part.is_group() and part.text().strip() in ("never", "allowed")

    def _demands(self) -> tuple[Condition, ...]:
        parts = self.fields["demand"].parts() if "demand" in self.fields else []
        return tuple(self.names.read(one, wants="") for one in parts)

    # Limits

    def _limit(self) -> Limit | None:
        """`limit: 50.00`, or `{upto: 130.00, per: customer, within: 90 days}`, or `{times: 2, per: …, within: …}`."""
        part = self.fields.get("limit")
        if part is None:
            return None
        fields = part.fields(("upto", "times", "per", "within", "currency")) if part.is_group() else {"upto": part}
        texts = {name: one.text() for name, one in fields.items()}
        if bool(texts.get("upto")) is bool(texts.get("times")):
            part.wrong(_("A limit says up to how much (upto), or how many times (times)."))
            return None
        per, within = texts.get("per", "remedy"), texts.get("within", "ever")
        if per not in PERS:
            fields["per"].wrong(_("per is one of: %(choices)s.") % {"choices": ", ".join(PERS)})
        if "times" in texts and per == "remedy":
            part.wrong(_("times needs per: one of %(choices)s.") % {"choices": ", ".join(PERS[1:])})
        if within not in PERIODS and not SPAN.fullmatch(within):
            fields["within"].wrong(
                _("within is one of: %(choices)s, or so many days: 90 days.") % {"choices": ", ".join(PERIODS)}
            )
        currency = "" if "times" in texts else texts.get("currency", self.currency)
        currency = "" if currency == "any" else currency
        if currency and not CURRENCY.fullmatch(currency):
            (fields.get("currency") or part).wrong(
                _("A currency is three letters: EUR. Write any for whatever it is in.")
            )
        per = "" if per == "remedy" else per
        return Limit(texts.get("upto", ""), per, within, currency, texts.get("times", ""))

    def _limited(self, limit: Limit) -> Condition:
        """The limit as a condition: what is asked for, with what was given already, in its currency."""
        part = self.fields["limit"]
        if limit.times:
            return self.names.read_text(f'counted.{limit.per}["{limit.within}"] + 1 <= ({limit.times})', part)
        given = f'given.{limit.per}["{limit.within}"] + ' if limit.per else ""
        text = f"{given}action.amount <= ({limit.upto})"
        if limit.currency:
            text = f'(!has(action.currency) || action.currency == "{limit.currency}") && {text}'
        return self.names.read_text(text, part)
