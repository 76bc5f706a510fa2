"""Plays the stories through the doors of real life: mail is kept, read and filed; answers are acts like any other."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import singledispatchmethod

from makegood.agenda import acts as agenda
from makegood.base.money import Money
from makegood.calls import acts as calls
from makegood.channels.mail.filing import Reader
from makegood.conversations import acts
from makegood.conversations.acts import Along
from makegood.conversations.acts.writing import delivery_key
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Message
from makegood.demo.amends import make_amends, watch_orders
from makegood.demo.company import Company, found
from makegood.demo.heard import hear
from makegood.demo.knowing import write_articles
from makegood.demo.picture import broken_lid
from makegood.demo.shop import CONSIGNMENT, take_orders
from makegood.demo.steps import (
    Agrees,
    Answers,
    Asks,
    Gives,
    Hands,
    Notes,
    Offers,
    Rights,
    Says,
    Step,
    Story,
    Takes,
    WantsCall,
)
from makegood.demo.stories import STORIES
from makegood.demo.thanks import say_thanks
from makegood.demo.told import tell
from makegood.handoffs import acts as handoffs
from makegood.handoffs.models import Handoff, Mail
from makegood.intake import acts as intake
from makegood.orders.models import Order
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.promises.acts import Word, making
from makegood.remedies import acts as remedies
from makegood.remedies.wish import Wish

AFTER = {
    "wait": acts.After(),
    "close": acts.After(closes=True),
    "open": acts.After(not_done=True),
    "rest": acts.After(lets_rest=True),
}


class Used(Exception):
    """This desk is somebody's already; the demo would mix with it."""


def fill(*, now: datetime) -> Agent:
    """The invented company with its fifteen stories, as of now. Returns Tove, who may see it all. Raises Used."""
    if people.is_set_up() or Conversation.objects.exists():
        raise Used("This data folder is in use. The demo needs an empty one: set MAKEGOOD_DATA to a new folder.")
    company = found(now=now - timedelta(days=90))
    take_orders(company, now=now)
    watch_orders(company, now=now)
    write_articles(company, now=now - timedelta(days=30))
    steps = [(step.ago, index, step) for index, story in enumerate(STORIES) for step in story.steps]
    players = [Player(story, company, now=now) for story in STORIES]
    for _, index, step in sorted(steps, key=lambda one: -one[0]):
        players[index].play(step)
    for player in players:
        player.finish()
    make_amends(company, now=now)
    _machines(company, now=now)
    hear(company, now=now)
    say_thanks(company, now=now)
    tell(company, now=now)
    return company.agents["tove"]


