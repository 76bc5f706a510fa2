"""Today says what stands still, to whom it concerns, with the way to put it right for whoever can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.channels.mail.acts import settings as mail_settings
from makegood.channels.mail.acts import watching
from makegood.channels.mail.models import Access
from makegood.conversations.acts import deliveries
from makegood.intake import acts as intake
from makegood.intake.models import Arrival, State
from tests.world import World


@pytest.fixture
def broken(world: World) -> None:
    """The harbour's mailbox cannot be read any more."""
    now = timezone.now()
    access = Access.objects.create(mailbox=world.help, imap_host="mail.example", created_at=now)
    watching.take(access.pk, worker="w", now=now)
    watching.went_wrong(access.pk, "The server refuses the sign-in.", needs_person=True, now=now)


def _today(client: Client) -> str:
    return client.get("/today").content.decode()


def test_when_nothing_stands_still_nothing_is_said(ana: Client) -> None:
    assert "What needs a person" not in _today(ana)


def test_a_mailbox_that_cannot_be_read_is_said_to_its_team_and_to_admins(
    world: World, broken: None, ana: Client, mo: Client, signed_in: Any
) -> None:
    words = "help@harbour.example: The server refuses the sign-in."
    hers, admins = _today(ana), _today(signed_in(world.ada))
    assert words in hers and "/settings/mailboxes/" not in hers
    assert words in admins and "/settings/mailboxes/" in admins
    assert words not in _today(mo)


def test_the_shelf_is_counted_for_admins_alone(world: World, ana: Client, signed_in: Any) -> None:
    now = timezone.now()
    arrival = intake.keep(b"Subject: ?\r\n\r\n", source="test", position="1", at=now).arrival
    Arrival.objects.filter(pk=arrival.pk).update(state=State.STUCK)
    deliveries.stuck(world.reply(world.receive(at=now), at=now).deliveries.get().pk, reason="Full.", at=now)
    shown = _today(signed_in(world.ada))
    assert "1 mail came in and could not be filed" in shown and "1 mail of ours did not leave" in shown
    assert "/settings/stuck" in shown
    assert "could not be filed" not in _today(ana)


def test_everyone_is_told_that_no_mail_leaves(world: World, mo: Client) -> None:
    mail_settings.halt("We moved house.", by=world.ada, now=timezone.now())
    assert "Sending is switched off: We moved house." in _today(mo)


def test_what_is_late_with_others_of_the_team_is_counted(world: World, ana: Client, mo: Client) -> None:
    world.receive(at=timezone.now() - timedelta(days=2))
    assert "Late in your team" in _today(ana)
    assert "Late in your team" not in _today(mo)
