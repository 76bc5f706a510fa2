"""What people of the chain give to put things right, within what they may or with a yes; and what is spent at tills."""

from __future__ import annotations

from datetime import datetime

from makegood.authority import acts as authority
from makegood.base.money import Money
from makegood.base.plain import ask
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Location, Rank
from makegood.remedies import acts as remedies
from makegood.remedies.models import Ask, Remedy
from makegood.remedies.rules import MustAsk
from makegood.remedies.wish import Wish
from makegood.vouchers import acts as vouchers
from makegood.vouchers.models import LIVE, Voucher
from makegood.vouchers.queries import code_of
from makegood.vouchers.rules import Refused as RefusedVoucher
from tests.year.life import Life
from tests.year.scale import BEGINS, DAY

POLICY = """
policy: Making it right
currency: EUR
otherwise: needs approval by lead
asking: {answer within: 30 minutes, silence is a yes up to: 40.00}
rules:
  - {rule: An agent, for: any, roles: agent, limit: 30.00, answer: allowed, else: needs approval, by: lead}
  - {rule: A lead, for: any, roles: lead, limit: 100.00, answer: allowed, else: needs approval, by: manager}
  - {rule: A manager, for: any, roles: manager, limit: 400.00, answer: allowed, else: never}
  - {rule: A customer, for: any, limit: {upto: 500.00, per: customer, within: 90 days}, else: never}
  - {rule: A day, for: any, roles: agent, limit: {upto: 90.00, per: agent, within: day}, else: needs approval, by: lead}
"""
KINDS = ("store_credit", "voucher", "voucher", "gift", "replacement")
COMES_LATER = ("gift", "replacement")
UNEVEN = "SELECT transfer_id FROM books_leg GROUP BY transfer_id HAVING SUM(minor) <> 0 OR COUNT(*) < 2"
SPENT = """SELECT v.id FROM vouchers_voucher v LEFT JOIN vouchers_redemption r
    ON r.voucher_id = v.id AND r.undone_at IS NULL WHERE v.state NOT IN ('voided', 'expired')
    GROUP BY v.id, v.value_minor, v.balance_minor
    HAVING v.balance_minor < 0 OR v.balance_minor + COALESCE(SUM(r.minor + r.lapsed_minor), 0) <> v.value_minor"""


def publish() -> None:
    """The chain has a policy from its first day on."""
    admin = Agent.objects.filter(roles__rank=Rank.ADMIN).order_by("pk")[0]
    founded = BEGINS - DAY
    version = authority.write(POLICY, "", by=admin, now=founded)
    authority.publish(version, starts_at=founded, by=admin, now=founded)


class Giving:
    """Grants, answers to those who ask for a yes, and vouchers at tills."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance

    def grant(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        """Something for what went wrong; what is above them they ask for."""
        wish = self._wish(at)
        try:
            remedies.grant(conversation, wish, by=agent, at=at, told=True, once=f"year-{self.life.number()}")
        except MustAsk:
            remedies.ask(conversation, wish, by=agent, at=at, again=True, once=f"year-{self.life.number()}")
            self.life.done["ask for a yes"] += 1

    def _wish(self, at: datetime) -> Wish:
        kind, worth = self.chance.choice(KINDS), Money(self.chance.choice((500, 1000, 2000, 2900, 5000, 15000)), "EUR")
        day = (at + self.chance.choice((3, 6, 10)) * DAY).replace(hour=15, minute=0, second=0)
        later = kind in COMES_LATER and self.chance.random() < 0.8
        thing = self.chance.choice(("", "lamp", "kettle"))
        return Wish(kind, worth, worth, thing=thing, reason="It went wrong", due_at=day if later else None)

    def answer(self, pk: int, by: Agent, at: datetime) -> None:
        """Mostly yes, sometimes less, sometimes no."""
        one, dice = Ask.objects.get(pk=pk), self.chance.random()
        if dice < 0.65:
            remedies.say_yes(one, by=by, at=at)
        elif dice < 0.8:
            remedies.say_yes(one, by=by, at=at, value=Money(max(1, one.value // 2), one.currency))
        else:
            remedies.say_no(one, reason="Send them a new one instead.", by=by, at=at)

    def hour(self, here: set[int]) -> None:
        """Now and then a customer comes to some till with a voucher, or for what another shop granted."""
        if not here or self.chance.random() > 0.15:
            return
        agent = self.life.agents[self.chance.choice(sorted(here))]
        place = Location.objects.filter(teams__roles__agent=agent).order_by("pk").first()
        if place is None:
            return
        if self.chance.random() < 0.6:
            self.life.soon("spend a voucher", lambda at: self._spend(agent, place, at))
        else:
            self.life.soon("hand over what was granted", lambda at: self._hand_over(agent, place, at))

    def _spend(self, agent: Agent, place: Location, at: datetime) -> None:
        known = list(Voucher.objects.filter(state__in=LIVE).order_by("pk")[:200])
        if not known:
            raise Refused("There is no voucher.")
        one = self.chance.choice(known)
        worth = max(1, one.balance_minor // self.chance.choice((1, 1, 2)))
        once = f"year-{self.life.number()}"
        try:
            for _ in range(2):  # pressed twice
                vouchers.redeem(code_of(one), Money(worth, one.currency), at_location=place, by=agent, once=once, at=at)
        except RefusedVoucher as why:
            raise Refused(str(why)) from why

    def _hand_over(self, agent: Agent, place: Location, at: datetime) -> None:
        waits = Remedy.objects.filter(state="granted", due_at__isnull=False, kind__in=COMES_LATER)
        one = waits.select_related("conversation").order_by("pk").first()
        if one is None:
            raise Refused("Nothing waits.")
        remedies.hand_over(one.pk, to=one.conversation.customer_id, at_location=place, by=agent, at=at)

    def reply_is_due(self, conversation: Conversation) -> bool:
        """Whether this answer is one that gives something: to who writes for the first time, now and then."""
        first = conversation.messages.filter(direction=Message.OUT).count() == 0
        return first and self.chance.random() < 0.2


def wrong() -> list[str]:
    """What the books and the vouchers must never be."""
    found = [f"transfer {pk} is uneven" for (pk,) in ask(UNEVEN)]
    return found + [f"voucher {pk} was spent twice" for (pk,) in ask(SPENT)]
