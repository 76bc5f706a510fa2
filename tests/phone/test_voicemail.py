"""A provider's word becomes a conversation with a clock, once; its recording follows. Nobody else is believed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.calls import acts as calls
from makegood.calls.models import Callback, Recording
from makegood.channels.phone import acts, fetching
from makegood.channels.phone.models import Hook
from makegood.config.doctor import examine
from makegood.conversations.models import Conversation, File, Message
from makegood.customers.models import Customer
from makegood.intake import acts as intake
from makegood.intake.models import Arrival
from makegood.timeline.models import Event
from tests.calls.sounds import MP3, WAVE
from tests.phone.provider import SECRET, signed
from tests.phone.ringing import OURS, Ringing, work

MINUTE = timedelta(minutes=1)


def sound() -> None:
    assert not [words for one in examine(now=timezone.now()) for words in one.violations]


def nothing_came() -> bool:
    return not (Arrival.objects.exists() or Turn.objects.filter(kind__in=["voicemail", "recording"]).exists())


def test_it_is_kept_before_the_provider_is_told_then_filed_then_heard(ringing: Ringing) -> None:
    answer = ringing.post(ringing.provider.left())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.mailbox) == ("kept", "+4930555555") and b"RecordingUrl=" in intake.content(arrival)
    assert not Conversation.objects.exists() and Turn.objects.get(kind="voicemail")
    work()
    conversation, callback = Conversation.objects.get(), Callback.objects.get()
    assert (conversation.team, conversation.channel, callback.number) == (ringing.world.harbour, "phone", "+4930123456")
    file = File.objects.get()
    assert (file.type, file.size, Recording.objects.get().file) == ("audio/wav", len(WAVE), file)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.outcome, arrival.conversation_id) == ("filed", "new", conversation.pk)
    assert Message.objects.get().arrival_id == arrival.pk
    sound()


def test_told_again_and_again_it_is_one(ringing: Ringing) -> None:
    fields = ringing.provider.left()
    for _ in range(3):
        assert ringing.post(fields).status_code == 200
    ringing.post(fields | {"RecordingStatus": "completed"})  # the same recording, told in another way
    work()
    ringing.post(fields)
    work()
    assert (Arrival.objects.count(), Conversation.objects.count(), File.objects.count()) == (1, 1, 1)
    sound()


def test_who_calls_is_greeted_and_nothing_is_kept(ringing: Ringing) -> None:
    fields = {"AccountSid": ringing.provider.left()["AccountSid"], "CallSid": "CA1", "CallStatus": "ringing"}
    said = ringing.post(fields).content.decode()
    assert "<Record" in said and f'action="{ringing.address}"' in said and "leave a message" in said
    said = ringing.post(fields | {"CallStatus": "completed"}).content.decode()
    assert "<Record" not in said and nothing_came()


def test_a_forgery_leaves_nothing(ringing: Ringing) -> None:
    fields, url = ringing.provider.left(), OURS + ringing.path
    forged = [
        "", "x", signed(url, fields, "another secret"), signed(url, fields | {"From": "+491"}),
        signed(url + "?a=1", fields), signed(url.replace("https", "http"), fields),
    ]  # fmt: skip
    for signature in forged:
        assert ringing.post(fields, signature=signature).status_code == 403
    other = fields | {"AccountSid": "AC2"}
    assert ringing.post(other).status_code == 403
    assert nothing_came() and not Event.objects.filter(kind="call.logged").exists()


def test_a_request_to_one_line_is_not_believed_at_another(ringing: Ringing) -> None:
    world, fields = ringing.world, ringing.provider.left()
    other = calls.add_line("+4930666666", name="", team=world.hill, by=world.ada, at=timezone.now())
    hook = acts.connect(other, acts.Provider("AC9", SECRET), by=world.ada, at=timezone.now())
    path = ringing.path.rpartition("/")[0] + "/" + acts.secrets.unseal(hook.token)
    assert ringing.post(fields, path=path, signature=signed(OURS + ringing.path, fields)).status_code == 403
    assert nothing_came()


def test_an_address_that_is_none_and_a_line_that_is_gone_are_not_there(ringing: Ringing) -> None:
    fields = ringing.provider.left()
    assert ringing.post(fields, path="/phone/voicemail/none").status_code == 404
    acts.renew(ringing.line, by=ringing.world.ada, at=timezone.now())
    assert ringing.post(fields).status_code == 404
    acts.disconnect(ringing.line, by=ringing.world.ada, at=timezone.now())
    calls.remove_line(ringing.line, by=ringing.world.ada, at=timezone.now())
    assert ringing.post(fields).status_code == 404 and nothing_came()


def test_what_is_no_form_is_refused(ringing: Ringing) -> None:
    client, headers = Client(), {"X-Twilio-Signature": "x"}
    form = "application/x-www-form-urlencoded"
    for body, kind in (
        (b"{}", "application/json"),
        (b"a=" + b"x" * 20_000, form),
        (b"a=1&" * 200, form),
        (b"\xff", form),
    ):
        assert client.post(ringing.path, body, content_type=kind, headers=headers).status_code in (400, 403)
    assert client.get(ringing.path).status_code == 405 and nothing_came()


def test_who_calls_again_lands_where_they_wait(ringing: Ringing) -> None:
    for _ in range(2):
        ringing.post(ringing.provider.left())
    work()
    assert (Conversation.objects.count(), Message.objects.count(), Callback.objects.count()) == (1, 2, 1)
    assert set(Arrival.objects.values_list("outcome", flat=True)) == {"new", "reply"}
    sound()


def test_nobody_waits_for_the_file(ringing: Ringing) -> None:
    ringing.provider.status = 503
    ringing.post(ringing.provider.left())
    work()
    conversation = Conversation.objects.get()
    assert Callback.objects.get().state == "open" and conversation.next_due is not None
    recording, turn = Recording.objects.get(), Turn.objects.get(kind="recording")
    assert (recording.file, recording.trouble) == (None, "The provider answered 503.")
    assert turn.state == "planned" and turn.run_at > timezone.now()
    ringing.provider.status = 0
    work(now=turn.run_at)
    assert Recording.objects.get().file is not None and not Turn.objects.filter(kind="recording").exists()
    sound()


@pytest.mark.parametrize(("status", "words"), [(401, "refuses our account"), (403, "refuses our account")])
def test_what_only_a_person_can_mend_is_on_the_shelf_in_words(ringing: Ringing, status: int, words: str) -> None:
    ringing.provider.status = status
    ringing.post(ringing.provider.left())
    work()
    turn = Turn.objects.get(kind="recording")
    assert turn.state == "stuck" and words in turn.last_error and words in Recording.objects.get().trouble
    sound()


def test_what_the_provider_sends_must_be_a_recording(ringing: Ringing) -> None:
    ringing.post(ringing.provider.left(b"<html><script>a()</script>"))
    work()
    assert "no recording that we know" in Turn.objects.get(kind="recording").last_error
    assert not File.objects.exists()


def test_more_than_we_take_is_not_read_to_its_end(ringing: Ringing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", len(WAVE) - 1)
    ringing.post(ringing.provider.left())
    work()
    assert "larger than we take" in Turn.objects.get(kind="recording").last_error


def test_the_secret_goes_to_no_other_place(ringing: Ringing) -> None:
    ringing.post(ringing.provider.left(RecordingUrl="https://evil.example/RE9"))
    work()
    turn = Turn.objects.get(kind="recording")
    assert turn.state == "stuck" and "evil.example" in turn.last_error and not ringing.provider.asked


def test_sent_on_it_takes_no_secret_along_and_comes_nowhere_inside(ringing: Ringing) -> None:
    ringing.provider.status, ringing.provider.location = 302, f"http://localhost:{ringing.provider.port}/inside"
    ringing.post(ringing.provider.left())
    work()
    assert "may not be reached" in Recording.objects.get().trouble
    assert len(ringing.provider.asked) == 1


def test_a_place_that_is_not_named_as_inside_is_not_reached(ringing: Ringing) -> None:
    Hook.objects.update(is_inside=False)
    ringing.post(ringing.provider.left())
    work()
    assert "may not be reached" in Recording.objects.get().trouble and not ringing.provider.asked


def test_killed_between_having_it_and_keeping_it_it_is_kept_once(ringing: Ringing) -> None:
    ringing.post(ringing.provider.left(MP3))
    work(kinds=("voicemail",))
    Turn.objects.update(lease_until=None)
    turn = Turn.objects.get(kind="recording")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calls, "recorded", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work(kinds=("recording",))
    assert not File.objects.exists()
    Turn.objects.filter(pk=turn.pk).update(lease_until=timezone.now() - MINUTE)
    work()
    assert File.objects.count() == 1 and not calls.recorded(
        Recording.objects.get(), calls.uploaded("a", MP3), at=timezone.now()
    )
    assert File.objects.count() == 1
    sound()


def test_a_blocked_caller_is_kept_out_and_filed_once_unblocked(ringing: Ringing) -> None:
    from makegood.customers import acts as customers

    ringing.post(ringing.provider.left())
    work()
    customer = Customer.objects.get()
    customers.block(customer.pk, by=ringing.world.ada.pk, at=timezone.now())
    ringing.post(ringing.provider.left())
    work()
    refused = Arrival.objects.order_by("-pk")[0]
    assert (refused.state, Message.objects.count()) == ("refused", 1) and "blocked" in refused.reason
    sound()
    customers.unblock(customer.pk, by=ringing.world.ada.pk, at=timezone.now())
    intake.unrefuse(["+4930123456"], at=timezone.now())
    work()
    assert Message.objects.count() == 2
    sound()


def test_what_cannot_be_filed_is_on_the_shelf_and_can_be_tried_again(
    ringing: Ringing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(calls, "leave", lambda *_a, **_k: 1 / 0)
        ringing.post(ringing.provider.left())
        work()
    stuck = Arrival.objects.get()
    assert stuck.state == "stuck" and "ZeroDivisionError" in stuck.reason
    sound()
    assert intake.retry(stuck.pk, by=ringing.world.ada.pk, at=timezone.now())
    work()
    assert Arrival.objects.get().state == "filed"


def test_the_secret_lies_sealed_and_is_on_no_page(ringing: Ringing) -> None:
    hook = Hook.objects.get()
    assert SECRET not in hook.secret and ringing.path.rpartition("/")[2] not in hook.token
    assert SECRET.encode() not in b"".join(str(one.about).encode() for one in Event.objects.all())
