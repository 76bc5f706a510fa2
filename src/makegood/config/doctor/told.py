"""Guarantee 6 for stories: nothing is shown but under its teller's own yes, and nothing private with it."""

from __future__ import annotations

from datetime import datetime

from makegood.config.doctor.found import Found, found
from makegood.kudos.queries import may_be_named
from makegood.stories.models import Comment, Consent, Mask, State, Story, StoryMail
from makegood.stories.queries import public
from makegood.stories.rules import digest


def each_is_shown_by_its_teller_s_yes(now: datetime) -> Found:
    """What is on the wall is, word for word, what its teller said yes to, by a consent that holds."""
    wrong: list[str] = []
    shown = Story.objects.filter(state=State.PUBLISHED).order_by("pk")
    consents = {one.story_id: one for one in Consent.objects.filter(ended_at=None, story__in=shown)}
    for one in shown:
        consent = consents.get(one.pk)
        said = digest(one.title, one.text, one.name)
        if consent is None:
            wrong.append(f"story {one.pk} is on the wall, and no consent to it holds")
        elif consent.digest != said or digest(consent.title, consent.text, consent.name) != said:
            wrong.append(f"story {one.pk} is on the wall in other words than its teller said yes to")
    return found(len(consents), wrong)


def each_surface_shows_these_alone(now: datetime) -> Found:
    """What wall, feed, API and frame show is published, and under a consent that holds."""
    seen = list(public().order_by("pk").values_list("pk", flat=True))
    allowed = set(
        Consent.objects.filter(ended_at=None, story__state=State.PUBLISHED).values_list("story_id", flat=True)
    )
    return found(len(seen), [f"story {pk} is shown, and may not be" for pk in seen if pk not in allowed])


def nothing_is_kept_of_what_was_withdrawn(now: datetime) -> Found:
    """Of a withdrawn story neither words nor what was hidden in it are left, no comment, no mail that would leave."""
    gone = Story.objects.filter(state=State.WITHDRAWN)
    held = Consent.objects.filter(story__in=gone, ended_at=None).values_list("story_id", flat=True)
    wrong = [f"story {pk} was withdrawn, and its consent still holds" for pk in held]
    left = Mask.objects.filter(story__in=gone).values_list("story_id", flat=True).distinct()
    wrong += [f"story {pk} was withdrawn, and what was hidden in it is still there" for pk in left]
    said = Comment.objects.filter(story__in=gone).values_list("story_id", flat=True).distinct()
    wrong += [f"story {pk} was withdrawn, and what readers said of it is still there" for pk in said]
    mails = StoryMail.objects.filter(story__in=gone, sent_at=None).values_list("story_id", flat=True)
    wrong += [f"story {pk} was withdrawn, and a mail about it would still leave" for pk in mails]
    return found(gone.count(), wrong)


def nobody_is_named_against_their_will(now: datetime) -> Found:
    """A colleague whose name is shown has agreed to it, the teller has, and they have not said no to all of it."""
    lifted = list(Mask.objects.filter(lifted_at__isnull=False).order_by("pk"))
    may = may_be_named({one.agent_id or 0 for one in lifted})
    held = Consent.objects.filter(ended_at=None, names_staff=True, story__in=[one.story_id for one in lifted])
    by_teller = set(held.values_list("story_id", flat=True))
    wrong = [
        f"story {one.story_id} names somebody who, or whose teller, did not agree to it"
        for one in lifted
        if one.agreed_at is None or one.agent_id not in may or one.story_id not in by_teller
    ]
    return found(len(lifted), wrong)


CHECKS = (
    each_is_shown_by_its_teller_s_yes,
    each_surface_shows_these_alone,
    nothing_is_kept_of_what_was_withdrawn,
    nobody_is_named_against_their_will,
)
