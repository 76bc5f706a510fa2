"""A mail from a partner lands in its handoff, and nowhere else: never in front of the customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.base.html import to_text
from makegood.conversations.letter import Kind, Letter
from makegood.conversations.rules import Refused, fingerprint
from makegood.handoffs import rules
from makegood.handoffs.acts import theirs
from makegood.handoffs.acts.mails import mail_failed
from makegood.handoffs.acts.theirs import Voice
from makegood.handoffs.models import Handoff, Mail, Said


def received(letter: Letter, *, handoff: int, mail: int, mailbox: int, arrival: int | None, at: datetime) -> bool:
    """The letter is kept in the handoff; a bounce marks it. False when the same one was there before.

    Only a person at one of the partner's own addresses answers by it; whoever else writes there is kept and flagged.
    """
    found = Handoff.objects.select_related("partner").get(pk=handoff)
    once = f"h{handoff}:{fingerprint(letter, mailbox=mailbox)}"[:80]
    if Said.objects.filter(once=once).exists():
        return False
    voice = _voice(found, letter, arrival=arrival, once=once)
    if letter.kind is Kind.PERSON:
        _heard(found, voice, letter, at=at)
        return True
    theirs.keep_beside(found, voice, at=at)
    if letter.kind is Kind.BOUNCE and letter.bounce_permanent and Mail.objects.filter(pk=mail, handoff=found).exists():
        mail_failed(mail, reason=letter.text[:300] or "The mail came back.", at=at)
    return True


def _voice(handoff: Handoff, letter: Letter, *, arrival: int | None, once: str) -> Voice:
    addresses = handoff.partner.addresses if handoff.partner else ()
    return Voice(
        name=letter.sender.name,
        address=letter.sender.address,
        text=letter.reply_text or letter.text or to_text(letter.html) or letter.subject or "(…)",
        files=letter.attachments,
        is_doubtful=letter.is_doubtful or not rules.is_theirs(letter.sender.address, addresses),
        arrival=arrival,
        once=once,
    )


def _heard(handoff: Handoff, voice: Voice, letter: Letter, *, at: datetime) -> None:
    command = rules.command_of(voice.text) if not voice.is_doubtful else rules.Command()
    try:
        with transaction.atomic():
            match command.verb:
                case "yes":
                    theirs.take(handoff, voice, day=command.day, at=at)
                case "no":
                    theirs.refuse(handoff, voice, at=at)
                case "done":
                    theirs.finish(handoff, voice, at=at)
                case _:
                    theirs.write(handoff, voice, at=at)
    except Refused:
        theirs.write(handoff, voice, at=at)
