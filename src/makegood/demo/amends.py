"""What Harbour & Pine gives of itself: for a late order, by Stripe, at a till; and what it tells those concerned."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.agenda import acts as agenda
from makegood.base.money import Money
from makegood.conversations import acts as conversations
from makegood.conversations.acts.writing import delivery_key
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Delivery
from makegood.demo.company import Company
from makegood.demo.paper import receipt
from makegood.demo.shop import LATE, MENDED, SOURCE, a_new_day
from makegood.notices import acts as notices
from makegood.notices.rules import By, Choice
from makegood.orders.models import Order, Source
from makegood.payments import acts as payments
from makegood.payments.models import Refund
from makegood.payments.rules import Answer
from makegood.remedies import acts as remedies
from makegood.remedies.models import Remedy
from makegood.vouchers import acts as vouchers
from makegood.vouchers.queries import code_of, of_remedies
from makegood.watch import acts as watching
from makegood.watch.heard import plan_looks
from makegood.watch.rules import Limits
from makegood.worklog import acts as worklog
from makegood.worklog.rules import Work

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

CLOSED = """Good morning,

our shop in Quay Lane opens at eleven tomorrow instead of nine: its floor is oiled in the night and has to dry. \
Whatever is ready for you waits at the till until six.

Harbour & Pine"""
GLAZE = """Hello,

in some of the Tide bowls of this autumn the glaze is thinner than it should be. They are safe to eat from, but they \
may crack in a microwave. Please do not heat yours there.

Answer “yes” and new ones are on their way to you; the old ones are yours to keep.

Harbour & Pine"""
GLAZE_DE = """Guten Tag,

bei einigen Tide-Schalen aus diesem Herbst ist die Glasur dünner, als sie sein soll. Man kann unbesorgt daraus essen, \
aber in der Mikrowelle können sie springen. Bitte erhitzen Sie Ihre dort nicht.

Antworten Sie mit „ja“, und neue sind auf dem Weg zu Ihnen; die alten dürfen Sie behalten.

Harbour & Pine"""
NEIGHBOURS = "Rosalind Achebe <r.achebe@post.example>\nPiet Vandermolen <piet@vandermolen.example>"


def make_amends(company: Company, *, now: datetime) -> None:
    """A late order is made up for, money went back by card, a voucher was used, work is shown, two notices stand."""
    _late_order(company, now=now)
    _by_card(company, now=now)
    _work(company, now=now)
    _notices(company, now=now)
    _posted(now=now)


def watch_orders(company: Company, *, now: datetime) -> None:
    """Orders of the shop are watched, and one that is a week late brings a voucher."""
    source, at = Source.objects.get(name=SOURCE), now - 40 * DAY
    watching.set_up(source, Limits(since=at.date(), grace_days=1), on=True, by=None, at=at)
    remedies.set_late_gift(
        source,
        on=True,
        days=7,
        kind="voucher",
        money=Money(1500, "EUR"),
        bearer=company.teams["online"].location,
        answers_for=company.agents["priya"],
        by=None,
        at=at,
    )


def _late_order(company: Company, *, now: datetime) -> None:
    """The shop names a later day: the customer hears of it before asking, and half of the voucher is spent since."""
    at, quay = now - 9 * DAY, company.teams["quay"].location
    a_new_day(LATE, now + 5 * DAY, at=at)
    order = Order.objects.get(number=LATE)
    again_at = watching.look(order.pk, at=at)
    plan_looks([order.pk], run_at=again_at or now + DAY)
    remedy = Remedy.objects.get(order=order)
    remedies.take_turn(remedy.pk, at=at + timedelta(minutes=2))
    agenda.cancel(f"remedy:{remedy.pk}", now=at)
    code, by, spent_at = code_of(of_remedies([remedy.pk])[remedy.pk]), company.agents["mo"], now - 2 * DAY
    vouchers.redeem(code, Money(980, "EUR"), at_location=quay, by=by, once="demo", at=spent_at)


def _by_card(company: Company, *, now: datetime) -> None:
    """What was granted goes back to the card and has arrived. Then Stripe is off: the key is nobody's."""
    at = now - 30 * HOUR
    account = payments.connect("sk_test_HarbourAndPine", by=None, at=now - 60 * DAY)
    remedy = Remedy.objects.get(kind="refund", order__number=MENDED)
    remedies.take_turn(remedy.pk, at=at)
    agenda.cancel(f"remedy:{remedy.pk}", now=at)
    refund = Refund.objects.get(remedy=remedy.pk)
    remedies.claim_payout(refund.pk, at=at)
    agenda.cancel(f"refund:{refund.pk}", now=at)
    remedies.payout_answered(refund.pk, Answer("re_3HarbourAndPine", "succeeded"), at=at + timedelta(seconds=2))
    payments.switch(account, on=False, by=None, at=now - DAY)


def _work(company: Company, *, now: datetime) -> None:
    """What was done at Florian's table, with the receipt for what it took."""
    conversation, at = _of("Florian Weiss"), now - 3 * HOUR
    paper = Attachment("Receipt oil and felt.pdf", "application/pdf", receipt())
    sanded = Work(
        "Sanded the top and the edges, and covered them against the rain. The oil waits for two dry days.",
        (now - 3 * HOUR).date(),
        75,
        "Sandpaper, 120 and 180; the tarpaulin stays with you until Saturday",
    )
    bought = Work("Bought the oil and the felt for the feet.", at.date(), 20, "", Money(2350, "EUR"), (paper,))
    worklog.write(conversation, sanded, by=company.agents["ana"], at=at, once="demo-sanded")
    worklog.write(conversation, bought, by=company.agents["ana"], at=at + HOUR, once="demo-bought")


def _notices(company: Company, *, now: datetime) -> None:
    """One has reached everybody; one told four of eight, and waits for somebody to say that it may go on."""
    at = now - 26 * HOUR
    draft = notices.Draft(company.teams["quay"], "Quay Lane opens at eleven tomorrow", {"en": CLOSED})
    closed = notices.make(draft, Choice(By.LIST, NEIGHBOURS), by=company.agents["tove"], at=at, once="demo-closed")
    notices.start(closed, by=company.agents["tove"], at=at)
    notices.send_wave(closed.pk, at=at)
    agenda.cancel(f"notice-wave:{closed.pk}", now=at)
    at = now - 2 * HOUR
    draft = notices.Draft(
        company.teams["online"], "Your Tide bowls: not in the microwave", {"en": GLAZE, "de": GLAZE_DE}, 2, 10
    )
    glaze = notices.make(draft, Choice(By.PRODUCT, "TD-BWL-2"), by=company.agents["priya"], at=at, once="demo-glaze")
    notices.start(glaze, by=company.agents["priya"], at=at)
    notices.send_wave(glaze.pk, at=at)
    notices.send_wave(glaze.pk, at=at + timedelta(minutes=10))
    notices.pause(glaze, by=company.agents["priya"], at=at + timedelta(minutes=14))
    agenda.cancel(f"notice-wave:{glaze.pk}", now=at)


def _posted(*, now: datetime) -> None:
    """All of it went out at its time: nobody lives at an invented address."""
    for delivery in Delivery.objects.filter(state="planned").select_related("message"):
        agenda.cancel(delivery_key(delivery.pk), now=now)
        conversations.sent(delivery.pk, at=min(delivery.message.at + timedelta(seconds=11), now))


def _of(name: str) -> Conversation:
    return Conversation.objects.get(customer__name=name)
