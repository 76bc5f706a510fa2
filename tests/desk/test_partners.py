"""Partners on the desk: settings, handing a part over, who has the ball, and what happens when somebody goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from makegood.clocks.models import Kind
from makegood.clocks.queries import running, running_about
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Guest
from makegood.handoffs import acts
from makegood.handoffs.acts import Brief, Voice, Words, leaving
from makegood.handoffs.models import Handoff, SaidFile, Shared, State
from makegood.people.models import Agent, Partner
from tests.world import World

NOW = timezone.now()


@pytest.fixture
def fennick(world: World) -> Partner:
    return Partner.objects.create(name="Fennick Repairs", addresses=["rosa@fennick.example"], created_at=NOW)


@pytest.fixture
def lamp(world: World) -> Conversation:
    conversation = world.receive(at=NOW, attachments=(Attachment("a.txt", "text/plain", b"a"),))
    conversations.claim(conversation, by=world.ana, at=NOW)
    return Conversation.objects.get(pk=conversation.pk)


@pytest.fixture
def ada(world: World, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(world.ada)


def asked(world: World, lamp: Conversation, fennick: Partner) -> Handoff:
    return acts.offer_partner(lamp, Brief("Lamp", "Mend it"), to=fennick, by=world.ana, at=NOW)


def test_an_admin_adds_changes_and_ends_a_partner(world: World, ada: Client, ana: Client) -> None:
    said = {"name": "Quay Clinic", "addresses": "Desk@Quay.example\n", "zone": "Europe/Paris", "language": "en"}
    assert ada.post("/settings/partners/add", said).status_code == 302
    clinic = Partner.objects.get()
    assert clinic.addresses == ["desk@quay.example"] and "Quay Clinic" in ada.get("/settings/partners").content.decode()
    for wrong in ({"addresses": "nobody"}, {"addresses": world.help.address}, {"zone": "Moon"}, {"name": ""}):
        assert ada.post(f"/settings/partners/{clinic.pk}", said | wrong).status_code == 422
    assert ada.post(f"/settings/partners/{clinic.pk}", said | {"about": "feet"}).status_code == 302
    assert ada.get(f"/settings/partners/{clinic.pk}").status_code == 200
    ada.post(f"/settings/partners/{clinic.pk}/end")
    assert not Partner.objects.get().is_active
    ada.post(f"/settings/partners/{clinic.pk}/end", {"way": "again"})
    assert Partner.objects.get().is_active
    assert (
        ana.get("/settings/partners").status_code == 403 and ana.post("/settings/partners/add", said).status_code == 403
    )


def test_a_part_is_handed_over_with_what_was_chosen(lamp: Conversation, fennick: Partner, ana: Client) -> None:
    assert "Fennick Repairs" in ana.get(f"/c/{lamp.pk}/hand-on").content.decode()
    message, file = lamp.messages.get().pk, lamp.files.get().pk
    said = {
        "to": f"partner-{fennick.pk}",
        "reason": "Mend it",
        "subject": "A lamp",
        "message": [message],
        "file": [file],
    }
    html = ana.post(f"/c/{lamp.pk}/hand-on", said, follow=True).content.decode()
    assert "Fennick Repairs has until" in html and Shared.objects.count() == 2
    assert Handoff.objects.get().subject == "A lamp"


def test_the_ball_is_in_view_and_what_they_wrote_is_not_the_customer_s(
    world: World, lamp: Conversation, fennick: Partner, ana: Client, mo: Client
) -> None:
    handoff = asked(world, lamp, fennick)
    evil = Attachment("x.html", "text/html", b"<script>")
    acts.write(handoff, Voice(name="Rosa", text="<b>Which</b> colour?", files=[evil]), at=NOW)
    html = ana.get(f"/c/{lamp.pk}").content.decode()
    assert "&lt;b&gt;Which&lt;/b&gt; colour?" in html and "Fennick Repairs wrote" in html
    address = f"/c/{lamp.pk}/handoffs/{handoff.pk}/files/{SaidFile.objects.get().pk}"
    kept = ana.get(address)
    assert kept["Content-Disposition"].startswith("attachment") and mo.get(address).status_code == 404
    at = f"/c/{lamp.pk}/handoffs/{handoff.pk}"
    assert "the customer sees nothing" in ana.post(f"{at}/tell", {"text": "Brass"}, follow=True).content.decode()
    assert "Written down" in ana.post(f"{at}/said", {"verb": "take", "day": ""}, follow=True).content.decode()
    assert Handoff.objects.get().state == State.ACCEPTED
    assert "Taken back." in ana.post(f"{at}/take-back", {"text": "found it"}, follow=True).content.decode()
    for verb in ("tell", "said", "take-back"):
        assert mo.post(f"{at}/{verb}", {"text": "x"}).status_code == 404
        assert ana.get(f"{at}/{verb}").status_code == 405


def test_a_partner_who_goes_leaves_what_they_had_to_its_owner(
    world: World, lamp: Conversation, fennick: Partner
) -> None:
    handoff = asked(world, lamp, fennick)
    acts.take(handoff, Voice(name="Rosa"), day=None, at=NOW)
    assert leaving.end_partner(fennick, by=world.ada, now=NOW) == 1
    assert leaving.end_partner(fennick, by=world.ada, now=NOW) == 0
    handoff.refresh_from_db()
    assert handoff.state == State.RETURNED and running_about(Kind.PARTNER, handoff.pk) is None and running(lamp.pk)


def test_who_goes_is_offered_nothing_any_more(world: World, lamp: Conversation) -> None:
    other = Agent.objects.create_user("kim@hill.example", name="Kim Example", created_at=NOW)
    from makegood.people.models import Role

    Role.objects.create(agent=other, rank="agent", team=world.hill)
    handoff = acts.offer(lamp, Words("x"), to=world.mo, by=world.ana, at=NOW)
    leaving.deactivate(world.mo, heir=None, by=world.ada, now=NOW)
    handoff.refresh_from_db()
    assert handoff.state == State.RETURNED and "no longer there" in handoff.why and not Guest.objects.exists()
    handoff = acts.offer(lamp, Words("x"), to=world.hill, by=world.ana, at=NOW)
    leaving.close_team(world.hill, heir=world.harbour, by=world.ada, now=NOW)
    handoff.refresh_from_db()
    assert handoff.state == State.RETURNED and running_about(Kind.OFFER, handoff.pk) is None
