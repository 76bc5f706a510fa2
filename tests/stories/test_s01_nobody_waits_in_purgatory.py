"""S1. Elsewhere a boy waits for months in back-order purgatory. Here he hears of it before he asks, with a day that is
a promise; again when the day moves; and when it ships. Whoever hears him gives what they may, and for more confers with
whoever is on duty and may. Each mail is a real one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from makegood.agenda.models import Turn
from makegood.authority import acts as authority
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.config.doctor import examine
from makegood.config.environment import public_url
from makegood.config.turns import Handlers
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.orders.said import SaidLine
from makegood.people.duty import acts as duty
from makegood.promises.models import Promise, State
from makegood.remedies.models import Remedy
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from makegood.watch import acts as watch
from makegood.watch.rules import Limits
from tests.mail_transport.post import smtp_of
from tests.orders.common import parcel, shop, told
from tests.servers.sink import Sink
from tests.stage import hire_above
from tests.world import DAY, World

if TYPE_CHECKING:
    from tests.stage import Stage

CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{2}\b")
POLICY = """
policy: Making good
currency: EUR
otherwise: needs approval by lead
asking: {answer within: 10 minutes}
rules:
  - {rule: Up to 25, for: [voucher], roles: agent, limit: 25.00, answer: allowed, else: needs approval, by: lead}
  - {rule: A lead, for: [voucher], roles: lead, limit: 99, answer: allowed, else: needs approval, by: manager}
  - {rule: The house up to 300, for: [voucher], roles: manager, limit: 300.00, answer: allowed, else: never}
