"""By phone, for programs: calls, voicemails, calls owed, and our numbers."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.calls.models import Callback, Line, Recording
from makegood.people.models import Rank, Role
from tests.calls.common import NUMBER, logged, newest
from tests.calls.sounds import WAVE

pytestmark = pytest.mark.django_db


def test_a_call_is_logged_and_owed_and_tried_and_called_off(world, ana):
    said = {"number": NUMBER, "name": "Eva Stern", "text": "The lid is in three pieces."}
    answer = ana.post("/calls", said)
    number = answer.json()["conversation"]
    assert answer.status_code == 201
    [owed] = ana.get(f"/conversations/{number}/call-backs").json()
    assert (owed["number"], owed["state"], owed["tries"]) == (NUMBER, "open", 0)
    tried = ana.post(f"/conversations/{number}/called", {"outcome": "no_answer"})
    assert tried.status_code == 201 and tried.json()["tried"] == 1
    off = ana.post(f"/conversations/{number}/call-backs/{owed['id']}/off", {"why": "She wrote."})
    assert off.json()["state"] == "called_off"
    assert ana.post(f"/conversations/{number}/call-backs/{owed['id']}/off", {"why": "x"}).status_code == 409
    assert ana.post(f"/conversations/{number}/call-backs", {}).json()["state"] == "open"


def test_a_call_to_nobody_is_refused_in_words(world, ana):
    answer = ana.post("/calls", {"text": "x"})
    assert answer.status_code == 409 and "Who called?" in answer.json()["detail"]


def test_who_wrote_meanwhile_is_read_first(world, ana):
    found = logged(world)
    assert ana.post(f"/conversations/{found.pk}/called", {"outcome": "spoke", "seen": newest(found)}).status_code == 201
    assert Callback.objects.get().state == "reached"


def test_a_voicemail_is_put_in(world, ana):
    form = {"recording": SimpleUploadedFile("a.bin", WAVE), "number": NUMBER}
    answer = ana.client.post("/api/v1/voicemails", form)
    assert answer.status_code == 201, answer.content
    assert Recording.objects.get().file.type == "audio/wav"
    form = {"recording": SimpleUploadedFile("a.wav", b"<html>"), "number": NUMBER}
    answer = ana.client.post("/api/v1/voicemails", form)
    assert answer.status_code == 409 and "no recording" in answer.json()["detail"]


def test_what_is_anothers_is_not_there(world, mo):
    found = logged(world)
    form = {"recording": SimpleUploadedFile("a.wav", WAVE), "number": NUMBER, "joins": found.pk}
    assert mo.client.post("/api/v1/voicemails", form).status_code == 404
    assert mo.post("/calls", {"number": NUMBER, "joins": found.pk}).status_code == 404
    assert found.messages.count() == 1


def test_numbers_and_tries_are_an_admins(world, program):
    Role.objects.create(agent=world.ana, rank=Rank.ADMIN)
    admin = program(world.ana, "read", "write", "admin")
    made = admin.post("/settings/lines", {"number": "+49 30 555555", "name": "Harbour", "team": world.harbour.pk})
    line = made.json()
    assert made.status_code == 201 and line["number"] == "+4930555555"
    changed = admin.send("PUT", f"/settings/lines/{line['id']}", {"number": "+4930555555", "team": world.hill.pk})
    assert changed.json()["team"] == world.hill.pk
    admin.send("PUT", "/settings/phone", {"tries": 4, "hours_first": 2, "hours_later": 8})
    assert admin.get("/settings/phone").json() == {
        "lines": [changed.json()], "tries": 4, "hours_first": 2, "hours_later": 8,
    }  # fmt: skip
    assert admin.post("/settings/lines", {"number": "none", "team": world.hill.pk}).status_code == 422
    assert admin.send("DELETE", f"/settings/lines/{line['id']}").status_code == 204
    assert Line.objects.get().removed_at is not None
