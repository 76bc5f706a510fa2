"""Customers and partners: they write, answer, say thanks, get loud, finish their part, or never say a word."""

from __future__ import annotations

from datetime import datetime
from math import pi, sin
from typing import Any

from makegood.base.prepared import Prepared
from makegood.conversations import acts
from makegood.conversations.letter import Address, Letter
from makegood.conversations.models import Conversation
from makegood.escalations import acts as ladders
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Voice
from makegood.handoffs.models import Handoff
from makegood.handoffs.models import State as Handed
from makegood.people.models import Mailbox
from tests.year.habits import LOUD, partner_answers
from tests.year.life import Life, in_hours
from tests.year.scale import DAY, Scale

MATTERS = ("The lamp flickers", "Where is my order?", "The handle broke", "Wrong colour", "Nobody called back")

HANDOFF = Prepared(lambda: Handoff.objects.select_related("partner").filter(pk=0))


class Outside:
    """Everybody who is not one of us."""

    def __init__(self, life: Life, scale: Scale) -> None:
        self.life, self.scale, self.chance = life, scale, life.chance
        self.boxes = list(Mailbox.objects.select_related("team__location").order_by("pk"))

    def hour(self) -> None:
        """What they do in this hour is among its deeds."""
        for _ in range(self._how_many()):
            self.life.soon("mails of new customers", self._write)
        for what, about, at in self.life.came_due():
            minute = (at - self.life.at).total_seconds() / 60
            getattr(self, f"_{what}")(about, minute)

    def _how_many(self) -> int:
        """More by day than by night, fewer on Sundays."""
        hour, day = self.life.at.hour, self.life.at.weekday()
        share = max(0.1, sin((hour - 5) / 18 * pi)) / 12.6 * (0.4 if day == 6 else 1.1)
        wanted = self.scale.a_day * share
        return int(wanted) + (self.chance.random() < wanted % 1)

    def _write(self, at: datetime) -> None:
        number, box = self.life.number(), self.chance.choice(self.boxes)
        regular = self.chance.random() < 0.15
        who = f"c{self.chance.randrange(1, max(2, number // 40)) if regular else number}@mail.example"
        acts.receive(self._letter(who, box, number, subject=self.chance.choice(MATTERS)), mailbox=box, at=at)

    def _letter(self, who: str, box: Mailbox, number: int, *, subject: str, text: str = "", to: str = "") -> Letter:
        text = text or f"Hello, {subject.lower()}. Can you help me? ({number})"
        return Letter(
            sender=Address(who.partition("@")[0], who),
            to=(Address("", box.address),),
            subject=subject,
            text=text,
            reply_text=text,
            message_id=f"{number}@mail.example",
            in_reply_to=to,
        )

    # What was in the air

    def answered(self, conversation: Conversation, who: str, message_id: str, *, at: datetime) -> None:
        """They read our answer, and may write again."""
        dice, box = self.chance.random(), conversation.mailbox_id
        words = "asks" if dice < 0.28 else "thanks" if dice < 0.38 else ""
        if words and box:
            self.life.later(at + in_hours(self.chance, median=7), "mail", who, box, message_id, words)

    def _mail(self, about: Any, minute: float) -> None:
        who, box_id, to, words = about
        box = next(one for one in self.boxes if one.pk == box_id)
        text = "Thank you, that is all." if words == "thanks" else f"And when will it be done? ({self.life.number()})"
        letter = self._letter(who, box, self.life.number(), subject="Re: my question", text=text, to=to)
        self.life.soon("mails of known customers", lambda at: acts.receive(letter, mailbox=box, at=at), minute=minute)

    def late(self, number: int) -> None:
        """What we owe them is late: a loud one takes it higher at some time, and writes again."""
        if self.chance.random() < LOUD / 8:
            one = Conversation.objects.get(pk=number)
            self.life.soon("customers take it higher", lambda at: ladders.take_higher(one, words="I wait.", at=at))

    # Partners

    def at_partner(self, pk: int) -> None:
        """An hour of a partner's day on one thing that is theirs."""
        handoff = HANDOFF.get(pk)
        if self.chance.random() > partner_answers(handoff.partner_id or 0, seed=self.scale.seed):
            return
        voice, dice = Voice(name="Rosa", text="A word."), self.chance.random()
        if handoff.state == Handed.OFFERED and dice < 0.85:
            day = (self.life.at + self.chance.choice((2, 4, 7)) * DAY).date()
            self.life.soon("partners accept", lambda at: handoffs.take(handoff, voice, day=day, at=at))
        elif handoff.state == Handed.OFFERED:
            self.life.soon("partners decline", lambda at: handoffs.refuse(handoff, voice, at=at))
        elif dice < 0.12:
            self.life.soon("partners finish", lambda at: handoffs.finish(handoff, voice, at=at))
        elif dice < 0.15:
            self.life.soon("partners write", lambda at: handoffs.write(handoff, voice, at=at))
        elif handoff.promised_at and dice < 0.2 and handoff.promised_at - self.life.at < DAY:
            day = (handoff.promised_at + 3 * DAY).date()
            self.life.soon("partners move their date", lambda at: handoffs.move(handoff, voice, day=day, at=at))

    # People of ours who come back without having said when

    def _back(self, about: Any, minute: float) -> None:
        from makegood.people.duty import acts as duty
        from makegood.people.duty.models import Absence

        def come_back(at: datetime) -> None:
            absence = Absence.objects.filter(pk=about[0]).select_related("agent").first()
            if absence:
                duty.end_absence(absence, by=absence.agent, at=at)
                self.life.look_at([absence.agent_id])

        self.life.soon("people are back", come_back, minute=minute)
