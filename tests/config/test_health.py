"""What a monitor is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda import acts

pytestmark = pytest.mark.django_db


def _beat(ago: timedelta) -> None:
    acts.beat("host:1", pid=1, now=timezone.now() - ago)


def test_the_process_lives(client: Client) -> None:
    assert client.get("/livez").json() == {"ok": True}


def test_a_desk_whose_worker_works_is_ready(client: Client) -> None:
    _beat(timedelta(seconds=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "problems": []})


def test_a_desk_without_a_worker_is_not_ready_and_says_what_to_do(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "makegood work" in answer.json()["problems"][0]


def test_a_worker_that_has_been_silent_is_missed(client: Client) -> None:
    _beat(timedelta(minutes=4))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "No worker has been heard of since" in answer.json()["problems"][0]


def test_figures_are_given_to_this_machine_alone(client: Client) -> None:
    acts.plan("send", "a", run_at=timezone.now() - timedelta(minutes=1))
    text = client.get("/metrics").content.decode()
    assert "makegood_turns_due 1.0" in text
    assert "makegood_turns_stuck 0.0" in text
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 403


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_monitors_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
