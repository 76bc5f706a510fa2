"""Colleagues whom a story names: hidden until they agree, the teller is for it, and a moderator shows them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.stories import queries
from makegood.stories.acts import common
from makegood.stories.models import Mask, Story
from makegood.timeline.kinds import Kind


def ask_name(story: Story, number: int, *, by: Agent, at: datetime) -> Mask:
    """The colleague is asked whether their first name may stand there. Asked twice is once."""
    common.moderating(by)
    with transaction.atomic():
        story, mask = common.lock(story.pk), _mask(story, number)
        if mask.asked_at is None:
            mask.asked_at = at
            mask.save(update_fields=["asked_at"])
            hears = common.hears([mask.agent_id or 0])
            common.tell(Kind.NAMING_ASKED, story, at=at, by=by, mask=number, hears=hears)
    return mask


def answer_name(story: Story, number: int, *, yes: bool, by: Agent, at: datetime) -> Mask:
    """The colleague agrees, or does not, or not any more: then the name is hidden at once."""
    with transaction.atomic():
        story, mask = common.lock(story.pk), _mask(story, number)
        if mask.agent_id != by.pk:
            raise Refused(_("Only the one who is named can answer that."))
        if bool(mask.agreed_at) == yes and (yes or mask.refused_at):
            return mask
        mask.agreed_at, mask.refused_at = (at, None) if yes else (None, at)
        mask.lifted_at = mask.lifted_at if yes else None
        mask.save(update_fields=["agreed_at", "refused_at", "lifted_at"])
        common.write(story, at=at)
        common.tell(Kind.NAMING_ANSWERED, story, at=at, by=by, mask=number, yes=yes)
    return mask


def show_name(story: Story, number: int, *, by: Agent, at: datetime) -> Mask:
    """The first name stands there from now on. Raises Refused while one of the two has not agreed."""
    common.moderating(by)
    with transaction.atomic():
        story, mask = common.lock(story.pk), _mask(story, number)
        consent = queries.consent_of(story)
        if mask.agreed_at is None:
            raise Refused(_("They have not agreed to be named."))
        if consent is None or not consent.names_staff:
            raise Refused(_("Who told it did not say that colleagues may be named."))
        if mask.lifted_at is None:
            mask.lifted_at = at
            mask.save(update_fields=["lifted_at"])
            common.write(story, at=at)
            common.tell(Kind.NAME_SHOWN, story, at=at, by=by, mask=number)
    return mask


def hide_name(agent: Agent, *, at: datetime) -> None:
    """No story names them any more: wherever they had agreed to it, or were asked, they would rather not."""
    with transaction.atomic():
        asked = Mask.objects.filter(agent=agent, asked_at__isnull=False, refused_at=None).order_by("story_id", "number")
        for one in list(asked.select_related("story")):
            answer_name(one.story, one.number, yes=False, by=agent, at=at)


def _mask(story: Story, number: int) -> Mask:
    found = Mask.objects.filter(story=story, number=number, agent__isnull=False).first()
    if found is None:
        raise Refused(_("Only the first name of a colleague can be shown."))
    return found
