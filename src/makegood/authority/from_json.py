"""How a case from outside becomes facts of the types that a policy knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from makegood.authority.conditions.values import (
    LONGEST_TEXT,
    Unknown,
    Value,
    as_day,
    as_number,
    exact,
    is_number,
    kind_of,
    midnight,
    moment,
    shown,
    spelled,
    unusable,
)
from makegood.authority.facts import Case
from makegood.authority.policy import Known, Policy

LONGEST_LIST, MOST_VALUES, DEEPEST = 500, 10_000, 12

SUMS = ("given.", "counted.")
"""Below these there are numbers alone."""


class BadCase(Exception):
    """The case cannot be read; the text says why, in words."""


def read_case(given: Any, policy: Policy) -> Case:
    """A case from JSON as facts of the policy's types. What does not fit its type is unusable, and says so.

    Raises BadCase when it is no case at all.
    """
    if not isinstance(given, dict):
        raise BadCase(_("A case is one JSON object with action, facts, role and now."))
    action, role = given.get("action"), given.get("role")
    facts = grouped(_dict(given.get("facts"), "facts"))
    facts["action"] = {**_group(facts, "action"), **_action(action)}
    asker = role if isinstance(role, dict) else {"role": role}
    facts["asker"] = {**_group(facts, "asker"), **{key: value for key, value in asker.items() if value is not None}}
    _make_room(facts, policy)
    read = _Reading(policy)
    own = {**policy.defaults.get("", {}), **{name: value for name, value in facts.items() if value is not None}}
    values = {name: read.value(value, name) for name, value in own.items()}
    return _case(values, given.get("now", facts.get("now")), policy)


def _case(values: dict[str, Value], now: Any, policy: Policy) -> Case:
    at = _now(now, policy)
    role = values["asker"].get("role", "") if isinstance(values["asker"], dict) else ""
    kind = values["action"].get("kind", "") if isinstance(values["action"], dict) else ""
    role = _known_role(role, policy) if isinstance(role, str) else role
    if not isinstance(role, str) or not isinstance(kind, str):
        raise BadCase(_("action and role are texts: the kind of action, and who asks."))
    if role:
        values["role"] = role
    values.pop("now", None)
    return Case(kind, {**values, "now": at} if at else values, role, at)


def _known_role(role: str, policy: Policy) -> str:
    """The policy's word for the role, however it is spelled: `Head Office` is `head_office`."""
    spelled_so = {_bare(known): known for known in policy.roles}
    return role if role in policy.roles else spelled_so.get(_bare(role), role)


def _bare(role: str) -> str:
    return role.strip().casefold().replace("_", " ").replace("-", " ")


def _make_room(facts: dict[str, Any], policy: Policy) -> None:
    """Groups that nobody gave are there all the same when the policy says what is in them."""
    for group in policy.defaults:
        at = facts
        for step in group.split(".") if group and "[]" not in group else []:
            inner = at.get(step)
            if inner is not None and not isinstance(inner, dict):
                break
            at[step] = dict(inner or {})
            at = at[step]


def _action(action: Any) -> dict[str, Any]:
    """`"refund"` and `{"kind": "refund", "amount": 20}` say the same kind."""
    if action is None or isinstance(action, str):
        return {"kind": action} if action else {}
    return _dict(action, "action")


def _now(now: Any, policy: Policy) -> datetime | None:
    if now is None or isinstance(now, datetime):
        return now
    at = moment(now, policy.zone) if isinstance(now, str) else None
    if at is None and isinstance(now, str) and (day := as_day(now)):
        at = midnight(day, policy.zone)
    if at is None:
        raise BadCase(_("now is a time such as 2026-05-04T14:30:00+02:00."))
    return at


