"""The same request under the same key happens once: pressed twice, twice at once, killed half-way."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from makegood.api.models import Asked
from makegood.conversations.models import Note


@pytest.mark.django_db
def test_twice_is_once_and_answers_the_same(world, ana):
    path = f"/conversations/{world.receive().number}/notes"
    one = ana.post(path, {"text": "Once"}, key="k1")
    two = ana.post(path, {"text": "Once"}, key="k1")
    assert (one.status_code, one.content) == (two.status_code, two.content)
    assert two["Idempotent-Replayed"] == "true"
    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused(world, ana):
    number = world.receive().number
    ana.post(f"/conversations/{number}/notes", {"text": "One"}, key="k1")
    answer = ana.post(f"/conversations/{number}/notes", {"text": "Two"}, key="k1")
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":key-reused")
    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_somebody_elses_key_is_another_key(world, ana, program):
    path = f"/conversations/{world.receive().number}/notes"
    ana.post(path, {"text": "One"}, key="k1")
    assert program(world.ben).post(path, {"text": "One"}, key="k1").json()["by"] == "Ben Example"
    assert Note.objects.count() == 2


@pytest.mark.django_db
def test_a_refusal_leaves_the_key_free(world, ana):
    found = world.receive()
    path, said = f"/conversations/{found.number}/claim", None
    type(found).objects.filter(pk=found.pk).update(owner=world.ben)
    assert ana.post(path, said, key="k1").status_code == 409
    type(found).objects.filter(pk=found.pk).update(owner=None)
    assert ana.post(path, said, key="k1").status_code == 200


@pytest.mark.django_db
def test_killed_half_way_nothing_is_there_and_the_key_is_free(world, ana, monkeypatch):
    from makegood.api.acts import asked

    path = f"/conversations/{world.receive().number}/notes"

    def killed(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(asked, "end", killed)
        with pytest.raises(KeyboardInterrupt):
            ana.post(path, {"text": "Once"}, key="k1")
    assert (Note.objects.count(), Asked.objects.count()) == (0, 0)
    assert ana.post(path, {"text": "Once"}, key="k1").status_code == 201
    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_after_a_day_the_key_is_forgotten(world, ana):
    path = f"/conversations/{world.receive().number}/notes"
    ana.post(path, {"text": "One"}, key="k1")
    Asked.objects.update(at=timezone.now() - timedelta(hours=25))
    assert ana.post(path, {"text": "Two"}, key="k1").status_code == 201
    assert Asked.objects.count() == 1


@pytest.mark.django_db
def test_a_secret_in_an_answer_is_kept_sealed(world, program):
    ada = program(world.ada, "read", "write", "admin")
    told = ada.post("/settings/webhooks", {"url": "https://hooks.example/x"}, key="k1").json()
    assert told["secret"] not in Asked.objects.get().body
    assert ada.post("/settings/webhooks", {"url": "https://hooks.example/x"}, key="k1").json() == told


@pytest.mark.django_db
def test_an_upload_is_the_same_whatever_its_seams(world, ana):
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = f"/api/v1/conversations/{world.receive().number}/drafts/reply/files"
    ids = set()
    for _ in range(2):
        file = SimpleUploadedFile("a.txt", b"the same")
        ids.add(ana.client.post(path, {"file": file}, headers={"Idempotency-Key": "k1"}).json()["id"])
    assert len(ids) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done_and_both_hear_of_it(world, ana):
    path = f"/conversations/{world.receive().number}/notes"
    answers, start = [], threading.Barrier(2)

    def ask():
        start.wait()
        answers.append(ana.post(path, {"text": "Once"}, key="k1"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Note.objects.count() == 1
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].content == answers[1].content
