"""One-time ways in: the first admin's, and those that an admin hands to a colleague."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.people import queries
from makegood.people.acts.common import admit
from makegood.people.acts.company import lay_ground
from makegood.people.models import Agent, Company, Location, Rank, Role, SignInLink, Team
from makegood.people.rules import FIRST_LINK_LASTS, LINK_LASTS, LinkGone, Post, Unfit, check_currency, check_zone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def first_link(*, now: datetime) -> str:
    """The path by which the first admin comes in, good for a day; earlier ones end. "" once there is anybody."""
    if queries.is_set_up():
        return ""
    token = _make(None, now=now, lasts=FIRST_LINK_LASTS)
    record(Kind.LINK_MADE, at=now, about={"for": "the first admin"})
    return f"/welcome/{token}"


@transaction.atomic
def one_time_link(agent: Agent, *, by: Agent | None, now: datetime) -> str:
    """The path that signs the agent in once, within the hour; earlier ones end. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if not Agent.objects.filter(pk=agent.pk, is_active=True).exists():
        raise Unfit(_("%(agent)s is deactivated; activate the account first.") % {"agent": agent})
    token = _make(agent, now=now, lasts=LINK_LASTS)
    record(Kind.LINK_MADE, at=now, by=actor, about={"agent": agent.pk, "name": agent.name})
    return f"/sign-in/link/{token}"


@transaction.atomic
def use_link(token: str, *, now: datetime) -> Agent:
    """The agent whom the link lets in; nobody comes in by it again. Raises LinkGone."""
    link = queries.open_link(token, now=now)
    if link is None or link.agent is None or not link.agent.is_active:
        raise LinkGone
    _burn(link, now=now)
    record(Kind.LINK_USED, at=now, by=link.agent.pk)
    return link.agent


@transaction.atomic
def welcome(
    token: str,
    *,
    name: str,
    email: str,
    company: str,
    zone: str,
    currency: str,
    now: datetime,
    password: str | None = None,
) -> Agent:
    """The first admin, who may also see and answer everything; the company has its name. Raises LinkGone, Unfit."""
    link = queries.open_link(token, now=now)
    if link is None or link.agent is not None or queries.is_set_up():
        raise LinkGone
    _burn(link, now=now)
    lay_ground(now=now)
    Company.objects.create(pk=1, name=company, zone=check_zone(zone), currency=check_currency(currency))
    Location.objects.update(zone=zone)
    agent = Agent.objects.create_user(email, password, name=name, created_at=now)
    _give_everything(agent)
    about = {"agent": agent.pk, "name": name, "first": True, "company": company}
    record(Kind.AGENT_ADDED, at=now, by=agent.pk, about=about)
    return agent


def _give_everything(agent: Agent) -> None:
    """In a shop of three the one who sets up also answers."""
    team = Team.objects.order_by("pk")[0]
    posts = [Post(Rank.ADMIN), Post(Rank.HEAD_OFFICE), Post(Rank.AGENT, team.pk)]
    Role.objects.bulk_create(Role(agent=agent, **post.columns) for post in posts)


def _make(agent: Agent | None, *, now: datetime, lasts: timedelta) -> str:
    SignInLink.objects.filter(agent=agent, used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token()
    SignInLink.objects.create(agent=agent, hashed=secrets.hashed(token), expires_at=now + lasts)
    return token


def _burn(link: SignInLink, *, now: datetime) -> None:
    """Of two who use the link at the same moment, one wins."""
    if not SignInLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise LinkGone
