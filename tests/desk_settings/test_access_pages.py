"""The pages of tokens and webhooks: a secret is shown once, where it was made, to who made it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from makegood.api.acts import tokens, webhooks
from makegood.api.models import InsideHost, Token, Webhook, WebhookDelivery
from tests.people.world import World

TOKEN = re.compile(rb"mg_[\w-]{43}")
SECRET = re.compile(rb"whsec_[\w+/=&#;]+")


def test_an_agent_makes_a_token_and_sees_it_once(world: World, ben: Client) -> None:
    page = ben.post("/me/tokens", {"name": "Till", "scopes": ["read", "write"], "days": "90"})
    [secret] = set(TOKEN.findall(page.content))
    assert page["Cache-Control"] == "no-store"
    assert not TOKEN.search(ben.get("/me/tokens").content)
    asked = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret.decode()}"})
    assert asked.json()["email"] == world.ben.email


def test_what_is_missing_is_said_beside_it(world: World, ben: Client) -> None:
    page = ben.post("/me/tokens", {"name": "", "days": "90"})
    assert page.status_code == 422
    assert b"Choose what the token is good for" in page.content
    assert not Token.objects.exists()


def test_only_an_admin_is_offered_the_settings(world: World, ben: Client, ana: Client) -> None:
    assert b'value="admin"' not in ben.get("/me/tokens").content
    assert b'value="admin"' in ana.get("/me/tokens").content
    assert ben.post("/me/tokens", {"name": "x", "scopes": ["admin"]}).status_code == 422


def test_a_stale_sign_in_asks_for_the_password(world: World, browser_of) -> None:
    stale = browser_of(world.ben, fresh=False)
    page = stale.post("/me/tokens", {"name": "Till", "scopes": ["read"]})
    assert page.status_code == 422
    assert not Token.objects.exists()


def test_each_revokes_their_own_and_an_admin_anyones(world: World, ben: Client, ana: Client) -> None:
    now = timezone.now()
    his = tokens.make(world.ben, name="his", scopes=["read"], by=None, now=now).token
    hers = tokens.make(world.ana, name="hers", scopes=["read"], by=None, now=now).token
    assert ben.post(f"/me/tokens/{hers.pk}/revoke").status_code == 404
    assert ben.get(f"/me/tokens/{his.pk}/revoke").status_code == 405
    page = ana.get("/settings/programs")
    assert b"his" in page.content
    assert his.hashed.encode() not in page.content
    assert ana.post(f"/me/tokens/{his.pk}/revoke")["Location"] == "/settings/programs"
    his.refresh_from_db()
    assert his.revoked_at


def test_a_webhook_is_made_and_its_secret_shown_once(world: World, ana: Client) -> None:
    page = ana.post("/settings/webhooks/add", {"url": "https://hooks.example/x", "kinds": ["message.received"]})
    assert SECRET.search(page.content)
    hook = Webhook.objects.get()
    assert (hook.kinds, hook.created_by.pk) == (["message.received"], world.ana.pk)
    assert not SECRET.search(ana.get(f"/settings/webhooks/{hook.pk}").content)
    assert SECRET.search(ana.post(f"/settings/webhooks/{hook.pk}/secret").content)


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "nonsense", "https://hooks.example:22/"])
def test_where_it_may_not_lead_is_said_in_words(world: World, ana: Client, url: str) -> None:
    page = ana.post("/settings/webhooks/add", {"url": url})
    assert page.status_code == 422
    assert b"The address " in page.content
    assert not Webhook.objects.exists()


def test_it_is_switched_off_on_and_removed(world: World, ana: Client) -> None:
    hook = webhooks.make("https://hooks.example/x", kinds=[], team=None, by=world.ana, now=timezone.now()).webhook
    for way, is_active in (("off", False), ("off", False), ("on", True), ("on", True)):
        ana.post(f"/settings/webhooks/{hook.pk}/{way}")
        hook.refresh_from_db()
        assert hook.is_active is is_active
    ana.post(f"/settings/webhooks/{hook.pk}/remove")
    assert not Webhook.objects.exists()


def test_the_log_is_shown_and_told_again(world: World, ana: Client) -> None:
    hook = webhooks.make("https://hooks.example/x", kinds=[], team=None, by=world.ana, now=timezone.now()).webhook
    told = WebhookDelivery.objects.create(
        webhook=hook, event_id=1, state="stuck", answer="<b>no</b>", planned_at=timezone.now()
    )
    assert b"&lt;b&gt;no" in ana.get(f"/settings/webhooks/{hook.pk}").content
    ana.post(f"/settings/webhooks/{hook.pk}/again/{told.pk}")
    told.refresh_from_db()
    assert told.state == "planned"


def test_what_we_switched_off_stands_on_the_first_page(world: World, ana: Client) -> None:
    hook = webhooks.make("https://hooks.example/x", kinds=[], team=None, by=world.ana, now=timezone.now()).webhook
    Webhook.objects.filter(pk=hook.pk).update(is_active=False, disabled_reason="It is gone.")
    assert b"It is gone." in ana.get("/settings/").content


def test_hosts_inside_are_named_and_taken_away(world: World, ana: Client) -> None:
    ana.post("/settings/inside", {"host": "hooks.internal", "port": "8000"})
    ana.post("/settings/inside", {"host": "bad host", "port": "8000"})
    ana.post("/settings/inside", {"host": "x", "port": "nonsense"})
    [place] = InsideHost.objects.all()
    assert str(place) == "hooks.internal:8000"
    ana.post(f"/settings/inside/{place.pk}/forbid")
    assert not InsideHost.objects.exists()
