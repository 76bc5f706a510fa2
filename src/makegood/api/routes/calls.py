"""By phone: calls are written down, voicemails kept, calls owed; settings keep our numbers."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.calls import (
    HOUR,
    After,
    CallbackOut,
    CalledIn,
    CallIn,
    CallOffIn,
    CallOut,
    LineOut,
    PhoneLineIn,
    PhoneOut,
    SaidOut,
    TriesIn,
    VoicemailIn,
    WantedIn,
)
from makegood.api.shapes.common import PathId, answers
from makegood.base import secrets
from makegood.base.sounds import LARGEST
from makegood.calls import acts, queries
from makegood.calls.acts import Left, Talk
from makegood.calls.acts import Said as Told
from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation, Message
from makegood.people import queries as people
from makegood.people.models import Agent, Team

router = Router(tags=["by phone"])
settings = Router(tags=["settings: phone"], auth=Bearer(admin=True))
HERE = "/conversations/{number}"
LINES, PHONE = "/settings/lines", "/settings/phone"


@router.post("/calls", response=answers(SaidOut, status=201, also=(404, 409)), summary="Log a call")
def log(request: HttpRequest, said: CallIn) -> Status[SaidOut]:
    """They called us. Without `joins` it is a conversation of its own; without `team`, of a team of yours."""
    agent = agent_of(request)
    told = Told(
        team=_team(agent, said.team), joins=_joined(agent, said.joins),
        **said.model_dump(exclude={"team", "joins", "then"}), then=said.then,
    )  # fmt: skip
    return _kept(acts.log(told, by=agent, at=timezone.now(), once=f"api:{secrets.token()}"))


@router.post("/voicemails", response=answers(SaidOut, status=201, also=(404, 409)), summary="Put a voicemail in")
def voicemail(request: HttpRequest, recording: File[UploadedFile], said: Form[VoicemailIn]) -> Status[SaidOut]:
    """A recording (WAV, MP3, OGG, M4A, AMR; 20 MB at most) of somebody who called. They are owed a call back.

    Without `joins` it lands where this caller waits, or in the only open conversation that they have with the team.
    """
    agent = agent_of(request)
    left = Left(
        team=_team(agent, said.team),
        number=acts.number_of(said.number),
        name=said.name,
        text=said.text,
        recording=acts.uploaded(recording.name or "", recording.read(LARGEST + 1)),
        joins=_joined(agent, said.joins),
    )
    return _kept(acts.leave(left, by=agent, at=timezone.now(), once=f"api:{secrets.token()}"))


@router.post(HERE + "/called", response=answers(CallOut, status=201, also=(404, 409)), summary="Say how our call went")
def called(request: HttpRequest, number: PathId, said: CalledIn) -> Status[CallOut]:
    """Reached: what they waited for is done. Not reached: it counts, and the next try is planned."""
    agent = agent_of(request)
    talk = Talk(
        said.outcome.value, said.text, said.number, said.seen,
        closes=said.after is After.CLOSE, not_done=said.after is After.OPEN,
    )  # fmt: skip
    found = conversations.get_for(agent, number)
    done = acts.called(found, talk, by=agent, at=timezone.now(), once=f"api:{secrets.token()}")
    return Status(201, CallOut(id=done.pk, outcome=done.outcome, tried=done.tried))


@router.get(HERE + "/call-backs", response=answers(list[CallbackOut], also=(404,)), summary="List calls owed")
def owed(request: HttpRequest, number: PathId) -> list[CallbackOut]:
    """All that were asked for in this conversation, the newest first."""
    return [CallbackOut.of(one) for one in queries.callbacks(conversations.get_for(agent_of(request), number))]


@router.post(
    HERE + "/call-backs", response=answers(CallbackOut, status=201, also=(404, 409)), summary="Owe them a call"
)
def want(request: HttpRequest, number: PathId, said: WantedIn) -> Status[CallbackOut]:
    """They want to be called back. Who waits already keeps their place, and can name another time."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    made = acts.call_back(found, number=said.number, when=said.when, by=agent, at=timezone.now())
    return Status(201, CallbackOut.of(made))


@router.post(
    HERE + "/call-backs/{pk}/off", response=answers(CallbackOut, also=(404, 409)), summary="Call a call back off"
)
def off(request: HttpRequest, number: PathId, pk: PathId, said: CallOffIn) -> CallbackOut:
    """It is not wanted any more."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    acts.call_off(queries.callback_in(found, pk), why=said.why, by=agent, at=timezone.now())
    return CallbackOut.of(queries.callback_in(found, pk))


@settings.get(PHONE, response=answers(PhoneOut), summary="Get numbers and tries")
def phone(request: HttpRequest) -> PhoneOut:
    """Our numbers with their teams, and how often we call before we write."""
    known = queries.trying()
    return PhoneOut(
        lines=[LineOut.of(one) for one in queries.lines()], tries=known.tries,
        hours_first=known.first // HOUR, hours_later=known.later // HOUR,
    )  # fmt: skip


@settings.put(PHONE, response=answers(PhoneOut, also=(409,)), summary="Change the tries")
def change_tries(request: HttpRequest, said: TriesIn) -> PhoneOut:
    """How often we call before we write, and how many working hours lie between."""
    acts.set_tries(said.trying(), by=agent_of(request), at=timezone.now())
    return phone(request)


@settings.post(LINES, response=answers(LineOut, status=201, also=(404, 409)), summary="Add a number")
def add(request: HttpRequest, said: PhoneLineIn) -> Status[LineOut]:
    """Calls there are the team's. A provider is connected on the number's page: its secret goes no other way."""
    team = people.team(said.team)
    made = acts.add_line(said.number, name=said.name, team=team, by=agent_of(request), at=timezone.now())
    return Status(201, LineOut.of(made))


@settings.put(LINES + "/{pk}", response=answers(LineOut, also=(404, 409)), summary="Change a number")
def change(request: HttpRequest, pk: PathId, said: PhoneLineIn) -> LineOut:
    """Number, name and team."""
    line, team = queries.line(pk), people.team(said.team)
    acts.change_line(line, number=said.number, name=said.name, team=team, by=agent_of(request), at=timezone.now())
    return LineOut.of(queries.line(pk))


@settings.delete(LINES + "/{pk}", response=answers(None, status=204, also=(404,)), summary="Remove a number")
def remove(request: HttpRequest, pk: PathId) -> Status[None]:
    """It is a number of ours no more; what was said there stays."""
    acts.remove_line(queries.line(pk), by=agent_of(request), at=timezone.now())
    return Status(204, None)


def _team(agent: Agent, pk: int | None) -> Team:
    return people.team(pk) if pk else people.own_or_first_team(agent)


def _joined(agent: Agent, number: int | None) -> Conversation | None:
    return conversations.get_for(agent, number) if number else None


def _kept(message: Message) -> Status[SaidOut]:
    return Status(201, SaidOut(conversation=message.conversation_id, message=message.pk))
