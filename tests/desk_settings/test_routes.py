"""Every address of the settings, as a stranger, an agent, an admin. A new one is tried without being named here."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from makegood.api.acts import webhooks
from makegood.authority import acts as policies
from makegood.calls import acts as calls
from makegood.clocks.hours import Hours
from makegood.clocks.targets import Said
from makegood.customers import acts as customers
from makegood.desk.settings.urls import urlpatterns
from makegood.orders import acts as orders
from makegood.people import acts
from makegood.timeline.models import Event
from tests.people.world import World, build
from tests.standing import standing

ROUTES = [(pattern.name or "", sorted(pattern.pattern.converters)) for pattern in urlpatterns]
# What answers a GET of an admin with something other than a page, and with what.
NO_PAGE = {
    "settings_mailbox_after_hours_try": 302,
    "settings_consented": 404,
    "settings_mailbox_test": 404,
    "settings_mailbox_consent": 404,
    "settings_person_link": 302,
    "settings_person_roles": 302,
    "settings_person_activate": 302,
    "settings_person_sign_out": 302,
    "settings_location_close": 302,
    "settings_team_coach": 302,
    "settings_partner_end": 302,
    "settings_policy_usual": 302,
    "settings_line_remove": 302,
    "settings_line_back": 302,
    "settings_order_source_watch": 302,
    "settings_order_source_secret": 302,
    "settings_order_source_switch": 302,
    "settings_order_retry": 302,
    "settings_line_voicemail_renew": 302,
    "settings_line_voicemail_off": 302,
    "settings_mailbox_prove": 302,
    "settings_mailbox_pause": 302,
    "settings_mailbox_resume": 302,
    "settings_signature": 302,
    "settings_sending_go_on": 302,
    "settings_retry_arrival": 302,
    "settings_retry_delivery": 302,
    "settings_retry_turn": 302,
    "settings_webhook_secret": 302,
    "settings_webhook_again": 302,
    "settings_webhook_switch": 302,
    "settings_hours_remove": 302,
    "settings_target_remove": 302,
    "settings_policy_end": 302,
    "settings_inside_allow": 302,
    "settings_inside_forbid": 302,
    "settings_payments_hook": 302,
    "settings_payments_try": 302,
    "settings_payments_switch": 302,
    "settings_mention_source": 404,  # there is none here: tests/mentions/test_settings.py adds some
    "settings_mention_table": 404,
    "settings_mention_look": 302,
    "settings_mention_switch": 302,
    "settings_topic_add": 302,
    "settings_topic_remove": 302,
}


def stand() -> tuple[World, dict[str, int]]:
    """Something of each kind, so that an address with a number leads somewhere."""
    world = build()
    now = timezone.now()
    mailbox = acts.add_mailbox("service@hearth.example", team=world.service, by=world.ana, now=now)
    region = acts.add_region("North", by=world.ana, now=now)
    hook = webhooks.make("https://hooks.example/x", kinds=[], team=None, by=world.ana, now=now).webhook
    office = acts.add_hours("Shop", Hours("UTC", (((540, 1020),),) * 7), by=world.ana, now=now)
    target = acts.add_target(Said("first_response", 4, "days"), by=world.ana, now=now)
    group = customers.add_group("Schools", by=world.ana, at=now)
    partner = acts.add_partner(acts.PartnerCard("Fennick", ["a@fennick.example"]), by=world.ana, now=now)
    line = calls.add_line("+4930123456", name="", team=world.online, by=world.ana, at=now)
    policy = policies.write("policy: Refunds", "", by=world.ana, now=now)
    source = orders.add("Shop", "woocommerce", team=None, by=world.ana, at=now).source
    return world, {
        "order": source.pk, "late": source.pk,
        "policy": policy.pk,
        "webhook": hook.pk, "office": office.pk, "hours": office.pk, "target": target.pk, "group": group.pk,
        "person": world.mo.pk, "team": world.online.pk, "location": world.wharf.pk, "region": region.pk,
        "partner": partner.pk, "mailbox": mailbox.pk, "signature": mailbox.pk, "retry": 1, "ladder": world.online.pk,
        "line": line.pk,
    }  # fmt: skip


@pytest.fixture(scope="module")
def begun(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, dict[str, int]]]:
    with standing(django_db_blocker, stand) as made:
        yield made


@pytest.fixture
def world(begun: tuple[World, dict[str, int]], db: None) -> World:
    return copy.deepcopy(begun[0])


@pytest.fixture
def keys(begun: tuple[World, dict[str, int]]) -> dict[str, int]:
    return begun[1]


def address(name: str, arguments: list[str], keys: dict[str, int]) -> str:
    kind = name.removeprefix("settings_").partition("_")[0]
    values = {"pk": keys.get(kind, 1), "which": "receiving", "delivery": 1, "posted": 1, "way": "on"}
    return reverse(name, kwargs={argument: values[argument] for argument in arguments})


@pytest.mark.once
@pytest.mark.parametrize(("name", "arguments"), ROUTES)
def test_a_stranger_is_sent_to_sign_in(world: World, keys: dict[str, int], name: str, arguments: list[str]) -> None:
    before = Event.objects.count()
    for send in (Client().get, Client().post):
        answer = send(address(name, arguments, keys))
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    assert Event.objects.count() == before


@pytest.mark.once
@pytest.mark.parametrize(("name", "arguments"), ROUTES)
def test_an_agent_is_told_that_they_may_not(
    world: World, ben: Client, keys: dict[str, int], name: str, arguments: list[str]
) -> None:
    before = Event.objects.count()
    for send in (ben.get, ben.post):
        answer = send(address(name, arguments, keys))
        assert answer.status_code == 403 and "You may not do this" in answer.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize(("name", "arguments"), ROUTES)
def test_an_admin_sees_the_page_and_a_look_changes_nothing(
    world: World, ana: Client, keys: dict[str, int], name: str, arguments: list[str]
) -> None:
    before = Event.objects.count()
    answer = ana.get(address(name, arguments, keys))
    assert answer.status_code == NO_PAGE.get(name, 200)
    assert Event.objects.count() == before


@pytest.mark.once
@pytest.mark.parametrize(("name", "arguments"), ROUTES)
def test_other_methods_are_refused(
    world: World, ana: Client, keys: dict[str, int], name: str, arguments: list[str]
) -> None:
    assert ana.delete(address(name, arguments, keys)).status_code == 405


@pytest.mark.parametrize(("name", "arguments"), [route for route in ROUTES if "pk" in route[1]])
def test_a_number_that_leads_nowhere_is_not_there(world: World, ana: Client, name: str, arguments: list[str]) -> None:
    path = reverse(
        name,
        kwargs={
            argument: {"pk": 999_999_999, "which": "receiving", "delivery": 1, "posted": 1, "way": "on"}[argument]
            for argument in arguments
        },
    )
    assert ana.post(path).status_code in (404, 302)
    if not name.startswith("settings_retry"):
        assert ana.post(path).status_code == 404


def test_an_admin_without_another_role_sees_settings_and_no_conversation(world: World, ana: Client) -> None:
    assert ana.get("/settings/").status_code == 200
    assert ana.get("/c/1001").status_code == 404


def test_a_form_from_another_site_changes_nothing(world: World) -> None:
    from tests.desk_settings.opens import opens

    client = opens(world.ana)
    client.handler.enforce_csrf_checks = True
    assert client.post("/settings/sending", {"reason": "x"}).status_code == 403
