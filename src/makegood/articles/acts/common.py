"""Who may, and what came in between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.people.queries import standing_now
from makegood.people.rules import NotAllowed
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


class Between(Refused):
    """Somebody else changed it since it was opened; what was written is still to be kept. `revision`: theirs."""

    def __init__(self, revision: int) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Nothing of yours is lost: compare, and save."))
        self.revision = revision


def may_write(by: Agent | None) -> int | None:
    """The id of who works here, asked anew; None is the command line. Raises NotAllowed."""
    if by is None:
        return None
    here = standing_now(by)
    if not (here.audience.everything or here.audience.teams or here.is_admin):
        raise NotAllowed(_("Only who works in a team may write articles."))
    return by.pk


def may_publish(by: Agent | None) -> int | None:
    """The id of who leads somewhere, or of an admin; None is the command line. Raises NotAllowed."""
    if by is None:
        return None
    here = standing_now(by)
    if not (here.leads.everything or here.leads.teams or here.is_admin):
        raise NotAllowed(_("Only who leads a team, or an admin, may publish. Your draft is kept for them."))
    return by.pk


def tell(kind: Kind, by: int | None, *, at: datetime, about: dict[str, Any], team: int | None = None) -> None:
    """It is on record."""
    record(kind, at=at, by=by, team=team, about=about)
