"""Every change to a policy. A version that was published is never changed; only its end may be set."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.authority.cases import try_all
from makegood.authority.models import Version
from makegood.authority.policy import Policy
from makegood.authority.queries import cases_of, policy_of
from makegood.authority.reading import Unfit as UnfitFile
from makegood.people.acts.common import admit
from makegood.people.models import Agent
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

UNNAMED = "policy"


@transaction.atomic
def write(text: str, cases: str, *, by: Agent | None, now: datetime) -> Version:
    """A new draft with this text, whether or not it can be published yet. Raises NotAllowed."""
    actor = admit(by)
    made = Version.objects.create(name=_name(text), text=text, cases=cases, written_by=by, written_at=now)
    record(Kind.POLICY_WRITTEN, at=now, by=actor, about={"policy": made.pk, "name": made.name})
    return made


@transaction.atomic
def rewrite(version: Version, text: str, cases: str, *, by: Agent | None, now: datetime) -> Version:
    """The draft says this. Of a version that was published a new draft is made. Raises NotAllowed."""
    actor = admit(by)
    changes = {"name": _name(text), "text": text, "cases": cases, "written_by": by, "written_at": now}
    if not Version.objects.filter(pk=version.pk, published_at=None).update(**changes):
        return write(text, cases, by=by, now=now)
    record(Kind.POLICY_WRITTEN, at=now, by=actor, about={"policy": version.pk, "name": changes["name"]})
    return Version.objects.get(pk=version.pk)


def publish(version: Version, *, starts_at: datetime, by: Agent | None, now: datetime) -> None:
    """It is in force from then on, or from the day that its text names, if that is later.

    Raises NotAllowed; Unfit, in words, when it cannot be read, a case gets another answer, it would begin in the past,
    or it is published already.
    """
    admit(by)
    policy = _fit(version)  # before the transaction: cases may take a second, and nobody else should wait for them
    starts_at = max([starts_at, *_begins(policy)])
    if starts_at < now - timedelta(minutes=1):
        raise Unfit(_("A policy begins now or later: what was granted is judged by what held then."))
    ends_at = _ends(policy)
    if ends_at and ends_at <= starts_at:
        raise Unfit(_("By its own text this policy has ended by then."))
    _put_in_force(version, policy, starts_at, ends_at=ends_at, by=by, now=now)


@transaction.atomic
def _put_in_force(
    version: Version, policy: Policy, starts_at: datetime, *, ends_at: datetime | None, by: Agent | None, now: datetime
) -> None:
    actor = admit(by)
    changes = {"published_by": by, "published_at": now, "starts_at": starts_at, "ends_at": ends_at}
    places = {"locations": list(policy.locations), "brands": list(policy.brands)}
    same = Version.objects.filter(pk=version.pk, published_at=None, text=version.text, cases=version.cases)
    if not same.update(**changes, **places):
        raise Unfit(_("This version was published or changed meanwhile. Look at it again."))
    about = {"policy": version.pk, "name": policy.name, "starts_at": starts_at.isoformat()}
    record(Kind.POLICY_PUBLISHED, at=now, by=actor, about=about)


@transaction.atomic
def end(version: Version, *, by: Agent | None, now: datetime) -> None:
    """It is in force no longer; one that has not begun never will be. Twice changes nothing. Raises NotAllowed."""
    actor = admit(by)
    ended = Version.objects.filter(pk=version.pk, published_at__isnull=False).exclude(ends_at__lte=now)
    if ended.update(ends_at=now):
        record(Kind.POLICY_ENDED, at=now, by=actor, about={"policy": version.pk, "name": version.name})


def _fit(version: Version) -> Policy:
    """The policy, when its text can be read and every case gets its answer. Raises Unfit."""
    try:
        policy, cases = policy_of(version), cases_of(version)
    except UnfitFile as unfit:
        raise Unfit(_("This is no policy yet: %(problem)s") % {"problem": unfit.problems[0]}) from None
    wrong = [one for one in try_all(policy, cases) if one.wrong]
    if wrong:
        words = {"num": len(wrong), "name": wrong[0].example.name, "wrong": wrong[0].wrong}
        said = ngettext(
            "%(num)d of its cases gets another answer. “%(name)s”: %(wrong)s",
            "%(num)d of its cases get another answer. “%(name)s”: %(wrong)s",
            len(wrong),
        )
        raise Unfit(said % words)
    return policy


def _begins(policy: Policy) -> list[datetime]:
    return [datetime.combine(policy.starts, time(), policy.zone).astimezone(UTC)] if policy.starts else []


def _ends(policy: Policy) -> datetime | None:
    """When the last day in force is over."""
    if policy.ends is None:
        return None
    return datetime.combine(policy.ends + timedelta(days=1), time(), policy.zone).astimezone(UTC)


def _name(text: str) -> str:
    """What the text calls itself, even while it cannot be read."""
    first = next((line for line in text.splitlines() if line.startswith("policy:")), "")
    return first.removeprefix("policy:").strip().strip("\"'")[:200] or UNNAMED
