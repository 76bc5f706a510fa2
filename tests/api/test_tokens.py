"""Tokens: shown once, as good as their agent and no better, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from makegood.api.acts import tokens
from makegood.api.models import Token
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.models import Event

pytestmark = pytest.mark.django_db


def test_no_token_opens_nothing(client):
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_opens_nothing(world, client):
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_acts_as_its_agent(world, ana):
    assert ana.get("/me").json()["email"] == world.ana.email


def test_only_its_hash_is_kept(world):
    made = tokens.make(world.ana, name="till", scopes=["read"], by=world.ana, now=timezone.now())
    kept = {field.name: str(getattr(made.token, field.name)) for field in Token._meta.concrete_fields}
    assert not any(made.secret in value for value in kept.values())
    assert len(made.secret) >= 43


def test_a_deactivated_agent_is_let_in_no_more(world, ana):
    type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
    assert ana.get("/me").status_code == 401


def test_a_token_ends_with_its_time(world, program):
    reader = program(world.ana)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert reader.get("/me").status_code == 401


def test_revoked_is_revoked_and_twice_is_once(world, ana):
    token = Token.objects.get()
    assert tokens.revoke(token, by=world.ana, now=timezone.now())
    assert not tokens.revoke(token, by=world.ana, now=timezone.now())
    assert ana.get("/me").status_code == 401
    assert Event.objects.filter(kind="token.revoked").count() == 1


def test_mo_cannot_revoke_anas_but_ada_can(world, ana):
    token = Token.objects.get()
    with pytest.raises(NotAllowed):
        tokens.revoke(token, by=world.mo, now=timezone.now())
    assert tokens.revoke(token, by=world.ada, now=timezone.now())


def test_nobody_makes_a_token_for_somebody_else(world):
    with pytest.raises(NotAllowed):
        tokens.make(world.ana, name="x", scopes=["read"], by=world.ada, now=timezone.now())


def test_only_an_admin_gets_the_scope_of_settings(world):
    with pytest.raises(Unfit):
        tokens.make(world.ana, name="x", scopes=["admin"], by=None, now=timezone.now())


def test_a_reading_token_changes_nothing(world, program):
    found = world.receive()
    reader = program(world.ana, "read")
    answer = reader.post(f"/conversations/{found.number}/claim")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":scope")


def test_a_writing_token_reads_nothing(world, program):
    assert program(world.ana, "write").get("/me").status_code == 403


def test_use_is_noted_once_a_minute(world):
    made = tokens.make(world.ana, name="till", scopes=["read"], by=None, now=timezone.now())
    now = timezone.now()
    for after in (0, 10, 50):
        tokens.used(Token.objects.get(pk=made.token.pk), now=now + timedelta(seconds=after))
    assert Token.objects.get(pk=made.token.pk).last_used_at == now


def test_lists_tell_no_secret_and_only_ones_own(world, ana, mo):
    [told] = ana.get("/tokens").json()
    assert "hashed" not in told
    assert told["agent"] == "Ana Example"
    assert mo.send("DELETE", f"/tokens/{told['id']}").status_code == 404
    assert ana.send("DELETE", f"/tokens/{told['id']}").status_code == 204
    assert ana.get("/me").status_code == 401


def test_too_many_requests_wait(ana, monkeypatch):
    from makegood.api import door
    from makegood.api.limits import Limit

    monkeypatch.setattr(door, "limit", Limit(2, steady=lambda: 30.0))
    assert [ana.get("/me").status_code for _ in range(3)] == [200, 200, 429]
    assert ana.get("/me")["Retry-After"] == "30"


def test_the_description_is_open_and_the_docs_are_for_the_signed_in(world, client):
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
    assert client.get("/api/v1/docs").status_code == 302
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"cdn" not in page.content


def test_no_such_address_is_a_problem(ana, client):
    assert ana.get("/no/such").json()["type"].endswith(":not-found")
    assert client.get("/api/v1/no/such").status_code == 401
    answer = ana.send("DELETE", "/me")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