def _dict(value: Any, name: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadCase(_("%(name)s is a JSON object.") % {"name": name})
    return dict(value)


def _group(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    return _dict(facts.get(name), f"facts.{name}")


def grouped(facts: dict[str, Any]) -> dict[str, Any]:
    """`{"order.status": …}` and `{"order": {"status": …}}` say the same."""
    grouped: dict[str, Any] = {}
    for name, value in facts.items():
        *above, last = name.split(".")
        at = grouped
        for step in above:
            inner = at.setdefault(step, {})
            if not isinstance(inner, dict):
                raise BadCase(_("%(name)s lies below a fact that is no group.") % {"name": name})
            at[step] = dict(inner)
            at = at[step]
        both = isinstance(at.get(last), dict) and isinstance(value, dict)
        at[last] = {**at[last], **value} if both else value
    return grouped


def value_of(given: Any, name: str, known: Known) -> Value:
    """A value as a fact of that kind; Unknown when it does not fit."""
    return _Reading(Policy("", facts={name: known})).value(given, name)


@dataclass
class _Reading:
    """Turns JSON into values, and counts how many."""

    policy: Policy
    left: int = field(default=MOST_VALUES)

    def value(self, given: Any, name: str, depth: int = 0) -> Value:
        """The value by the type that the policy knows for the name."""
        self.left -= 1
        if self.left < 0 or depth > DEEPEST:
            words = _("The facts are more than %(most)s values, or lie deeper than %(deepest)s.")
            raise BadCase(words % {"most": MOST_VALUES, "deepest": DEEPEST})
        if isinstance(given, dict):
            known = {str(key): one for key, one in given.items() if one is not None}
            inner = {**self.policy.defaults.get(name, {}), **known}
            value: Value = {key: self.value(one, f"{name}.{key}", depth + 1) for key, one in inner.items()}
        elif isinstance(given, list):
            value = self._list(given, name, depth)
        else:
            value = self._plain(given, name)
        return self._fits(value, name)

    def _list(self, given: list[Any], name: str, depth: int) -> Value:
        if len(given) > LONGEST_LIST:
            raise BadCase(_("%(name)s lists more than %(most)s.") % {"name": name, "most": LONGEST_LIST})
        if any(one is None for one in given):
            return unusable(name, f"{name} has an empty place in its list")
        return [self.value(one, f"{name}[]", depth + 1) for one in given]

    def _plain(self, given: Any, name: str) -> Value:
        if isinstance(given, (bool, datetime)):
            return given
        if isinstance(given, (int, float, Decimal)):
            number = exact(Decimal(repr(given)) if isinstance(given, float) else Decimal(given))
            return unusable(name, f"{name} has too many digits") if number is None else number
        if not isinstance(given, str):
            raise BadCase(_("%(name)s is of a kind that JSON does not have.") % {"name": name})
        if len(given) > LONGEST_TEXT:
            raise BadCase(_("%(name)s is longer than %(most)s letters.") % {"name": name, "most": LONGEST_TEXT})
        if name.startswith(SUMS) and (number := as_number(given)) is not None:
            return number
        known = self.policy.facts.get(name)
        return given if known and known.kind in ("text", "date") else moment(given, self.policy.zone) or given

    def _fits(self, value: Value, name: str) -> Value:
        known = self.policy.facts.get(name)
        if known is None or isinstance(value, Unknown):
            return value
        fitted = FIT[known.kind](value, self.policy)
        if fitted is None:
            return unusable(name, f"{name} is {kind_of(value)}, not {ARTICLE[known.kind]}")
        if known.one_of and not _is_one_of(fitted, known.one_of):
            return unusable(name, f"{name} is none of: {', '.join(known.one_of)}")
        return fitted


def _is_one_of(value: Value, names: tuple[str, ...]) -> bool:
    """It is one of them; of a list, each."""
    return all(spelled(one) in names for one in value) if isinstance(value, list) else spelled(value) in names


ARTICLE = {
    "text": "a text",
    "number": "a number",
    "yes/no": "yes or no",
    "time": "a time",
    "date": "a day such as 2026-05-04",
    "list": "a list",
    "group": "a group of facts",
    "anything": "anything",
}


def _time(value: Value, policy: Policy) -> Value:
    if isinstance(value, str) and (day := as_day(value)):
        return midnight(day, policy.zone)
    return value if isinstance(value, datetime) else None


def _yes_or_no(value: Value, _: Policy) -> Value:
    if isinstance(value, str):
        return {"yes": True, "no": False, "true": True, "false": False}.get(value.lower())
    return value if isinstance(value, bool) else None


def _date(value: Value, policy: Policy) -> Value:
    """A day; of a full time its day in the policy's zone."""
    if not isinstance(value, str):
        return None
    at = moment(value, policy.zone)
    return value.strip() if as_day(value) else at.astimezone(policy.zone).date().isoformat() if at else None


FIT: dict[str, Any] = {
    "text": lambda value, _: value if isinstance(value, str) else shown(value) if is_number(value) else None,
    "number": lambda value, _: as_number(value) if isinstance(value, str) else value if is_number(value) else None,
    "yes/no": _yes_or_no,
    "time": _time,
    "date": _date,
    "list": lambda value, _: value if isinstance(value, list) else None,
    "group": lambda value, _: value if isinstance(value, dict) else None,
    "anything": lambda value, _: value,
}


# Which policy a case is for, before it is read by one


def now_of(given: Any) -> datetime | None:
    """The case's moment; None: it names none, or none that can be read."""
    now = given.get("now") if isinstance(given, dict) else None
    return moment(now, UTC) if isinstance(now, str) else None


def place_of(given: Any) -> tuple[str, str]:
    """The case's location and brand; "": not said."""
    facts = given.get("facts") if isinstance(given, dict) else None
    named = [facts.get(name) if isinstance(facts, dict) else None for name in ("location", "brand")]
    location, brand = (name if isinstance(name, str) else "" for name in named)
    return location, brand
