"""A person corrects what was read, or marks what was not seen. Nothing is sent by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations.rules import Refused
from makegood.mentions import rules
from makegood.mentions.acts.keeping import say, set_state
from makegood.mentions.acts.reading import columns, lay
from makegood.mentions.models import Episode, Mention, State
from makegood.mentions.rules import Told
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def correct(episode: Episode, told: Told, *, seen: int, by: Agent, at: datetime) -> Episode:
    """It says this now. Raises Refused when it was decided or changed since its author saw it, or stands nowhere."""
    with transaction.atomic():
        mention = Mention.objects.select_for_update().get(pk=episode.mention_id)
        held = hold(episode, seen=seen)
        if why := rules.why_not_told(told, text=mention.text):
            raise Refused(why)
        new = {name: said for name, said in columns(told).items() if getattr(held, name) != said}
        if new:
            Episode.objects.filter(pk=held.pk).update(**new, version=held.version + 1)
            say(Kind.MENTION_CORRECTED, mention, by=by.pk, at=at, episode=held.pk, fields=sorted(new))
    return Episode.objects.get(pk=episode.pk)


def mark(mention: Mention, told: Told, *, by: Agent, at: datetime) -> Episode:
    """Another episode, which nobody had seen. The same passage again is the same one. Raises Refused."""
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state == State.NEW:
            raise Refused(_("It is being read at this moment. Look again in a minute."))
        if why := rules.why_not_told(told, text=held.text):
            raise Refused(why)
        if there := held.episodes.filter(passage=told.passage, state=Episode.State.PROPOSED).first():
            return there
        if held.episodes.count() >= rules.MOST_EPISODES:
            raise Refused(_("A mention holds %(count)d episodes at most.") % {"count": rules.MOST_EPISODES})
        if held.nothing_by_id:
            held.nothing_by = None
            held.save(update_fields=["nothing_by"])
        episode = lay(held, told, offered=False)
        set_state(held, at=at)
        say(Kind.MENTION_CORRECTED, held, by=by.pk, at=at, episode=episode.pk)
    return episode


def hold(episode: Episode, *, seen: int) -> Episode:
    """Inside an act that holds the mention: the episode as it is now.

    Raises Refused when somebody has decided on it, or changed it since `seen`, its version.
    """
    held = Episode.objects.select_for_update().get(pk=episode.pk)
    if held.state != Episode.State.PROPOSED:
        raise Refused(_("%(name)s has decided on this already.") % {"name": _who(held)})
    if held.version != seen:
        raise Refused(_("Somebody has corrected this meanwhile. Look at it again."))
    return held


def _who(episode: Episode) -> str:
    return episode.decided_by.name if episode.decided_by else _("Somebody")
