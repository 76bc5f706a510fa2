"""All reads about policies."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.db.models import Q

from makegood.authority.facts import Need
from makegood.authority.from_json import read_case
from makegood.authority.models import Version
from makegood.authority.policy import Example, Policy
from makegood.authority.reading import read_cases, read_policy
from makegood.authority.rules import Decision, decide
from makegood.base.plain import moment
from makegood.base.prepared import Prepared

EXAMPLES = Path(__file__).with_name("examples")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NAMES = ("remedies", "shop", "travel")


def example(name: str) -> dict[str, str]:
    """The text and the cases of an example to begin with; nothing for any other name."""
    if name not in NAMES:
        return {}
    return {
        "text": (EXAMPLES / f"{name}.yaml").read_text("utf-8"),
        "cases": (EXAMPLES / f"{name}.cases.yaml").read_text("utf-8"),
    }


def usual(currency: str, zone: str) -> dict[str, str]:
    """The example of what is usually given, as it is published with one click: in this currency and zone."""
    found = example("remedies")
    text = found["text"].replace("currency: EUR\n", f"currency: {currency}\nzone: {zone}\n")
    return {"text": text, "cases": found["cases"].replace("currency: EUR", f"currency: {currency}")}


def versions() -> list[Version]:
    """All versions, newest first. One query."""
    return list(Version.objects.select_related("written_by", "published_by").order_by("-pk"))


def version(pk: int) -> Version:
    """One version. Raises Version.DoesNotExist."""
    return Version.objects.select_related("written_by", "published_by").get(pk=pk)


BEGUN = Prepared(
    lambda: Version.objects.filter(starts_at__lte=LONG_AGO).filter(Q(ends_at=None) | Q(ends_at__gt=LONG_AGO))
)


def in_force(*, at: datetime, location: str = "", brand: str = "") -> Version | None:
    """The version by which a case is judged then and there; None: there is none. One query.

    One for this location or brand goes before one for all; of several, the one that began last, and was published last.
    """
    fitting = [
        one for one in BEGUN.all(moment(at), moment(at)) if _fits(one.locations, location) and _fits(one.brands, brand)
    ]
    return max(fitting, key=_rank, default=None)


def _fits(names: list[str], name: str) -> bool:
    return not names or name in names


def _rank(one: Version) -> tuple[int, datetime | None, int]:
    return bool(one.locations) + bool(one.brands), one.starts_at, one.pk


def kinds_in_force(*, at: datetime, location: str) -> list[str]:
    """The kinds of action that the policy in force there speaks of by name; none without a policy. One query."""
    version = in_force(at=at, location=location)
    if version is None:
        return []
    policy = policy_of(version)
    return sorted({kind for rule in policy.rules for kind in rule.kinds} | set(policy.for_kinds))


def decided_for_the_front_line(need: Need, *, at: datetime, location: str) -> tuple[Policy, Decision] | None:
    """What the policy in force there says to whoever stands lowest; None: there is no policy. One query."""
    version = in_force(at=at, location=location)
    if version is None:
        return None
    policy = policy_of(version)
    action = {"kind": need.kind, "amount": need.amount, "currency": policy.currency or None}
    case = {"action": action, "role": policy.roles[0], "now": at, "facts": {"location": location}}
    return policy, decide(policy, read_case(case, policy))


def policy_of(version: Version) -> Policy:
    """The version as a policy; one text is read once a process. Raises Unfit."""
    return _read(version.text)


def cases_of(version: Version) -> tuple[Example, ...]:
    """The cases that it must answer rightly: those of its text, and those beside it. Raises Unfit."""
    return (*policy_of(version).examples, *(read_cases(version.cases) if version.cases.strip() else ()))


# Admins write in small steps, so few texts are wanted at a time.
@lru_cache(32)
def _read(text: str) -> Policy:
    return read_policy(text)
