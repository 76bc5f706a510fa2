"""Every change to how lines are answered by a provider, and the filing of what it tells."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.base import secrets
from makegood.calls import acts as calls
from makegood.calls.models import Line, Recording
from makegood.channels.phone import queries, reading, rules
from makegood.channels.phone.models import Hook
from makegood.channels.phone.rules import Provider
from makegood.conversations.models import Message
from makegood.intake.acts import content
from makegood.intake.models import Arrival, Outcome, State
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Team
from makegood.people.queries import first_team
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

FETCHING = "recording"


@transaction.atomic
def connect(line: Line, provider: Provider, *, by: Agent | None, at: datetime) -> Hook:
    """The line is answered by this provider, at an address of its own, which stays. Raises NotAllowed, Unfit."""
    actor = admit(by)
    Line.objects.select_for_update().get(pk=line.pk)  # two who connect it at once come one after the other
    known = Hook.objects.filter(line=line).first()
    if why := rules.why_not_account(provider, has_secret=known is not None):
        raise Unfit(why)
    said = {
        "account": provider.account, "origin": provider.origin.rstrip("/"), "is_inside": provider.is_inside,
        "language": provider.language, "greeting": " ".join(provider.greeting.split()),
    }  # fmt: skip
    said |= {"secret": secrets.seal(provider.secret)} if provider.secret else {}
    if known is None:
        hook = Hook.objects.create(line=line, made_at=at, **_address(), **said)
    else:
        hook = known
        for name, value in said.items():
            setattr(hook, name, value)
        hook.save(update_fields=list(said))
    _say(line, ["provider"], by=actor, at=at)
    return hook


@transaction.atomic
def renew(line: Line, *, by: Agent | None, at: datetime) -> None:
    """The line has a new address; the old one opens nothing. Raises NotAllowed."""
    actor = admit(by)
    if Hook.objects.filter(line=line).update(**_address()):
        _say(line, ["provider's address"], by=actor, at=at)


@transaction.atomic
def disconnect(line: Line, *, by: Agent | None, at: datetime) -> None:
    """No provider speaks for the line any more, and its secret is forgotten. Raises NotAllowed."""
    actor = admit(by)
    if Hook.objects.filter(line=line).delete()[0]:
        _say(line, ["no provider"], by=actor, at=at)


def _address() -> dict[str, str]:
    token = secrets.token()
    return {"token": secrets.seal(token), "token_hash": secrets.hashed(token)}


def _say(line: Line, changed: list[str], *, by: int | None, at: datetime) -> None:
    record(Kind.LINE_CHANGED, at=at, by=by, about={"line": line.pk, "number": line.number, "changed": changed})


def file(arrival_id: int, *, now: datetime) -> None:
    """What the provider told is a voicemail in a conversation, with its clock, and its recording will be fetched.

    Or it is refused, as the caller is blocked. What was filed before stays as it is.
    """
    with transaction.atomic():
        kept = Arrival.objects.select_for_update().filter(pk=arrival_id, state=State.KEPT).first()
        if kept is None:
            return
        told = reading.read(content(kept))
        kept.sender, kept.kind = told.number, "voicemail"
        try:
            message = _leave(kept, told)
        except calls.Blocked as why:
            kept.state, kept.outcome, kept.reason = State.REFUSED, Outcome.REFUSED, str(why)
            record(Kind.ARRIVAL_REFUSED, at=kept.at, about={"arrival": kept.pk})
        else:
            is_new = message.conversation.messages.count() == 1
            kept.state, kept.outcome = State.FILED, Outcome.NEW if is_new else Outcome.REPLY
            kept.reason, kept.conversation_id = "", message.conversation_id
            _fetch(kept, message, now=now)
        kept.save(update_fields=["state", "outcome", "reason", "sender", "kind", "conversation_id"])


def _leave(kept: Arrival, told: rules.Told) -> Message:
    line = Line.objects.select_related("team__location").get(pk=queries.line_in(kept.source))
    left = calls.Left(
        team=_team(line), number=told.number, name=told.name, is_coming=True, seconds=told.seconds, arrival=kept.pk
    )
    return calls.leave(left, by=None, at=kept.at, once=f"{line.pk}:{told.recording}")


def _team(line: Line) -> Team:
    return line.team if line.team.is_active else first_team()


def _fetch(kept: Arrival, message: Message, *, now: datetime) -> None:
    recording = Recording.objects.filter(call__message=message).values_list("pk", flat=True).first()
    about = {"recording": recording, "arrival": kept.pk}
    agenda.plan(FETCHING, f"{FETCHING}:{recording}", run_at=now, about=about)
