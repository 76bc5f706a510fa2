"""Mail to whoever is asked whether something may be given: the case in five lines, and a link that is theirs alone."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail.telling.own import OwnMail, write_to
from makegood.effort import words as effort
from makegood.effort.queries import effort_of
from makegood.people.queries import zone_of
from makegood.remedies import acts
from makegood.remedies import queries as remedies
from makegood.remedies.case import case_of
from makegood.remedies.models import Ask, Asked


def tell(turn: Turn, *, now: datetime) -> None:
    """The mail has left, unless somebody has answered meanwhile. A repeat is the same mail.

    Raises TryAgain, or GiveUp when it never will; they have their card in the desk all the same.
    """
    told = remedies.asked(turn.about["asked"])
    if told is None or told.ask.state != Ask.State.ASKED or not told.sealed or not told.agent.is_active:
        return
    with translation.override(told.agent.language):
        write_to(told.agent, _mail(told, now=now), now=now)
    acts.told_by_mail(told, at=now)


def _mail(told: Asked, *, now: datetime) -> OwnMail:
    ask, origin = told.ask, settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    cost = effort.sentence(effort_of(ask.conversation, now=now))
    case = case_of(ask, told.agent, cost=cost, now=now, zone=zone_of(told.agent))
    asker = {"name": str(ask.by), "sum": ask.value_money.in_words()}
    where = (
        [_("Yes, less, or no, with one tap:"), f"{origin}/a/{secrets.unseal(told.sealed)}"]
        if origin
        else [_("Answer in the desk, under Today.")]
    )
    parts = [
        _("%(name)s asks you: %(question)s") % {"name": ask.by, "question": case.question},
        "\n".join(f"{one.label}: {one.text}" for one in case.lines),
        case.becomes,
        "\n".join(where),
        _("The link is for you alone, works once, and only until somebody has answered.") if origin else "",
    ]
    subject = _("%(name)s asks for your yes: %(sum)s") % asker
    return OwnMail(subject, "\n\n".join(part for part in parts if part) + "\n", f"ask-{told.pk}")
