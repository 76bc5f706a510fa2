"""Kept mail becomes letters in the right mailbox's conversations."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.channels.mail.addresses import FromPartner, from_partner, parse, without_mark
from makegood.channels.mail.models import Access
from makegood.channels.mail.reading import read
from makegood.conversations.letter import Letter
from makegood.conversations.queries import exists
from makegood.conversations.rules import REFERENCES_READ
from makegood.handoffs.queries import place_of
from makegood.intake import acts as intake
from makegood.intake import queries
from makegood.people.acts.company import lay_ground
from makegood.people.acts.mailboxes import add_mailbox
from makegood.people.models import Mailbox
from makegood.people.queries import first_team, mailbox_at
from makegood.people.rules import Taken, Unfit

BATCH = 50


def file(turn: Turn, *, now: datetime) -> None:
    """Every arrival that is kept is filed, refused or stuck."""
    reader, has_gone_on = Reader(), False
    while batch := queries.waiting(1 if turn.lost else BATCH):
        if turn.lost:  # a worker died over one of these: find out which, one by one
            batch = intake.set_aside_deadly(batch, at=now)
        intake.file_all(batch, reader.read, at=now)
        if turn.lost and not has_gone_on:
            agenda.went_on(turn)
            has_gone_on = True


class Reader:
    """Reads arrivals, one run of them. It asks for each mailbox once, so it must not outlive the run."""

    def __init__(self) -> None:
        self._mailboxes: dict[str, Mailbox | None] = {}
        self._authservs: dict[int, str] = {}

    def read(self, raw: bytes, address: str) -> intake.Reading:
        """The letter, its mailbox, and the conversation whose signed address it was sent to. Raises intake.Unplaced."""
        mailbox = self._mailbox(address) if address else None
        letter = read(raw, own_authserv=self._authserv(mailbox) if mailbox else "")
        box = mailbox or self._mailbox_of(letter, address)
        marked = _from_partner(letter)
        place = place_of(marked.handoff, letter.sender.address) if marked else None
        if marked and place and place.is_for_handoff:
            return intake.Reading(letter, box, handoff=marked.handoff, partner_mail=marked.mail)
        return intake.Reading(letter, box, place.conversation if place else _hint(letter))

    def _mailbox(self, address: str) -> Mailbox | None:
        if address not in self._mailboxes:
            self._mailboxes[address] = mailbox_at(address) or mailbox_at(without_mark(address))
        return self._mailboxes[address]

    def _authserv(self, mailbox: Mailbox) -> str:
        """The name under which the mailbox's own server writes its verdicts; "" when the admin has not told."""
        if mailbox.pk not in self._authservs:
            found = Access.objects.filter(mailbox=mailbox).values_list("authserv_id", flat=True).first()
            self._authservs[mailbox.pk] = found or ""
        return self._authservs[mailbox.pk]

    def _mailbox_of(self, letter: Letter, address: str) -> Mailbox:
        """The mailbox at this address; else the first that the mail names and we have; else the first it names, new."""
        named = [address] if address else [*letter.delivered_to, *(one.address for one in letter.to)]
        named = [one for one in named if one]
        if not named:
            raise intake.Unplaced("The mail names no recipient, so it cannot be told which mailbox it came to.")
        for one in named:
            if found := self._mailbox(one):
                return found
        self._mailboxes.clear()
        return _new_mailbox(named[0] if address else without_mark(named[0]))


def _new_mailbox(address: str) -> Mailbox:
    """A mailbox for an address that only the mail itself named; the first team has it until an admin says otherwise."""
    now = timezone.now()
    lay_ground(now=now)
    try:
        return add_mailbox(address, team=first_team(), by=None, now=now)
    except (Taken, Unfit) as error:
        if found := mailbox_at(address):  # another worker met the address at the same moment
            return found
        raise intake.Unplaced(f"The mail was sent to {address}, which cannot be a mailbox: {error}") from error


def _from_partner(letter: Letter) -> FromPartner | None:
    """The handoff whose signed address or mail this answers, or whose mail came back; None: no such."""
    people = (*letter.delivered_to, *(one.address for one in (*letter.to, *letter.cc)))
    ids = (letter.about, letter.in_reply_to, *reversed(letter.references[-REFERENCES_READ:]))
    return next((found for one in (*people, *ids) if "h" in one and (found := from_partner(one))), None)


def _hint(letter: Letter) -> int | None:
    for one in (*letter.delivered_to, *(person.address for person in (*letter.to, *letter.cc))):
        signed = parse(one)
        if signed and exists(signed.conversation):
            return signed.conversation
    return None