"""
PLACED = datetime(2037, 11, 2, 10, tzinfo=UTC)
KINDS = ("watch", "order_event", "send", "promise", "promise_warning", "own_up", "clock", "rung")


def work(until: datetime) -> None:
    """What the worker does until then, each turn at its own time."""
    handlers = Handlers()
    while turn := Turn.objects.filter(kind__in=KINDS, run_at__lte=until).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=turn.run_at)
        rows = Turn.objects.filter(pk=turn.pk, mark=turn.mark)
        rows.delete() if again is None else rows.update(run_at=again)


def mails(sink: Sink) -> list[str]:
    found = [message_from_bytes(one.content, policy=policy.default) for one in sink.to("tim@post.example")]
    return [str(one.get_body(("plain",)).get_content()) for one in found]


@pytest.mark.django_db
def test_s01_he_hears_of_it_first_again_when_it_moves_and_when_it_ships(
    world: World, smtp_sink: Sink, settings: Any
) -> None:
    reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=PLACED)
    settings.PUBLIC_URL = public_url("https://desk.example")
    source = shop(team=world.harbour)
    watch.set_up(source, Limits(PLACED.date()), on=True, by=world.ada, at=PLACED)
    tim: dict[str, Any] = {"mail": "tim@post.example", "name": "Tim Roth", "lines": (SaidLine("1", "Model train"),)}

    # It was to be there on the 9th. It is not in stock; nobody has told us a day yet.
    told(source, at=PLACED, placed_at=PLACED, expected_on=date(2037, 11, 9), **tim)
    work(PLACED + 6 * DAY)
    assert mails(smtp_sink) == []
    told(
        source,
        at=PLACED + 6 * DAY,
        **tim | {"lines": (SaidLine("1", "Model train", is_back_ordered=True),)},
        expected_on=date(2037, 11, 20),
    )
    work(PLACED + 6 * DAY + timedelta(minutes=1))
    [first] = mails(smtp_sink)
    assert "takes longer than we told you" in first and "by Friday 20 November" in first and "desk.example/t/" in first

    # Three days later the shop names another day: he hears of that, too, and our word moves along.
    told(source, at=PLACED + 9 * DAY, expected_on=date(2037, 11, 24), **tim)
    work(PLACED + 9 * DAY + timedelta(minutes=1))
    assert "Tuesday 24 November" in mails(smtp_sink)[1]
    [promise] = Promise.objects.all()
    assert promise.state == State.OPEN and promise.terms.count() == 2

    # It ships on the 23rd, a day early: he is told, the promise is kept, nobody pressed anything.
    gone = parcel(shipped_at=PLACED + 21 * DAY, tracking="T1")
    told(source, at=PLACED + 21 * DAY, shipments=(gone,), **tim)
    work(PLACED + 40 * DAY)
    promise.refresh_from_db()
    assert promise.state == State.KEPT and "It has shipped." in mails(smtp_sink)[2] and len(mails(smtp_sink)) == 3
    assert Conversation.objects.count() == 1
    assert not [words for one in examine(now=PLACED + 21 * DAY) for words in one.violations]


@pytest.mark.browser
@pytest.mark.servers
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_s01_whoever_hears_it_confers_and_hands_over_a_gift_certificate(stage: Stage) -> None:
    """The whole of it: watched and spoken of first; a voucher by the agent; a larger one by a yes from a phone."""
    now, world, above = timezone.now(), stage.world, hire_above(stage.world)
    authority.publish(authority.write(POLICY, "", by=world.ada, now=now), starts_at=now, by=world.ada, now=now)
    source = shop(team=world.harbour)
    watch.set_up(source, Limits((now - 60 * DAY).date()), on=True, by=world.ada, at=now - 60 * DAY)
    tim: dict[str, Any] = {"mail": "eva@post.example", "name": "Tim Roth"}
    told(source, at=now - 30 * DAY, placed_at=now - 30 * DAY, expected_on=(now + 2 * DAY).date(), **tim)
    late = (SaidLine("1", "Model train", is_back_ordered=True),)
    told(source, at=now - DAY, lines=late, expected_on=(now + 20 * DAY).date(), **tim)
    stage.work(now)
    first = stage.newest_mail()
    assert "takes longer than we told you" in first.get_body(("plain",)).get_content()

    # He answers what we wrote. Ana hears it, recites nothing, and gives what she may give alone.
    matter = stage.writes("I have saved up for it for months.", subject="Re: Order", at=now, answers=first)
    conversations.claim(matter, by=world.ana, at=now)
    ana = stage.desk_of(world.ana, f"/c/{matter.pk}")
    wish(ana, "20", "For the long wait")
    ana.get_by_role("button", name="They know, by phone").click()
    expect(ana.locator("#given")).to_contain_text("A voucher over €20")

    # A larger one is above her. Lea is off, so the desk asks Max, who is there; his answer comes from a phone.
    duty.say_off(world.lea, by=world.lea, at=timezone.now())
    wish(ana, "90", "The train is out of the catalogue", again=True)
    ana.get_by_role("button", name="Ask for a yes").click()
    expect(ana.locator("#asks")).to_contain_text("Max House is asked by Ana Example")
    stage.work()
    asked = stage.newest_mail(to="max@harbour.example").get_body(("plain",)).get_content()
    link = re.search(r"/a/[\w-]{22}", asked)
    assert link and "May I give Tim Roth this" in asked
    phone = stage.phone(link[0])
    expect(phone.locator(".case")).to_contain_text("out of the catalogue")
    phone.get_by_role("button", name="Yes, €90").tap()
    expect(phone.get_by_role("status")).to_contain_text("Ana Example knows it now")
    again = stage.phone(link[0])  # the same link once more: it says who answered, and nothing can be pressed
    expect(again.locator("main")).to_contain_text("answers nothing any more")
    expect(again.get_by_role("button", name="Yes, €90")).to_have_count(0)

    # Ana tells him in her own words; the code is in his hands, on his page, and worth money at any till.
    ana.reload()
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("My manager and I are sorry. This is yours.")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#timeline")).to_contain_text("On its way")
    stage.work(timezone.now() + timedelta(minutes=3))
    codes = [code for mail in stage.sink.to("eva@post.example") for code in CODE.findall(text_of(mail.content))]
    voucher = Voucher.objects.get(value_minor=9000)
    assert code_of(voucher) in codes and above["max"] == Remedy.objects.get(value=9000).answers_for
    mo = stage.desk_of(world.mo, "/redeem", width=390)
    mo.locator("input[name=code]").fill(code_of(voucher))
    mo.locator("main form button").first.click()
    expect(mo.locator("main")).to_contain_text("€90")
    expect(mo.locator("main")).to_contain_text("Tim")
    stage.is_healthy()
    assert not stage.complaints


def wish(page: Page, value: str, why: str, *, again: bool = False) -> None:
    """What is to be given, in the opened line of the composer."""
    page.locator("#right-line summary").click()
    page.locator("select[name=right_kind]").select_option("voucher")
    page.locator("#right-value").fill(value)
    page.locator("input[name=right_reason]").fill(why)
    if again:
        page.locator("select[name=right_line]").select_option("")
        page.locator("input[name=right_thing]").fill("His wait")


def text_of(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content())
