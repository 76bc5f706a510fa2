"""Settings: mailboxes, the switch for outgoing mail, the shelf of what is stuck."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.afterhours import acts as afterhours
from makegood.afterhours import queries as night
from makegood.afterhours.rules import Setting
from makegood.agenda import acts as agenda
from makegood.agenda import queries as agenda_queries
from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.nights import AfterHoursIn, AfterHoursOut
from makegood.api.shapes.settings import (
    DoneAgainOut,
    HaltIn,
    MailboxIn,
    MailboxSettingsOut,
    NewMailboxIn,
    SendingOut,
    StuckArrivalOut,
    StuckDeliveryOut,
    StuckOut,
    StuckTurnOut,
)
from makegood.channels.mail import queries as mail
from makegood.channels.mail.acts import settings as mail_acts
from makegood.conversations import acts as conversations
from makegood.conversations.queries.leaving import stuck_deliveries
from makegood.intake import acts as intake
from makegood.intake import queries as intake_queries
from makegood.people import acts, queries
from makegood.people.models import Mailbox

router = Router(tags=["settings: mail"], auth=Bearer(admin=True))
HERE, STUCK, SHELF = "/settings/mailboxes", "/settings/stuck", 100
ONE = answers(MailboxSettingsOut, also=(404, 409))
NIGHT = answers(AfterHoursOut, also=(404,))


@router.get(HERE, response=answers(list[MailboxSettingsOut]), summary="List mailbox settings")
def mailboxes(request: HttpRequest) -> list[MailboxSettingsOut]:
    """Every mailbox, resting ones too."""
    return [_shown(one) for one in queries.mailboxes()]


@router.post(HERE, response=answers(MailboxSettingsOut, status=201, also=(404, 409)), summary="Add a mailbox")
def add(request: HttpRequest, said: NewMailboxIn) -> Status[MailboxSettingsOut]:
    """A new address of ours. Its servers and passwords are typed in on the settings page."""
    team = queries.team(said.team)
    by, now = agent_of(request), timezone.now()
    box = acts.add_mailbox(said.address, name=said.name, team=team, gives_page=said.gives_page, by=by, now=now)
    return Status(201, _shown(box))


@router.patch(HERE + "/{pk}", response=ONE, summary="Change a mailbox")
def change(request: HttpRequest, pk: PathId, said: MailboxIn) -> MailboxSettingsOut:
    """Its name, team, signature, and what becomes of its mail. What is left out stays."""
    box, by, now = queries.mailbox(pk), agent_of(request), timezone.now()
    new = said.model_dump(exclude_none=True)
    signature, team = new.pop("signature", None), new.pop("team", None)
    same = ("address", "name", "automatic_stays_open", "reopen_days", "gives_page")
    kept = {name: getattr(box, name) for name in same}
    acts.change_mailbox(box, **(kept | new), team=queries.team(team or box.team_id), by=by, now=now)
    if signature is not None:
        acts.sign_mailbox(box, signature, by=by, now=now)
    return _shown(queries.mailbox(pk))


@router.get(HERE + "/{pk}/after-hours", response=NIGHT, summary="What is said at night")
def after_hours(request: HttpRequest, pk: PathId) -> AfterHoursOut:
    """What the mailbox says by itself while nobody of its team is there."""
    return _at_night(queries.mailbox(pk))


@router.put(HERE + "/{pk}/after-hours", response=NIGHT, summary="Set what is said at night")
def set_after_hours(request: HttpRequest, pk: PathId, said: AfterHoursIn) -> AfterHoursOut:
    """On or off, the words in each language, and within how long an answer is promised. Twice is once."""
    words = {str(language): text for language, text in said.words.items()}
    setting = Setting(said.is_on, words, said.promise_minutes)
    afterhours.set_up(queries.mailbox(pk), setting, by=agent_of(request), at=timezone.now())
    return _at_night(queries.mailbox(pk))


def _at_night(box: Mailbox) -> AfterHoursOut:
    setting = night.setting_of(box)
    return AfterHoursOut(is_on=setting.is_on, words=dict(setting.words), promise_minutes=setting.promise)


@router.post(HERE + "/{pk}/pause", response=ONE, summary="Let a mailbox rest")
def pause(request: HttpRequest, pk: PathId) -> MailboxSettingsOut:
    """It is neither fetched nor written from."""
    acts.pause_mailbox(queries.mailbox(pk), by=agent_of(request), now=timezone.now())
    return _shown(queries.mailbox(pk))


@router.post(HERE + "/{pk}/resume", response=ONE, summary="Let a mailbox work again")
def resume(request: HttpRequest, pk: PathId) -> MailboxSettingsOut:
    """What came meanwhile is fetched."""
    acts.resume_mailbox(queries.mailbox(pk), by=agent_of(request), now=timezone.now())
    return _shown(queries.mailbox(pk))


@router.get("/settings/sending", response=answers(SendingOut), summary="Ask whether mail leaves")
def sending(request: HttpRequest) -> SendingOut:
    """`halted` says why no mail leaves; empty while it does."""
    return SendingOut(halted=mail.halted())


@router.post("/settings/sending/halt", response=answers(SendingOut), summary="Let no mail leave")
def halt(request: HttpRequest, said: HaltIn) -> SendingOut:
    """What is written waits."""
    mail_acts.halt(said.reason, by=agent_of(request), now=timezone.now())
    return SendingOut(halted=mail.halted())


@router.post("/settings/sending/go-on", response=answers(SendingOut), summary="Let mail leave again")
def go_on(request: HttpRequest) -> SendingOut:
    """What waited leaves."""
    mail_acts.go_on(by=agent_of(request), now=timezone.now())
    return SendingOut(halted=mail.halted())


@router.get(STUCK, response=answers(StuckOut), summary="Look at the shelf")
def stuck(request: HttpRequest) -> StuckOut:
    """What waits for a person, with the reason in words."""
    deliveries = [
        StuckDeliveryOut(id=one.pk, conversation=one.message.conversation_id, address=one.address, reason=one.reason)
        for one in stuck_deliveries(limit=SHELF)
    ]
    return StuckOut(
        arrivals=[StuckArrivalOut.model_validate(one) for one in intake_queries.shelf()[:SHELF]],
        deliveries=deliveries,
        turns=[StuckTurnOut.model_validate(one) for one in agenda_queries.stuck(limit=SHELF)],
    )


@router.post(STUCK + "/arrivals/{pk}/retry", response=answers(DoneAgainOut), summary="File a stuck arrival again")
def retry_arrival(request: HttpRequest, pk: PathId) -> DoneAgainOut:
    """It is filed anew."""
    return DoneAgainOut(done=intake.retry(pk, by=agent_of(request).pk, at=timezone.now()))


@router.post(
    STUCK + "/deliveries/{pk}/retry", response=answers(DoneAgainOut, also=(404, 409)), summary="Send stuck mail again"
)
def retry_delivery(request: HttpRequest, pk: PathId) -> DoneAgainOut:
    """It is handed to the server again."""
    conversations.try_again(pk, by=agent_of(request), at=timezone.now())
    return DoneAgainOut(done=True)


@router.post(STUCK + "/turns/{pk}/retry", response=answers(DoneAgainOut), summary="Do stuck work again")
def retry_turn(request: HttpRequest, pk: PathId) -> DoneAgainOut:
    """It is tried again."""
    return DoneAgainOut(done=agenda.retry_stuck(pk, now=timezone.now()))


def _shown(box: Mailbox) -> MailboxSettingsOut:
    switches = ("gives_page", "gives_thanks", "asks_solved")
    same = ("address", "name", "signature", "is_active", "automatic_stays_open", "reopen_days", *switches)
    return MailboxSettingsOut(id=box.pk, team=box.team_id, **{name: getattr(box, name) for name in same})
