"""The policy in force, its versions, and what it would say of a case. Nothing here changes anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from makegood.api.bearer import Bearer, agent_of
from makegood.api.problems import Problem
from makegood.api.shapes.common import Id, PathId, answers
from makegood.api.shapes.policies import CheckIn, CheckOut, LimitOut, PolicyOut, RuleOut, VersionOut, WrittenOut
from makegood.authority import queries
from makegood.authority.cases import as_contract
from makegood.authority.from_json import BadCase, now_of, place_of, read_case
from makegood.authority.models import Version
from makegood.authority.policy import Condition, Rule
from makegood.authority.rules import decide
from makegood.conversations import queries as conversations

router = Router(tags=["policies"])
settings = Router(tags=["settings: policies"], auth=Bearer(admin=True))
Where = Annotated[str, Query(max_length=120, description="Its name; empty: anywhere.")]
Here = Annotated[Id | None, Query(description="Where this conversation is, instead of a location.")]


@router.get("/policy", response=answers(PolicyOut | None, also=(404,)), summary="The policy in force")
def in_force(
    request: HttpRequest, location: Where = "", brand: Where = "", conversation: Here = None
) -> PolicyOut | None:
    """What may be granted now, at this place; null: nobody has published a policy for it."""
    if conversation is not None:
        location = conversations.get_for(agent_of(request), conversation).team.location.name
    version = queries.in_force(at=timezone.now(), location=location, brand=brand)
    if version is None:
        return None
    policy = queries.policy_of(version)
    return PolicyOut(
        **_version(version),
        currency=policy.currency,
        otherwise=policy.by_default.spelled,
        text=version.text,
        rules=[_rule(one) for one in policy.rules],
    )


@router.post("/policy/check", response=answers(CheckOut, also=(404, 422)), summary="Ask about a case")
def check(request: HttpRequest, said: CheckIn) -> CheckOut:
    """What the policy says that is in force at the case's place (facts `location`, `brand`) and time."""
    now = (said.now or timezone.now()).isoformat()
    case = {"action": said.action, "role": said.role, "facts": said.facts, "now": now}
    location, brand = place_of(case)
    version = queries.in_force(at=now_of(case) or timezone.now(), location=location, brand=brand)
    if version is None:
        raise Problem(404, "no-policy", _("Nobody has published a policy that holds there and then."))
    policy = queries.policy_of(version)
    try:
        decision = decide(policy, read_case(_exact(case), policy))
    except BadCase as error:
        raise Problem(422, "no-case", str(error)) from None
    return CheckOut(**as_contract(decision))


@settings.get("/settings/policies", response=answers(list[VersionOut]), summary="List the versions of policies")
def list_versions(request: HttpRequest) -> list[VersionOut]:
    """All of them, newest first, drafts too."""
    return [VersionOut(**_version(one)) for one in queries.versions()]


@settings.get("/settings/policies/{pk}", response=answers(WrittenOut, also=(404,)), summary="Read a version")
def version(request: HttpRequest, pk: PathId) -> WrittenOut:
    """Its text and its cases."""
    found = queries.version(pk)
    return WrittenOut(**_version(found), text=found.text, cases=found.cases)


def _exact(value: Any) -> Any:
    """Numbers as they were written: what JSON made a binary fraction of is a decimal again."""
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def _version(one: Version) -> dict[str, Any]:
    place = {"locations": one.locations, "brands": one.brands}
    return {"id": one.pk, "name": one.name, "starts_at": one.starts_at, "ends_at": one.ends_at, **place}


def _rule(one: Rule) -> RuleOut:
    limit = (
        None
        if one.limit is None
        else LimitOut(
            upto=one.limit.upto,
            times=one.limit.times,
            per=one.limit.per,
            within=one.limit.within if one.limit.per else "",
            currency=one.limit.currency,
        )
    )
    return RuleOut(
        name=one.name,
        kinds=list(one.kinds),
        roles=list(one.roles),
        when=_text(one.when),
        unless=_text(one.unless),
        require=None if one.limit else _text(one.require),
        demands=[demand.text for demand in one.demands],
        answer=one.answer.spelled if one.answer else None,
        otherwise=one.otherwise.spelled if one.otherwise else None,
        limit=limit,
        sets_aside=list(one.sets_aside),
    )


def _text(condition: Condition | None) -> str | None:
    return condition.text if condition else None
