"""A customer says how they want to be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.models import Conversation, State
from makegood.conversations.models.wishes import Wish
from makegood.conversations.queries.wishing import (
    TAKEN_BACK_WITHIN,
    as_wishes,
    last_change,
    place_names,
    places_known,
    places_met,
    wishes_in,
)
from makegood.conversations.wishes import Wishes, why_not
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

OPEN = (State.OPEN, State.WAITING)
MOST_MATTERS = 200  # of one customer, the newest: in older ones each next try asks what they want, as ever
Kept = dict[str, dict[str, Any] | None]
"""What stood before: "here" for the conversation alone and "all" for all that is theirs; None: nothing was said."""


def wish(conversation: Conversation, wishes: Wishes, *, by: Agent | None = None, at: datetime) -> None:
    """They are reached so from now on: in this conversation alone (`is_here`), or in all that is theirs.

    What is owed in their other open matters follows in the same act. `by` None: they said so themselves. The same again
    changes nothing. Raises Refused, in words.
    """
    wishes = replace(wishes, words=" ".join(wishes.words.replace("\0", "").split()))
    with transaction.atomic():
        conversation, others = _hold_here(conversation.pk) if wishes.is_here else _hold_theirs(conversation.pk)
        now_so = wishes_in(conversation)
        if why := why_not(wishes, places=places_known() if by else [*places_met(conversation, now_so)]):
            raise rules.Refused(why)
        was = _kept(conversation)
        if wishes == now_so and (wishes or not any(was.values())):
            return
        new = _plain(wishes)
        _write(conversation, was | {"here": new} if wishes.is_here else {"here": None, "all": new}, at=at)
        _changed(conversation, others, was, by=by, at=at)


def unwish(conversation: Conversation, event: int, *, at: datetime) -> None:
    """What was changed then is as before. Raises Refused when something was changed since, or it is long ago."""
    with transaction.atomic():
        conversation, others = _hold_theirs(conversation.pk)
        last = last_change(conversation.pk)
        if last is None or last.pk != event or at - last.at > TAKEN_BACK_WITHIN:
            raise rules.Refused(_("That cannot be taken back any more. Say below how it shall be."))
        was = _kept(conversation)
        _write(conversation, last.about["was"], at=at)
        _changed(conversation, others, was, by=None, at=at, taken_back=event)


def carry(source: Conversation, target: Conversation) -> list[int]:
    """What was said for the source alone counts in the target, unless something was said there. What came along."""
    if Wish.objects.filter(customer=target.customer_id, conversation=target).exists():
        return []
    coming = Wish.objects.filter(customer=source.customer_id, conversation=source)
    ids = list(coming.values_list("pk", flat=True))
    coming.update(conversation=target)
    return ids


def carry_back(ids: Collection[int], source: Conversation, target: Conversation, *, since: datetime) -> None:
    """What came along counts in the source again; what was said since for both counts in both."""
    for row in Wish.objects.filter(pk__in=ids, conversation=target):
        Wish.objects.filter(pk=row.pk).update(conversation=source)
        if row.at > since:
            same = ("customer_id", "way", "call_from", "call_until", "only_changes", "avoids", "words", "at")
            Wish.objects.create(conversation=target, **{name: getattr(row, name) for name in same})


def lock_followed(pk: int) -> Conversation:
    """The conversation, or what it was merged into, held."""
    conversation = lock(pk)
    while conversation.state == State.MERGED and conversation.merged_into_id:
        conversation = lock(conversation.merged_into_id)
    return conversation


def _hold_here(pk: int) -> tuple[Conversation, list[Conversation]]:
    """The conversation, or what it was merged into, held alone."""
    return lock_followed(pk), []


def _hold_theirs(pk: int) -> tuple[Conversation, list[Conversation]]:
    """The conversation, or what it was merged into, and what else they have open: held in the order of their numbers.

    Whoever is about to owe them a call in one of these has done so before, or waits and reads what they want by then.
    """
    customer, into = Conversation.objects.values_list("customer", "merged_into").get(pk=pk)
    theirs = Conversation.objects.filter(customer=customer, state__in=OPEN)
    numbers = {pk, *filter(None, [into]), *theirs.order_by("-pk").values_list("pk", flat=True)[:MOST_MATTERS]}
    held = [lock(number) for number in sorted(numbers)]
    conversation = lock_followed(pk)
    return conversation, [one for one in held if one.state in OPEN and one.pk != conversation.pk]


def _changed(
    conversation: Conversation,
    others: Iterable[Conversation],
    was: Kept,
    *,
    by: Agent | None,
    at: datetime,
    **more: Any,
) -> None:
    for matter in (conversation, *others):
        for one in attached.everyone():
            one.wished(matter, at=at)
    places = place_names(wishes_in(conversation))
    about = {"was": was, "is": _kept(conversation), "places": {str(pk): name for pk, name in places.items()}, **more}
    tell(Kind.WISHES_CHANGED, conversation, at=at, by=by, about=about)


def _kept(conversation: Conversation) -> Kept:
    rows = Wish.objects.filter(customer=conversation.customer_id)
    found: Kept = {"here": None, "all": None}
    for row in rows.filter(conversation=conversation) | rows.filter(conversation=None):
        found["here" if row.conversation_id else "all"] = _plain(as_wishes(row))
    return found


def _write(conversation: Conversation, kept: Kept, *, at: datetime) -> None:
    for name, where in (("here", conversation), ("all", None)):
        values = kept[name]
        whose: dict[str, Any] = {"customer_id": conversation.customer_id, "conversation": where}
        if values is None:
            Wish.objects.filter(**whose).delete()
        else:
            Wish.objects.update_or_create(**whose, defaults=_columns(values) | {"at": at})


def _plain(wishes: Wishes) -> dict[str, Any]:
    """As an event keeps it."""
    return {
        "way": str(wishes.way),
        "call_from": wishes.call_from.isoformat("minutes") if wishes.call_from else None,
        "call_until": wishes.call_until.isoformat("minutes") if wishes.call_until else None,
        "only_changes": wishes.only_changes,
        "avoids": list(wishes.avoids),
        "words": wishes.words,
    }


def _columns(plain: dict[str, Any]) -> dict[str, Any]:
    times = {name: time.fromisoformat(plain[name]) if plain[name] else None for name in ("call_from", "call_until")}
    return plain | times
