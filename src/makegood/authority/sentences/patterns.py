"""The ten commonest sentences: their words, their blanks, and the rule that each is. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.authority.words import ROLE_WORDS


class Blank(StrEnum):
    """What may stand in a blank."""

    KINDS = "kinds"
    ROLE = "role"
    BY = "by"
    AMOUNT = "amount"
    DAYS = "days"
    WORDS = "words"
    FACT = "fact"


AMOUNT = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
DAYS = re.compile(r"[1-9]\d{0,3}", re.ASCII)
WORD = re.compile(r"[^\s,\"\\][^,\"\\]{0,59}")
PLACE = re.compile(r"\{(\w+)\}")
MOST_WORDS = 30

FACT_WORDS = {
    "request.reason": _("a reason"),
    "request.evidence": _("a photo or a receipt"),
    "order.id": _("a known order"),
    "customer.id": _("a known customer"),
    "cause.our_error": _("knowing whose error it was"),
}
FACTS = tuple(FACT_WORDS)


@dataclass(frozen=True)
class Pattern:
    """A sentence with blanks in braces, and the fields of its rule with the same blanks; `rule` empty: it is none."""

    key: str
    words: str | Promise
    blanks: Mapping[str, Blank]
    rule: Mapping[str, Any]

    def pieces(self) -> list[tuple[str, str]]:
        """The words in order: a text and "", or "" and the name of a blank."""
        found: list[tuple[str, str]] = []
        for at, piece in enumerate(PLACE.split(str(self.words))):
            found.append(("", piece) if at % 2 else (piece, ""))
        return [pair for pair in found if pair != ("", "")]


@dataclass(frozen=True)
class Said:
    """A sentence with its blanks filled."""

    pattern: Pattern
    values: Mapping[str, str]

    def in_words(self) -> str:
        """The sentence as one reads it, in the language that is active."""
        return "".join(text or self._blank(name) for text, name in self.pattern.pieces())

    def _blank(self, name: str) -> str:
        value = self.values.get(name, "")
        return str(FACT_WORDS.get(value) or ROLE_WORDS.get(value) or value.replace("_", " "))


KINDS, ROLE, BY, AMOUNTS = {"kinds": Blank.KINDS}, {"role": Blank.ROLE}, {"by": Blank.BY}, {"amount": Blank.AMOUNT}
DAYS_, WORDS_, FACT_ = {"days": Blank.DAYS}, {"words": Blank.WORDS}, {"fact": Blank.FACT}


def _sum(per: str, within: str, answer: str) -> dict[str, Any]:
    limit = {"upto": "{amount}", "per": per, "within": within}
    return {"for": "{kinds}", "limit": limit, "else": answer, "by": "{by}"}


PATTERNS: dict[str, Pattern] = {
    one.key: one
    for one in (
        Pattern(
            "each",
            _("As {role} one may give up to {amount} each time; above that, {by} must say yes."),
            ROLE | AMOUNTS | BY | KINDS,
            {
                **{"for": "{kinds}", "roles": "{role}", "limit": "{amount}"},
                **{"answer": "allowed", "else": "needs approval", "by": "{by}"},
            },
        ),
        Pattern(
            "customer",
            _("At most {amount} for one customer in {days} days; beyond that, only {by} may."),
            AMOUNTS | DAYS_ | BY | KINDS,
            _sum("customer", "{days} days", "not within your authority"),
        ),
        Pattern(
            "day",
            _("At most {amount} by one person in a day; beyond that, {by} must say yes."),
            AMOUNTS | BY | KINDS,
            _sum("agent", "day", "needs approval"),
        ),
        Pattern(
            "month",
            _("At most {amount} by one location in a month; beyond that, {by} must say yes."),
            AMOUNTS | BY | KINDS,
            _sum("location", "month", "needs approval"),
        ),
        Pattern(
            "delivery",
            _("Only within {days} days of delivery; later, only {by} may."),
            DAYS_ | BY | KINDS,
            {
                **{"for": "{kinds}", "when": "days_since(order.delivered_at) <= {days}"},
                **{"else": "not within your authority", "by": "{by}"},
            },
        ),
        Pattern(
            "group",
            _("Only for customers of the group {words}; for others, only {by} may."),
            WORDS_ | BY | KINDS,
            {
                **{"for": "{kinds}", "when": "customer.group in [{words}]"},
                **{"else": "not within your authority", "by": "{by}"},
            },
        ),
        Pattern(
            "above",
            _("Above {amount}, {by} must say yes, whoever gives it."),
            AMOUNTS | BY | KINDS,
            {"for": "{kinds}", "limit": "{amount}", "else": "needs approval", "by": "{by}"},
        ),
        Pattern(
            "never",
            _("Never when the reason is {words}."),
            WORDS_ | KINDS,
            {"for": "{kinds}", "when": "request.reason in [{words}]", "answer": "never"},
        ),
        Pattern(
            "needs",
            _("Never without {fact}."),
            FACT_ | KINDS,
            {"for": "{kinds}", "demand": "{fact}"},
        ),
        Pattern("silence", _("Up to {amount}, silence of who is asked is a yes."), AMOUNTS, {}),
    )
}


# From what was typed to what is written, and back


class NotFilled(ValueError):
    """A blank holds what does not belong there, or nothing."""


def kept(blank: Blank, typed: str, roles: tuple[str, ...]) -> str:
    """What was typed, as it is written: amounts with a point, words with single commas. Raises NotFilled."""
    text = " ".join(typed.split())
    match blank:
        case Blank.AMOUNT:
            text = re.sub(r"^(\d+),(\d{1,4})$", r"\1.\2", text)
            fits = AMOUNT.fullmatch(text) is not None
        case Blank.DAYS:
            fits = DAYS.fullmatch(text) is not None
        case Blank.ROLE | Blank.BY:
            fits = text in roles
        case Blank.FACT:
            fits = text in FACTS
        case Blank.KINDS | Blank.WORDS:
            words = [word.strip() for word in text.split(",") if word.strip()]
            text = ", ".join(words)
            fits = 0 < len(words) <= MOST_WORDS and all(WORD.fullmatch(word) for word in words)
    if not fits:
        raise NotFilled(blank)
    return text


def rule_of(said: Said) -> dict[str, Any]:
    """The fields of the rule, without its name."""
    return {name: _filled(value, said) for name, value in said.pattern.rule.items()}


def _filled(value: Any, said: Said) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, said) for name, one in value.items()}
    if value == "{kinds}":
        kinds = said.values["kinds"].split(", ")
        return kinds[0] if len(kinds) == 1 else kinds
    return PLACE.sub(lambda found: _written(found[1], said), str(value))


def _written(name: str, said: Said) -> str:
    value = said.values[name]
    if said.pattern.blanks[name] is Blank.WORDS:
        return ", ".join(json.dumps(word, ensure_ascii=False) for word in value.split(", "))
    return value


def said_of(fields: Mapping[str, Any], roles: tuple[str, ...]) -> Said | None:
    """The sentence that the rule is, by its fields without its name; None: it says more than these sentences can."""
    plain = _plain(fields)
    for pattern in PATTERNS.values():
        values: dict[str, str] = {}
        if pattern.rule and _matches(dict(pattern.rule), plain, values) and _is_kept(pattern, values, roles):
            said = Said(pattern, values)
            if rule_of(said) == plain:
                return said
    return None


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same, where a file may say it in two ways, in the one in which sentences are written."""
    plain = dict(fields)
    if isinstance(plain.get("for"), list) and len(plain["for"]) == 1:
        plain["for"] = plain["for"][0]
    if isinstance(plain.get("limit"), dict) and plain["limit"].keys() == {"upto"}:
        plain["limit"] = plain["limit"]["upto"]
    if isinstance(plain.get("else"), str) and " by " in plain["else"] and "by" not in plain:
        plain["else"], plain["by"] = plain["else"].split(" by ", 1)
    return plain


def _is_kept(pattern: Pattern, values: dict[str, str], roles: tuple[str, ...]) -> bool:
    try:
        return all(kept(blank, values[name], roles) == values[name] for name, blank in pattern.blanks.items())
    except (NotFilled, KeyError):
        return False


def _matches(template: Any, value: Any, values: dict[str, str]) -> bool:
    if isinstance(template, dict):
        return (
            isinstance(value, dict)
            and template.keys() == value.keys()
            and all(_matches(one, value[name], values) for name, one in template.items())
        )
    if template == "{kinds}" and isinstance(value, list):
        value = ", ".join(map(str, value))
    if not isinstance(value, str):
        return False
    found = re.fullmatch(_as_pattern(template), value)
    for name, text in (found.groupdict() if found else {}).items():
        values[name] = text.replace('"', "") if name == "words" else text
    return found is not None


def _as_pattern(template: str) -> str:
    pieces = PLACE.split(template)
    return "".join(f"(?P<{piece}>.+)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
