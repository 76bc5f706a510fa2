"""What people see and press of a ladder: the panel, the page, Today, the settings, the API, the mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from makegood.channels.mail.telling import news
from makegood.config.doctor import examine
from makegood.conversations.models import Conversation
from makegood.escalations import acts, queries
from makegood.escalations.models import Escalation
from makegood.people.models import Agent, Rank, Role
from tests.world import World

pytestmark = pytest.mark.django_db
WHY = "She waits since May."


def client_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Eva's lamp, of this very minute."""
    return world.receive(at=timezone.now())


def test_an_agent_takes_it_higher_and_everyone_sees_who_has_it(world: World, lamp: Conversation) -> None:
    ana, lea = client_of(world.ana), client_of(world.lea)
    page = ana.get(f"/c/{lamp.pk}/higher").content.decode()
    assert "Lea Example" in page and "on duty now" in page
    refused = ana.post(f"/c/{lamp.pk}/higher", {"reason": "  "})
    assert refused.status_code == 409 and "Say in a few words" in refused.content.decode()
    after = ana.post(f"/c/{lamp.pk}/higher", {"reason": WHY}, follow=True).content.decode()
    assert "taken higher " in ana.get("/inbox").content.decode(), "the chip of its row"
    assert f"{WHY} It ends with" in after, "one full stop"
    assert "Lea Example has it now." in after and "Taken higher" in after and WHY in after
    assert "You have this now." in lea.get(f"/c/{lamp.pk}").content.decode()
    assert "Taken higher, to you" in lea.get("/today").content.decode()
    again = ana.post(f"/c/{lamp.pk}/higher", {"reason": WHY})
    assert again.status_code == 409 and "taken higher already" in again.content.decode()


def test_mo_neither_sees_nor_escalates(world: World, lamp: Conversation) -> None:
    mo = client_of(world.mo)
    assert mo.get(f"/c/{lamp.pk}/higher").status_code == 404
    assert mo.post(f"/c/{lamp.pk}/higher", {"reason": WHY}).status_code == 404
    assert not Escalation.objects.exists()


def test_the_one_who_is_asked_is_told_by_mail_until_it_is_settled(world: World, lamp: Conversation) -> None:
    now = timezone.now()
    acts.escalate(lamp, reason=WHY, by=world.ana, at=now)
    [lea] = [one for one in news.persons(now=now) if one.agent == world.lea.pk]
    told = news.news_for(world.lea, lea, news.matters(after=0, now=now))
    assert [line.number for line in told.higher] == [lamp.pk]
    world.reply(lamp, by=world.lea, at=now)
    assert not news.news_for(world.lea, lea, news.matters(after=0, now=now)).higher


def test_an_admin_sets_the_ladder_and_is_told_what_cannot_be(world: World) -> None:
    ada = client_of(world.ada)
    assert 'name="use-lead"' in ada.get("/settings/ladder").content.decode()
    refused = ada.post("/settings/ladder", {"use-head_office": "on", "hours-head_office": "2"})
    assert refused.status_code == 422 and "Nobody holds the last step" in refused.content.decode()
    assert 'value="2"' in refused.content.decode()
    Role.objects.create(agent=world.mo, rank=Rank.LEAD, team=world.hill)
    kept = ada.post("/settings/ladder", {"use-lead": "on", "hours-lead": "1,5"}, follow=True)
    assert "Kept." in kept.content.decode()
    assert [(rank, time.total_seconds()) for rank, time in queries.lines_of(None)] == [("lead", 5400)]
    ada.post(f"/settings/ladder/{world.harbour.pk}", {"use-lead": "on", "hours-lead": "3"})
    assert set(queries.ladders()) == {None, world.harbour.pk}
    ada.post(f"/settings/ladder/{world.harbour.pk}", {"usual": "1"})
    assert set(queries.ladders()) == {None}
    assert client_of(world.lea).get("/settings/ladder").status_code == 403


def test_doctor_sees_what_stands_still_on_a_ladder(world: World, lamp: Conversation) -> None:
    from makegood.clocks.models import Clock

    now = timezone.now()
    acts.escalate(lamp, reason=WHY, by=world.ana, at=now)
    assert all(one.ok for one in examine(now=now))
    Clock.objects.filter(kind="rung").update(ended_at=now)
    [found] = [one for one in examine(now=now) if not one.ok]
    assert any("no clock runs for that" in words for words in found.violations)


def test_doctor_sees_an_empty_top(world: World) -> None:
    Role.objects.create(agent=world.mo, rank=Rank.LEAD, team=world.hill)
    now = timezone.now()
    acts.set_ladder(None, [(Rank.LEAD, timezone.timedelta(hours=1))], by=world.ada, at=now)
    Role.objects.filter(agent=world.mo, rank=Rank.LEAD).delete()
    Role.objects.create(agent=world.mo, rank=Rank.MANAGER, location=world.hill.location)
    found = [words for one in examine(now=now) for words in one.violations]
    assert found == [] or "Hill front" in found[0]