class Player:
    """One story on its way through the desk."""

    def __init__(self, story: Story, company: Company, *, now: datetime) -> None:
        self.story, self.company, self.now = story, company, now
        self.customer = Address(story.name, story.address)
        self.number = 0

    @property
    def conversation(self) -> Conversation:
        """As it stands now."""
        return Conversation.objects.select_related("team", "owner", "mailbox").get(pk=self.number)

    @singledispatchmethod
    def play(self, step: Step) -> None:
        """The step happens, at its own time."""
        raise TypeError(f"no story holds a {step!r}")

    @play.register
    def _(self, step: Says) -> None:
        mailbox = self.company.mailboxes[self.story.mailbox]
        last = Message.objects.filter(conversation=self.number or None).order_by("-pk").first()
        raw = _mail(self.story, step, to=mailbox.address, answers=last.message_id if last else "", at=self._at(step))
        kept = intake.keep(raw, source="demo", mailbox=mailbox.address, at=self._at(step))
        [arrival] = intake.file_all([kept.arrival], Reader().read, at=self._at(step))
        self.number = self.number or arrival.conversation_id or 0

    @play.register
    def _(self, step: Answers) -> None:
        at, conversation = self._at(step), self.conversation
        newest = conversation.messages.order_by("-pk")[0].pk
        words = acts.Words(to=[self.customer], text=step.text)
        by = self.company.agents[step.who]
        once = f"demo-{self.number}-{newest}"
        message = acts.reply(
            conversation,
            words,
            by=by,
            seen=newest,
            at=at,
            once=once,
            after=AFTER[step.then],
            along=self._along(step, by),
        )
        for delivery in message.deliveries.all():
            agenda.cancel(delivery_key(delivery.pk), now=at)
            acts.sent(delivery.pk, at=at + timedelta(seconds=11))

    @play.register
    def _(self, step: Notes) -> None:
        once = f"demo-note-{self.number}-{step.ago}"
        acts.note(self.conversation, text=step.text, by=self.company.agents[step.who], at=self._at(step), once=once)

    @play.register
    def _(self, step: Takes) -> None:
        acts.claim(self.conversation, by=self.company.agents[step.who], at=self._at(step))

    @play.register
    def _(self, step: Offers) -> None:
        by, to = self.company.agents[step.who], self.company.agents[step.to]
        handoffs.offer(self.conversation, handoffs.Words(step.why, step.told), to=to, by=by, at=self._at(step))

    @play.register
    def _(self, step: Hands) -> None:
        at, by, to = self._at(step), self.company.agents[step.who], self.company.partners[step.to]
        handoff = handoffs.offer_partner(self.conversation, handoffs.Brief(step.subject, step.why), to=to, by=by, at=at)
        for mail in Mail.objects.filter(handoff=handoff):
            agenda.cancel(f"partner_mail:{mail.pk}", now=at)
            handoffs.mail_sent(mail.pk, at=at + timedelta(seconds=3))

    @play.register
    def _(self, step: Agrees) -> None:
        handoff, at = Handoff.objects.get(conversation=self.number, state="offered"), self._at(step)
        voice = handoffs.Voice("Signe", "loom@sorrel.example", step.text)
        handoffs.take(handoff, voice, day=(self.now + timedelta(days=step.days)).date(), at=at)

    @play.register
    def _(self, step: WantsCall) -> None:
        by, when = self.company.agents[step.who], self.now + timedelta(minutes=step.ahead)
        calls.call_back(self.conversation, number=step.number, when=when, by=by, at=self._at(step))

    @play.register
    def _(self, step: Asks) -> None:
        by, at = self.company.agents[step.who], self._at(step)
        remedies.ask(self.conversation, self._wish(step.remedy, step.why), by=by, at=at)

    def _along(self, step: Answers, by: Agent) -> list[Along]:
        at = self._at(step)
        along = [making(self._word(step.word), by=by, at=at)] if step.word else []
        return along + ([remedies.granting(self._wish(step.remedy), by=by, at=at)] if step.remedy else [])

    def _word(self, gives: Gives) -> Word:
        return Word(gives.what, self.now + timedelta(minutes=gives.ahead), gives.event)

    def _wish(self, rights: Rights, why: str = "") -> Wish:
        due_at = self.now + timedelta(minutes=rights.ahead) if rights.ahead else None
        value, cost = Money(rights.value, "EUR"), Money(rights.cost, "EUR")
        order = Order.objects.get(number=rights.order) if rights.order else None
        return Wish(rights.kind, value, cost, thing=rights.thing, reason=why, due_at=due_at, order=order)

    def finish(self) -> None:
        """The tags, which nobody remembers setting."""
        if self.story.tags:
            acts.tag(self.conversation, self.story.tags, by=self.company.agents["tove"], at=self.now)

    def _at(self, step: Step) -> datetime:
        return self.now - timedelta(minutes=step.ago)


def _mail(story: Story, step: Says, *, to: str, answers: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"] = formataddr((story.name, story.address))
    message["To"] = to
    message["Subject"] = f"Re: {story.subject}" if answers else story.subject
    message["Date"] = format_datetime(at)
    local, _, domain = story.address.partition("@")
    message["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.{local}@{domain}>"
    if answers:
        message["In-Reply-To"] = message["References"] = f"<{answers}>"
    message.set_content(step.text)
    if step.picture:
        message.add_attachment(broken_lid(), maintype="image", subtype="png", filename="lid.png")
    return message.as_bytes()


def _machines(company: Company, *, now: datetime) -> None:
    """A carrier's automatic mail, as every real inbox has."""
    at = now - timedelta(hours=4)
    message = EmailMessage()
    message["From"] = "Northwind Freight <noreply@northwind.example>"
    message["To"] = company.mailboxes["online"].address
    message["Subject"] = "Consignment NF-20881 collected"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = "<nf-20881@northwind.example>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("Consignment NF-20881 was collected from your stockroom. Expected tomorrow, 8 to 12.")
    message.add_alternative(CONSIGNMENT, subtype="html")
    kept = intake.keep(message.as_bytes(), source="demo", mailbox=company.mailboxes["online"].address, at=at)
    intake.file_all([kept.arrival], Reader().read, at=at)
