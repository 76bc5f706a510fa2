"""The addresses at which customers reach us."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Mailbox, Team
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_mailbox(
    address: str, *, team: Team, by: Agent | None, now: datetime, name: str = "", gives_page: bool = True
) -> Mailbox:
    """Mail to the address is the team's. `gives_page`: each mail from it links to the customer's page.

    Raises NotAllowed, Taken, Unfit.
    """
    actor = admit(by)
    address = _own_form(address)
    _check_open(team)
    fields = {"address": address, "name": name, "team": team, "gives_page": gives_page, "created_at": now}
    mailbox: Mailbox = once(lambda: Mailbox.objects.create(**fields), taken=address)
    record(Kind.MAILBOX_CHANGED, at=now, by=actor, team=team.pk, about=_about(mailbox) | {"added": True})
    return mailbox


@transaction.atomic
def change_mailbox(
    mailbox: Mailbox,
    *,
    address: str,
    name: str,
    team: Team,
    automatic_stays_open: bool,
    reopen_days: int,
    gives_page: bool,
    gives_thanks: bool | None = None,
    asks_solved: bool | None = None,
    by: Agent | None,
    now: datetime,
) -> None:
    """The mailbox is as said; None: as before. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    if team.pk != mailbox.team_id:
        _check_open(team)
    new = {"address": _own_form(address), "name": name, "team_id": team.pk}
    kept = {"automatic_stays_open": automatic_stays_open, "reopen_days": reopen_days, "gives_page": gives_page}
    about_thanks = {"gives_thanks": gives_thanks, "asks_solved": asks_solved}
    kept |= {name: is_on for name, is_on in about_thanks.items() if is_on is not None}
    changed = alter(mailbox, **new, **kept)
    if changed:
        record(Kind.MAILBOX_CHANGED, at=now, by=actor, team=team.pk, about=_about(mailbox) | {"changed": changed})


@transaction.atomic
def sign_mailbox(mailbox: Mailbox, signature: str, *, by: Agent | None, now: datetime) -> None:
    """What stands under answers from this mailbox. Raises NotAllowed."""
    actor = admit(by)
    changed = alter(mailbox, signature=signature.strip())
    if changed:
        record(
            Kind.MAILBOX_CHANGED, at=now, by=actor, team=mailbox.team_id, about=_about(mailbox) | {"changed": changed}
        )


@transaction.atomic
def pause_mailbox(mailbox: Mailbox, *, by: Agent | None, now: datetime) -> None:
    """The mailbox rests: it is neither fetched nor written from. Twice is once. Raises NotAllowed."""
    _switch(mailbox, on=False, by=by, now=now)


@transaction.atomic
def resume_mailbox(mailbox: Mailbox, *, by: Agent | None, now: datetime) -> None:
    """The mailbox works again; what came meanwhile is fetched. Twice is once. Raises NotAllowed."""
    _switch(mailbox, on=True, by=by, now=now)


def _switch(mailbox: Mailbox, *, on: bool, by: Agent | None, now: datetime) -> None:
    actor = admit(by)
    if Mailbox.objects.filter(pk=mailbox.pk, is_active=not on).update(is_active=on):
        mailbox.is_active = on
        record(Kind.MAILBOX_CHANGED, at=now, by=actor, team=mailbox.team_id, about=_about(mailbox) | {"active": on})


def _about(mailbox: Mailbox) -> dict[str, object]:
    return {"mailbox": mailbox.pk, "address": mailbox.address}


def _own_form(address: str) -> str:
    """The address in lower case. Raises Unfit for one with a plus sign: what follows it is ours, to know answers by."""
    address = address.strip().lower()
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise Unfit(_("An address looks like service@example.com."))
    if "+" in local:
        raise Unfit(
            _("Leave out the plus sign and what follows it: %(address)s gets that mail too.")
            % {"address": f"{local.partition('+')[0]}@{domain}"}
        )
    return address


def _check_open(team: Team) -> None:
    if not team.is_active:
        raise Unfit(_("%(team)s is closed.") % {"team": team})
