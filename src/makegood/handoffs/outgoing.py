"""What the mail channel needs to know to write to a partner: plain values, and the words that we use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.handoffs.models import Handoff, Mail, Shared, State
from makegood.people.models import Company, Mailbox, Partner

SHOWN = (
    "said__by",
    "handoff__partner",
    "handoff__by",
    "handoff__owner",
    "handoff__conversation__mailbox__team__location",
)


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that goes along when there is no link; `stored` is the name that base.files knows."""

    name: str
    type: str
    stored: str


@dataclass(frozen=True, slots=True)
class ToPartner:
    """One mail to a partner, all of what it says. `token` opens their page; `mails` are more than one for reminders."""

    mails: list[int]
    handoff: int
    conversation: int
    mailbox: Mailbox
    partner: str
    address: str
    language: str
    subject: str
    text: str
    at: datetime
    is_automatic: bool
    files: list[SharedFile]


def mail(pk: int) -> Mail | None:
    """The mail with all that it says, if it still waits to leave; None when it left, or is not needed."""
    found = Mail.objects.select_related(*SHOWN).filter(pk=pk, state=Mail.State.PLANNED).first()
    return found if found and is_needed(found) else None


def is_needed(one: Mail) -> bool:
    """Whether what it says is still so: an ended handoff asks for nothing any more."""
    if one.kind == Mail.Kind.REMINDER:
        return one.handoff.state == State.ACCEPTED
    return one.kind != Mail.Kind.OFFER or one.handoff.state == State.OFFERED


def reminders(partner: int) -> list[Mail]:
    """The reminders that wait to leave to this partner, oldest first."""
    waiting = Mail.objects.select_related(*SHOWN).filter(handoff__partner=partner, kind=Mail.Kind.REMINDER)
    return list(waiting.filter(state=Mail.State.PLANNED).order_by("pk"))


def to_partner(mails: Sequence[Mail], *, origin: str, addresses: Sequence[str]) -> ToPartner | None:
    """One mail that says what these say. `origin`: the desk's public address, "" for no links; `addresses`: the signed
    reply address of each. None when there is nobody, or no mailbox, to write from or to."""
    first = mails[0]
    handoff, partner = first.handoff, first.handoff.partner
    mailbox = handoff.conversation.mailbox
    if partner is None or mailbox is None or not partner.addresses:
        return None
    with translation.override(partner.language):
        return ToPartner(
            mails=[one.pk for one in mails],
            handoff=handoff.pk,
            conversation=handoff.conversation_id,
            mailbox=mailbox,
            partner=partner.name,
            address=partner.addresses[0],
            language=partner.language,
            subject=_subject(mails),
            text=_text(mails, partner, origin, addresses),
            at=first.at,
            is_automatic=first.kind in (Mail.Kind.REMINDER, Mail.Kind.RETURNED),
            files=[] if origin or first.kind != Mail.Kind.OFFER else _files(handoff),
        )


def _subject(mails: Sequence[Mail]) -> str:
    subject = mails[0].handoff.subject
    if len(mails) > 1:
        return _("Reminder: %(count)d things that you have for us") % {"count": len(mails)}
    return {
        Mail.Kind.OFFER.value: _("Can you help with this? %(subject)s"),
        Mail.Kind.WORD.value: _("About: %(subject)s"),
        Mail.Kind.REMINDER.value: _("Reminder: %(subject)s"),
        Mail.Kind.RETURNED.value: _("No longer with you: %(subject)s"),
        Mail.Kind.TAKEN_BACK.value: _("No longer needed: %(subject)s"),
    }[mails[0].kind] % {"subject": subject}


def _text(mails: Sequence[Mail], partner: Partner, origin: str, addresses: Sequence[str]) -> str:
    who = Company.objects.first()
    house = who.name if who else ""
    parts = [_("Hello,")]
    for one, address in zip(mails, addresses, strict=True):
        parts += [*_said(one, house, partner), *_ways(one, origin, address if len(mails) > 1 else "")]
    parts.append(f"{mails[0].handoff.by.name}\n{house}".strip())
    return "\n\n".join(part for part in parts if part) + "\n"


def _said(one: Mail, house: str, partner: Partner) -> list[str]:
    handoff = one.handoff
    match one.kind:
        case Mail.Kind.OFFER:
            asks = _("%(who)s of %(house)s asks for your help:") % {"who": handoff.by.name, "house": house}
            until = _due(ClockKind.OFFER, handoff, partner)
            answer = _("Please answer by %(day)s.") % {"day": until} if until else ""
            return [asks, f"{handoff.subject}\n{handoff.reason}", *_shared(handoff), answer]
        case Mail.Kind.WORD:
            return [one.said.text if one.said else "", f"({handoff.subject})"]
        case Mail.Kind.REMINDER:
            day = _day(handoff.promised_at, partner) if handoff.promised_at else ""
            return [
                _("“%(subject)s” was to be ready by %(day)s, and we have not heard from you since.")
                % {"subject": handoff.subject, "day": day},
                _("Is it done? Or what shall we tell the customer?"),
            ]
        case Mail.Kind.RETURNED:
            return [
                _("We had no word from you about “%(subject)s”, so we have taken it back. Nothing is held against you.")
                % {"subject": handoff.subject}
            ]
    return [_("You need not do anything more about “%(subject)s”.") % {"subject": handoff.subject}, handoff.why]


def _due(kind: str, handoff: Handoff, partner: Partner) -> str:
    clock = running_about(kind, handoff.pk)
    return _day(clock.due_at, partner, hour=True) if clock else ""


def _day(at: datetime, partner: Partner, *, hour: bool = False) -> str:
    return in_words(at.astimezone(ZoneInfo(partner.zone)), "l j F, H:i" if hour else "l j F")


def _shared(handoff: Handoff) -> list[str]:
    """What of the conversation was chosen for them, without a name or an address."""
    rows = Shared.objects.filter(handoff=handoff, message__isnull=False).select_related("message").order_by("message")
    texts = [one.message.reply_text or one.message.text for one in rows if one.message]
    return ["> " + text[:2000].replace("\n", "\n> ") for text in texts]


def _files(handoff: Handoff) -> list[SharedFile]:
    rows = Shared.objects.filter(handoff=handoff, file__isnull=False).select_related("file").order_by("file")
    return [SharedFile(one.file.name, one.file.type, one.file.stored) for one in rows if one.file]


def _ways(one: Mail, origin: str, address: str) -> list[str]:
    """How they answer: by the link, by mail, or both."""
    ways = []
    if origin and one.sealed:
        ways.append(f"{_('Answer here, without an account:')} {origin}/h/{secrets.unseal(one.sealed)}")
    if one.kind == Mail.Kind.OFFER:
        ways.append(
            _(
                "Or answer this mail. If you take it, let it begin with a line that says YES and the day, as "
                "“YES 2026-12-01”; if you cannot, with NO, and below it why."
            )
        )
    if one.kind == Mail.Kind.REMINDER:
        ways.append(_("Or answer this mail; once it is done, with a first line that says DONE."))
    if address:
        ways.append(_("By mail about this one: %(address)s") % {"address": address})
    return ways
