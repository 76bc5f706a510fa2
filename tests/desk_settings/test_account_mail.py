"""Mail about one's own account leaves by the desk's own server, sealed until then, and obeys the switch."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.channels.mail.acts.settings import go_on, halt
from makegood.config.environment import PublicUrl
from makegood.desk import account_mail
from tests.servers.machine import free_port
from tests.servers.sink import Sink

pytestmark = pytest.mark.django_db


def planned() -> Turn:
    account_mail.plan("ben@hearth.example", "A new password", "https://desk.example/secret", now=timezone.now())
    return Turn.objects.get(kind="account_mail")


def server(settings: object, port: int) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = PublicUrl("https://desk.hearth.example", "desk.hearth.example", True)  # type: ignore[attr-defined]


def test_it_leaves_as_an_automatic_mail_of_the_desk(settings: object, smtp_sink: Sink) -> None:
    server(settings, smtp_sink.port)
    account_mail.handle(planned(), now=timezone.now())
    [taken] = smtp_sink.to("ben@hearth.example")
    assert taken.message["Auto-Submitted"] == "auto-generated"
    assert taken.message["From"] == "no-reply@desk.hearth.example"
    assert "https://desk.example/secret" in taken.message.get_payload()


def test_it_lies_sealed_until_it_leaves(settings: object) -> None:
    assert "secret" not in str(planned().about).lower().replace("sealed", "")


def test_it_waits_while_sending_is_switched_off(settings: object, smtp_sink: Sink) -> None:
    server(settings, smtp_sink.port)
    turn = planned()
    halt("a loop", by=None, now=timezone.now())
    with pytest.raises(TryAgain, match="a loop"):
        account_mail.handle(turn, now=timezone.now())
    assert smtp_sink.taken == []
    go_on(by=None, now=timezone.now())
    account_mail.handle(turn, now=timezone.now())
    assert len(smtp_sink.taken) == 1


def test_a_server_that_is_away_is_tried_again(settings: object) -> None:
    server(settings, free_port())
    with pytest.raises(TryAgain):
        account_mail.handle(planned(), now=timezone.now())


def test_without_a_server_it_is_given_up(settings: object) -> None:
    settings.SMTP_URL = ""  # type: ignore[attr-defined]
    with pytest.raises(GiveUp, match="MAKEGOOD_SMTP_URL"):
        account_mail.handle(planned(), now=timezone.now())


def test_why_it_cannot_leave_is_said(settings: object) -> None:
    settings.SMTP_URL, settings.PUBLIC_URL = "", None  # type: ignore[attr-defined]
    assert "MAKEGOOD_URL" in account_mail.why_not()
    server(settings, 25)
    assert account_mail.why_not() == ""
