"""What a mailbox says while nobody is there, through the API."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_an_admin_sets_what_is_said_at_night(world, program):
    ada, here = program(world.ada, "read", "write", "admin"), f"/settings/mailboxes/{world.help.pk}/after-hours"
    assert ada.get(here).json() == {"is_on": False, "words": {}, "promise_minutes": None}
    said = {"is_on": True, "words": {"en": "We are back {back}."}, "promise_minutes": 120}
    assert ada.send("PUT", here, said).json() == said == ada.get(here).json()
    for wrong in ({"words": {"en": "{nobody}"}}, {"words": {"xx": "Hi"}}, {"promise_minutes": 0}):
        assert ada.send("PUT", here, said | wrong).status_code == 422
    assert ada.send("PUT", f"/settings/mailboxes/{10**9}/after-hours", said).status_code == 404
    assert program(world.lea, "read", "write").get(here).status_code == 403
