"""People: who works here, in which posts, and whether they may come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people import queries
from makegood.people.acts.common import admit, alter, once
from makegood.people.duty import watching
from makegood.people.duty.acts.leaving import leave
from makegood.people.models import Agent, Rank, Role, SignInLink, Team
from makegood.people.rules import LastAdmin, Post, StillNeeded, Taken, check_zone, left_alone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_agent(email: str, name: str, *, posts: Sequence[Post], by: Agent | None, now: datetime) -> Agent:
    """A new colleague, who comes in by a one-time link first. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    _check_free(email)
    agent: Agent = once(lambda: Agent.objects.create_user(email, name=name, created_at=now), taken=email)
    for post in posts:
        Role.objects.create(agent=agent, **post.columns)
    about = {"agent": agent.pk, "name": name, "posts": [[post.rank, post.place] for post in posts]}
    record(Kind.AGENT_ADDED, at=now, by=actor, about=about)
    return agent


@transaction.atomic
def change_agent(agent: Agent, *, name: str, email: str, by: Agent | None, now: datetime) -> None:
    """The agent has this name and address. Raises NotAllowed, Taken."""
    actor = admit(by)
    _check_free(email, but=agent.pk)
    changed = alter(agent, name=name, email=email.strip().lower())
    if changed:
        record(Kind.AGENT_CHANGED, at=now, by=actor, about={"agent": agent.pk, "name": name, "changed": changed})


@transaction.atomic
def change_own(
    agent: Agent,
    *,
    name: str,
    zone: str,
    language: str,
    theme: str,
    signature: str,
    is_told_by_mail: bool | None = None,
    now: datetime,
) -> None:
    """What each may choose for themselves; a zone of "" is the company's. None: as it was. Raises Unfit."""
    told = agent.is_told_by_mail if is_told_by_mail is None else is_told_by_mail
    zone = check_zone(zone) if zone else ""
    wishes = {"language": language, "theme": theme, "signature": signature, "is_told_by_mail": told}
    changed = alter(agent, name=name, zone=zone, **wishes)
    if changed:
        record(Kind.AGENT_CHANGED, at=now, by=agent.pk, about={"agent": agent.pk, "name": name, "changed": changed})


@transaction.atomic
def choose_password(agent: Agent, password: str, *, now: datetime) -> None:
    """The agent signs in with this password; wherever else they are signed in, they are no more."""
    agent.set_password(password)
    agent.save(update_fields=["password"])
    record(
        Kind.AGENT_CHANGED, at=now, by=agent.pk, about={"agent": agent.pk, "name": agent.name, "why": "a new password"}
    )


@transaction.atomic
def deactivate(
    agent: Agent,
    *,
    by: Agent | None,
    now: datetime,
    owning: frozenset[int] = frozenset(),
    insists: bool = False,
) -> None:
    """The agent is signed out and cannot come in; their posts stay for a return. Nobody stands in for them any more.

    Twice is once. `owning`: ids of the teams that own something open. Raises NotAllowed, LastAdmin, and StillNeeded
    when one of these would have nobody left, or somebody who watches needs them; against the last an admin may insist.
    """
    actor = admit(by)
    _check_can_go(agent)
    _check_nothing_left(agent, owning)
    if not Agent.objects.filter(pk=agent.pk, is_active=True).update(is_active=False):
        return
    agent.is_active = False
    SignInLink.objects.filter(agent=agent, used_at=None, expires_at__gt=now).update(expires_at=now)
    leave(agent, at=now)
    record(Kind.AGENT_DEACTIVATED, at=now, by=actor, about={"agent": agent.pk, "name": agent.name})
    watching.changed([agent.pk], at=now, insists=insists)


@transaction.atomic
def activate(agent: Agent, *, by: Agent | None, now: datetime) -> None:
    """The agent may come in again, with the posts of before. Twice is once. Raises NotAllowed."""
    actor = admit(by)
    if Agent.objects.filter(pk=agent.pk, is_active=False).update(is_active=True):
        agent.is_active = True
        record(Kind.AGENT_ACTIVATED, at=now, by=actor, about={"agent": agent.pk, "name": agent.name})
        watching.changed([agent.pk], at=now)


@transaction.atomic
def give_role(agent: Agent, post: Post, *, by: Agent | None, now: datetime) -> None:
    """The agent holds the post. Twice is once. Raises NotAllowed, Unfit."""
    actor = admit(by)
    _, is_new = Role.objects.get_or_create(agent=agent, **post.columns)
    if is_new:
        record(Kind.ROLE_CHANGED, at=now, by=actor, about=_about(agent, post, given=True))


@transaction.atomic
def take_role(
    agent: Agent,
    post: Post,
    *,
    by: Agent | None,
    now: datetime,
    owning: frozenset[int] = frozenset(),
    insists: bool = False,
) -> None:
    """The agent no longer holds the post. Twice is once. `owning`, and what it raises: as in deactivate."""
    actor = admit(by)
    roles = Role.objects.filter(agent=agent, **post.columns)
    if not roles.exists():
        return
    if post.rank == Rank.ADMIN:
        _check_can_go(agent)
    if _only_role_there(agent, post):
        _check_nothing_left(agent, owning & {post.place or 0})
    roles.delete()
    record(Kind.ROLE_CHANGED, at=now, by=actor, about=_about(agent, post, given=False))
    watching.post_taken(agent.pk, post, at=now, insists=insists)


def _only_role_there(agent: Agent, post: Post) -> bool:
    """A lead of a team who is also its agent stays in it without one of the two."""
    return post.rank in (Rank.AGENT, Rank.LEAD) and Role.objects.filter(agent=agent, team=post.place).count() == 1


def _about(agent: Agent, post: Post, *, given: bool) -> dict[str, object]:
    return {"agent": agent.pk, "name": agent.name, "rank": post.rank, "place": post.place, "given": given}


def _check_can_go(agent: Agent) -> None:
    # The rows are locked, so that two admins who remove each other at the same moment do not both succeed.
    admins = list(Role.objects.select_for_update().filter(rank=Rank.ADMIN).values_list("agent_id", "agent__is_active"))
    active = {admin for admin, is_active in admins if is_active}
    if active == {agent.pk}:
        raise LastAdmin(_("%(agent)s is the last admin. Make somebody else an admin first.") % {"agent": agent})


def _check_nothing_left(agent: Agent, owning: frozenset[int]) -> None:
    # The teams are locked before their members are read, so that of the last two who go at once one stays.
    list(Team.objects.select_for_update().filter(pk__in=owning).order_by("pk"))
    teams = left_alone(queries.members(), agent.pk, owning)
    if teams:
        names = ", ".join(Team.objects.filter(pk__in=teams).order_by("name").values_list("name", flat=True))
        raise StillNeeded(
            _("Nobody else works in %(names)s, where conversations are open. Add somebody there first.")
            % {"names": names}
        )


def _check_free(email: str, *, but: int = 0) -> None:
    other = Agent.objects.filter(email=email.strip().lower()).exclude(pk=but).first()
    if other:
        raise Taken(_("%(name)s signs in with %(email)s already.") % {"name": other.name, "email": other.email})
