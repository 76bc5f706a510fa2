"""Two conversations of one customer about one matter become one, and can be taken apart again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from makegood.base.transactions import alone
from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import paused, running
from makegood.clocks.rules import OWN, RESPONSES
from makegood.conversations import attached, rules
from makegood.conversations.acts import tags, wishing
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.linking import PARTS, above
from makegood.conversations.acts.looks import show_newest
from makegood.conversations.acts.tray import tie
from makegood.conversations.models import (
    Conversation,
    Draft,
    File,
    Guest,
    Link,
    Merge,
    Message,
    Note,
    Reference,
    State,
)
from makegood.people.models import Agent
from makegood.people.queries import audience
from makegood.timeline.kinds import Kind

# What hangs on a conversation by itself, and goes along with it. What is attached from above sees to its own.
TABLES: dict[str, type[Model]] = {"messages": Message, "notes": Note, "files": File, "references": Reference}
# Of two, the one that stands first is what both together are.
LIVELIEST = (State.OPEN, State.WAITING, State.CLOSED)


def merge(source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> Merge:
    """All that was said in the source stands in the target, with every clock; the source points there.

    Raises Refused. Two merges of the same pair at once are one: the second is told.
    """
    with transaction.atomic():
        alone(PARTS)
        source, target = _lock_both(source.pk, target.pk)
        if why := rules.why_not_merge(source, target):
            raise rules.Refused(why)
        state = min(source.state, target.state, key=LIVELIEST.index)
        kept = Merge.objects.create(source=source, target=target, by=by, at=at)
        kept.moved = _carry(source, target) | {"clocks": _carry_clocks(source, target, state=state, at=at)}
        kept.moved["wishes"] = wishing.carry(source, target)
        kept.save(update_fields=["moved"])
        for one in attached.everyone():
            one.moved(source, target, by=by, at=at)
        change(source, at=at, by=by, state=State.MERGED, merged_into=target, closed_at=None)
        change(target, at=at, by=by, **_joined(source, target, state))
        tags.write(target, list(dict.fromkeys([*target.tags, *source.tags])))
        show_newest(target)
        about = {"source": source.pk, "target": target.pk}
        tell(Kind.CONVERSATION_MERGED, source, at=at, by=by, about=about)
        tell(Kind.CONVERSATION_MERGED, target, at=at, by=by, about=about)
    return kept


def unmerge(source: Conversation, *, by: Agent, at: datetime) -> Conversation:
    """What came from the source and has not ended is its own again, with its clocks; what was said since stays.

    Raises Refused. The source is open, or closed if the target is.
    """
    with transaction.atomic():
        kept = Merge.objects.select_for_update().filter(source=source, undone_at=None).first()
        if kept is None:
            raise rules.Refused(_("It is not merged into another."))
        source, target = _lock_both(source.pk, kept.target_id)
        if target.state == State.MERGED:
            raise rules.Refused(
                _("#%(number)s was itself merged into #%(other)s. Take that apart first.")
                % {"number": target.pk, "other": target.merged_into_id}
            )
        kept.undone_at = at
        kept.save(update_fields=["undone_at"])
        _carry_back(kept, source, target)
        wishing.carry_back(kept.moved.get("wishes", []), source, target, since=kept.at)
        for one in attached.everyone():
            one.restored(source, target, by=by, at=at)
        _stand_apart(source, target, by=by, at=at)
        about: dict[str, Any] = {"source": source.pk, "target": target.pk}
        if source.state == State.CLOSED:
            about["closed"] = True
        tell(Kind.CONVERSATION_UNMERGED, source, at=at, by=by, about=about)
        tell(Kind.CONVERSATION_UNMERGED, target, at=at, by=by, about=about)
    return source


def _stand_apart(source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
    """Each side has the clocks that its state demands, whoever may see it, and its own looks."""
    is_closed = target.state == State.CLOSED and not attached.keeps_open(source)
    owner = source.owner if source.owner and audience(source.owner.pk).includes(source.team_id) else None
    fields: dict[str, Any] = {"state": State.OPEN, "closed_at": None}
    if is_closed:
        fields = {"state": State.CLOSED, "closed_at": at}
    if not source.team.is_active:
        fields["team"], owner = target.team, None
    solution = (ClockKind.RESOLUTION.value,)
    change(source, at=at, by=by, begins=solution, merged_into=None, owner=owner, **fields)
    change(target, at=at, by=by, begins=solution)
    for one in (source, target):
        show_newest(one)


def _lock_both(one: int, other: int) -> tuple[Conversation, Conversation]:
    """Both, held in the order of their numbers, so that two who merge them crosswise do not wait for each other."""
    if one == other:
        raise rules.Refused(_("A conversation cannot be merged into itself."))
    held = {number: lock(number) for number in sorted((one, other))}
    return held[one], held[other]


def _carry(source: Conversation, target: Conversation) -> dict[str, Any]:
    """What was said, its files, ids, links and guests are the target's. Which, so that they can be brought back."""
    moved: dict[str, Any] = {}
    for name, model in TABLES.items():
        rows = model._default_manager.filter(conversation=source)
        moved[name] = list(rows.values_list("pk", flat=True))
        rows.update(conversation=target)
    moved["guests"] = list(Guest.objects.filter(conversation=source).values_list("pk", flat=True))
    Guest.objects.filter(conversation=source).update(conversation=target)
    _carry_drafts(source, target)
    moved["parts"] = list(source.children.values_list("pk", flat=True))
    source.children.update(parent=target)
    for one, other, why in _links_of(source):
        if (away := one if other == source.pk else other) != target.pk:
            tie(away, target.pk, why)
    return moved


