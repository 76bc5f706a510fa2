"""Webhooks: each event once for each that may hear of it, signed, tried again, given up; never where it may not go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Signer

from makegood.agenda.models import Turn
from makegood.agenda.worker import work_one
from makegood.api.acts import telling, webhooks
from makegood.api.models import Told, Webhook, WebhookDelivery
from makegood.api.rules import Unusable
from makegood.api.webhooks import due, sending
from makegood.conversations.rules import Refused
from makegood.people.models import Rank, Role
from makegood.people.rules import NotAllowed
from makegood.timeline.models import Event
from tests.api.sink import Sink, sink

pytestmark = pytest.mark.django_db
HANDLERS = {"hooks": due.follow, "webhook": due.deliver}


@pytest.fixture
def target() -> Iterator[Sink]:
    with sink() as kept:
        yield kept


@pytest.fixture
def ada(world: Any) -> Any:
    """An admin who also leads at the harbour."""
    Role.objects.create(agent=world.ada, rank=Rank.LEAD, team=world.harbour)
    return world.ada


@pytest.fixture
def made(world: Any, ada: Any, target: Sink) -> webhooks.Made:
    """Ada's webhook to the sink, for all kinds."""
    now = timezone.now()
    webhooks.allow_inside("127.0.0.1", target.port, by=ada, now=now)
    return webhooks.make(target.url, kinds=[], team=None, by=ada, now=now)


def work(now: datetime | None = None) -> datetime:
    """All that is due now is done, twice, so that what follows from it is, too."""
    now = now or timezone.now()
    Turn.objects.exclude(kind__in=HANDLERS).delete()
    for _ in range(50):
        Turn.objects.filter(kind="hooks", run_at__gt=now).update(run_at=now)
        if not Turn.objects.filter(kind="webhook", run_at__lte=now, state="planned").exists():
            due.follow(Turn(kind="hooks"), now=now)
            if not Turn.objects.filter(kind="webhook", run_at__lte=now, state="planned").exists():
                break
        Turn.objects.filter(kind="hooks").update(run_at=now + timedelta(days=1))
        work_one(HANDLERS, now=now, worker="test")
    return now


def test_what_happens_is_told_signed_and_thin(world, made, target):
    found = world.receive(text="My secret lamp")
    work()
    headers, body = target.got[0]
    told = Signer(made.secret).verify(body, headers)
    assert told["type"] == "conversation.started"
    assert told["data"]["conversation"] == found.number
    assert b"secret lamp" not in body
    assert headers["content-type"] == "application/json"
    assert WebhookDelivery.objects.get().state == "sent"


def test_each_event_is_planned_once_however_often_one_looks(world, made, target):
    world.receive()
    for _ in range(3):
        telling.plan_new(now=timezone.now())
    Told.objects.update(up_to=0)  # as if the note of how far we were had been lost
    telling.plan_new(now=timezone.now())
    assert WebhookDelivery.objects.count() == 1


def test_cut_off_between_planning_and_noting_nothing_is_lost_or_doubled(world, made, monkeypatch):
    world.receive()

    def killed(*_args: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_pass", killed)
        with pytest.raises(KeyboardInterrupt):
            telling.plan_new(now=timezone.now())
    assert not WebhookDelivery.objects.exists()
    telling.plan_new(now=timezone.now())
    assert WebhookDelivery.objects.count() == 1


def test_told_again_after_a_kill_it_has_the_same_id(world, made, target, monkeypatch):
    world.receive()
    telling.plan_new(now=timezone.now())
    turn = Turn.objects.get(kind="webhook")
    with monkeypatch.context() as patch:
        patch.setattr(telling, "sent", lambda *_args, **_named: None)  # killed before it could be noted
        due.deliver(turn, now=timezone.now())
    due.deliver(turn, now=timezone.now())
    due.deliver(turn, now=timezone.now())
    assert len(target.got) == 2
    assert len({headers["webhook-id"] for headers, _ in target.got}) == 1


def test_only_what_its_maker_may_see_is_told(world, made, target):
    world.receive(mailbox=world.hill_help)
    work()
    assert target.got == []


def test_whoever_may_see_it_no_more_is_told_no_more(world, made, target):
    world.receive()
    telling.plan_new(now=timezone.now())
    Role.objects.filter(agent=world.ada, rank=Rank.LEAD).delete()
    work()
    assert target.got == []
    assert WebhookDelivery.objects.get().state == "stuck"


def test_only_the_kinds_and_the_team_that_it_asks_for(world, made, target, ada):
    now = timezone.now()
    webhooks.change(made.webhook, url=target.url, kinds=["note.written"], team=world.harbour, by=ada, now=now)
    found = world.receive()
    world.reply(found)
    work()
    assert target.got == []
    from makegood.conversations import acts

    acts.note(found, text="x", by=world.ana, at=now, once="n")
    work()
    assert [json.loads(body)["type"] for _, body in target.got] == ["note.written"]


def test_what_happened_before_it_was_made_is_not_told(world, ada, target):
    world.receive()
    webhooks.allow_inside("127.0.0.1", target.port, by=ada, now=timezone.now())
    webhooks.make(target.url, kinds=[], team=None, by=ada, now=timezone.now())
    work()
    assert target.got == []


def test_settings_and_sign_ins_are_never_told(world, made, ada):
    with pytest.raises(Unusable):
        webhooks.make("https://hooks.example/x", kinds=["link.made"], team=None, by=ada, now=timezone.now())


def test_a_failure_is_tried_again_and_then_it_works(world, made, target):
    world.receive()
    target.status, target.answer = 500, b"Down\0" * 1000
    now = work()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status, len(delivery.answer)) == ("retry", 500, 500)
    assert Webhook.objects.get().failing_since == now
    target.status, target.answer = 200, b"ok"
    work(now + timedelta(hours=1))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.answer) == ("sent", 2, "ok")
    assert Webhook.objects.get().failing_since is None
    assert not Turn.objects.filter(kind="webhook").exists()