def _links_of(conversation: Conversation) -> list[tuple[int, int, str]]:
    return list(
        (Link.objects.filter(one=conversation) | Link.objects.filter(other=conversation)).values_list(
            "one_id", "other_id", "why"
        )
    )


def _carry_drafts(source: Conversation, target: Conversation) -> None:
    """What someone is writing in the source goes on in the target; beneath what they write there, if they do."""
    for draft in Draft.objects.filter(conversation=source).order_by("pk"):
        there = Draft.objects.filter(conversation=target, agent=draft.agent_id, kind=draft.kind).first()
        if there is None:
            Draft.objects.filter(pk=draft.pk).update(conversation=target)
            continue
        there.html = "".join(part for part in (there.html, draft.html) if part)
        there.text = "\n\n".join(part for part in (there.text, draft.text) if part)
        there.revision += 1
        there.save(update_fields=["html", "text", "revision"])
        File.objects.filter(draft=draft).update(draft=there)
        draft.delete()


def _carry_clocks(source: Conversation, target: Conversation, *, state: str, at: datetime) -> list[int]:
    """Of their responses, look-agains and solutions the earlier stays, on the target. Those that came along."""
    both = (source.pk, target.pk)
    own = [one for number in both for one in (*running(number), *paused(number)) if one.kind in OWN]
    fitting = RESPONSES if state == State.OPEN else (ClockKind.LOOK_AGAIN,) if state == State.WAITING else ()
    staying = [*_earliest(own, fitting), *_earliest(own, (ClockKind.RESOLUTION,))]
    clocks.end([one for one in own if one not in staying], at=at)
    coming = [one for one in staying if one.conversation_id != target.pk]
    clocks.carry(coming, to=target.pk)
    clocks.give([one for one in coming if one.team_id != target.team_id], team=target.team_id)
    return [one.pk for one in coming]


def _earliest(some: list[Clock], kinds: Collection[str]) -> list[Clock]:
    """The one of these kinds that is due first, if there is one."""
    return sorted((one for one in some if one.kind in kinds), key=lambda one: (one.due_at, one.pk))[:1]


def _joined(source: Conversation, target: Conversation, state: str) -> dict[str, Any]:
    """The fields of both together."""
    team = target.team if target.team.is_active else source.team
    owner = target.owner or source.owner
    if owner and not audience(owner.pk).includes(team.pk):
        owner = None
    replied = [one for one in (source.replied_at, target.replied_at) if one]
    return {
        "state": state,
        "team": team,
        "owner": owner,
        "parent": target.parent or (source.parent if target.pk not in above(source) else None),
        "closed_at": target.closed_at if state == State.CLOSED else None,
        "replied_at": min(replied, default=None),
        "lets_rest": source.lets_rest and target.lets_rest,
        "is_automatic": source.is_automatic and target.is_automatic,
        "created_at": min(source.created_at, target.created_at),
    }


def _carry_back(kept: Merge, source: Conversation, target: Conversation) -> None:
    """What came along and is still in the target. A draft stays where its author went on with it."""
    for name, model in TABLES.items():
        ids = kept.moved.get(name, [])
        model._default_manager.filter(pk__in=ids, conversation=target).update(conversation=source)
    Guest.objects.filter(pk__in=kept.moved.get("guests", []), conversation=target).update(conversation=source)
    File.objects.filter(draft__conversation=target).update(conversation=target)
    Conversation.objects.filter(pk__in=kept.moved.get("parts", []), parent=target).update(parent=source)
    came = Clock.objects.filter(pk__in=kept.moved.get("clocks", []), conversation_id=target.pk, ended_at=None)
    clocks.carry(list(came), to=source.pk)