def test_while_it_rests_nothing_else_is_tried(world, made, target):
    target.status = 500
    world.receive()
    now = work()
    world.receive()
    work(now + timedelta(seconds=1))
    assert len(target.got) == 1


def test_after_three_days_it_is_given_up_and_can_be_sent_again(world, made, target, ada):
    world.receive()
    target.status = 500
    now = work()
    for hours in (20, 40, 60, 80):
        work(now + timedelta(hours=hours))
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == "stuck"
    assert delivery.attempts == 5
    assert Event.objects.filter(kind="webhook.stuck").count() == 1
    target.status = 200
    later = now + timedelta(hours=90)
    webhooks.again(delivery, by=ada, now=later)
    work(later)
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_after_five_days_it_is_switched_off_with_an_alarm(world, made, target):
    target.status = 500
    now = timezone.now()
    for hours in (0, 60, 121):
        world.receive()
        work(now + timedelta(hours=hours))
    hook = Webhook.objects.get()
    assert not hook.is_active
    assert "5 days" in hook.disabled_reason
    assert Event.objects.filter(kind="alarm.raised").count() == 1
    assert not WebhookDelivery.objects.filter(state__in=["planned", "retry"]).exists()


def test_gone_is_gone(world, made, target):
    target.status = 410
    world.receive()
    work()
    assert not Webhook.objects.get().is_active


def test_switched_on_again_it_hears_of_what_comes(world, made, target, ada):
    webhooks.switch_off(made.webhook, by=ada, now=timezone.now())
    world.receive()
    assert telling.plan_new(now=timezone.now()) is telling.Look.NOBODY
    webhooks.switch_on(made.webhook, by=ada, now=timezone.now())
    webhooks.switch_on(made.webhook, by=ada, now=timezone.now())
    found = world.receive()
    work()
    assert [json.loads(body)["data"]["conversation"] for _, body in target.got] == [found.number]


def test_off_it_is_not_sent_again(world, made, target, ada):
    world.receive()
    work()
    webhooks.switch_off(made.webhook, by=ada, now=timezone.now())
    with pytest.raises(Refused):
        webhooks.again(WebhookDelivery.objects.get(), by=ada, now=timezone.now())


def test_a_redirect_is_not_followed(world, made, target):
    with sink() as other:
        target.status, target.location = 302, other.url
        world.receive()
        work()
        assert other.got == []
    assert WebhookDelivery.objects.get().state == "retry"


def test_a_server_that_says_nothing_is_left(world, made, target, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 0.1)
    target.is_silent = True
    world.receive()
    work()
    assert WebhookDelivery.objects.get().state == "retry"
    assert "No answer" in WebhookDelivery.objects.get().answer


def test_of_a_server_that_drips_its_status_is_taken(world, made, target, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 5)
    target.status, target.drips = 200, True
    world.receive()
    work()
    assert WebhookDelivery.objects.get().state == "sent"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://[::1]/", "http://169.254.169.254/latest", "ftp://x.example/", "https://", "x",
     "https://user:pw@hooks.example/", "https://hooks.example:22/", "http://hooks.example/", "https://a b.example/",
     "https://[::1/", "https://hooks.example:99999/"],
)  # fmt: skip
def test_an_address_that_may_not_be_told_is_refused(ada, url):
    with pytest.raises(Unusable):
        webhooks.make(url, kinds=[], team=None, by=ada, now=timezone.now())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "127.1", "0.0.0.0"])
def test_a_name_that_leads_inside_is_not_connected_to(world, made, target, host):
    Webhook.objects.update(url=f"https://{host}:8443/hook")
    world.receive()
    work()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.status) == ("retry", None)
    assert "may not be reached" in delivery.answer


def test_another_port_of_a_named_host_is_not_reached(world, made, target):
    Webhook.objects.update(url=f"http://127.0.0.1:{target.port + 1}/hook")
    world.receive()
    work()
    assert "may not be reached" in WebhookDelivery.objects.get().answer


def test_only_admins_make_them_and_only_its_maker_leads_it_elsewhere(world, made, target, ada):
    now = timezone.now()
    with pytest.raises(NotAllowed):
        webhooks.make(target.url, kinds=[], team=None, by=world.ana, now=now)
    Role.objects.create(agent=world.mo, rank=Rank.ADMIN)
    with pytest.raises(NotAllowed):
        webhooks.change(made.webhook, url=target.url, kinds=[], team=None, by=world.mo, now=now)
    with pytest.raises(NotAllowed):
        webhooks.renew_secret(made.webhook, by=world.mo, now=now)
    webhooks.switch_off(made.webhook, by=world.mo, now=now)


def test_the_secret_is_sealed_and_a_new_one_counts_at_once(world, made, target, ada):
    assert made.secret not in Webhook.objects.get().secret
    fresh = webhooks.renew_secret(made.webhook, by=ada, now=timezone.now())
    world.receive()
    work()
    headers, body = target.got[0]
    assert Signer(fresh).verify(body, headers)


def test_without_webhooks_there_is_no_turn(world):
    assert telling.plan_new(now=timezone.now()) is telling.Look.NOBODY
    assert not Turn.objects.filter(kind="hooks").exists()


def test_old_lines_leave_the_log(world, made, target):
    world.receive()
    now = work()
    world.receive()
    work(now + timedelta(days=31))
    assert WebhookDelivery.objects.count() == 1
