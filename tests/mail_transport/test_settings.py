"""How a mailbox is reached: set by admins alone, secrets sealed and never sent to another server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail import queries
from makegood.channels.mail.acts.settings import OAuth, Reach, Wishes, reach
from makegood.channels.mail.models import Access, Provider
from makegood.channels.mail.servers import Security
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.models import Event
from tests.world import NOON, World

IMAP = Reach("IMAP.example.com ", 993, Security.TLS, "help@example.com", "s3cret")
SMTP = Reach("smtp.example.com", 587, Security.STARTTLS, "help@example.com", "an0ther")
ALL = Wishes(imap=IMAP, smtp=SMTP)
KEPT = Wishes(imap=replace(IMAP, password=""), smtp=replace(SMTP, password=""))


def set_up(world: World, wishes: Wishes = ALL) -> Access:
    return reach(world.help, wishes, by=world.ada, now=NOON)


def test_an_admin_sets_it_and_secrets_are_sealed(world: World) -> None:
    access = set_up(world)
    assert (access.imap_host, access.smtp_host, access.folder) == ("imap.example.com", "smtp.example.com", "INBOX")
    stored = f"{Access.objects.values().get()}{Event.objects.values().get()}{access!r}{ALL!r}"
    assert "s3cret" not in stored
    assert "an0ther" not in stored
    assert queries.imap_server(access).password == "s3cret"
    assert Turn.objects.filter(key=f"reconcile:{access.pk}").count() == 1


def test_nobody_else_may(world: World) -> None:
    for agent in (world.ana, world.lea, world.mo):
        with pytest.raises(NotAllowed):
            reach(world.help, ALL, by=agent, now=NOON)
    assert Access.objects.count() == 0


def test_an_empty_password_leaves_the_one_that_is_kept(world: World) -> None:
    set_up(world)
    access = set_up(world, replace(KEPT, folder="Desk"))
    assert queries.imap_server(access).password == "s3cret"
    assert access.version == 2


def test_the_same_again_changes_nothing(world: World) -> None:
    set_up(world)
    assert set_up(world).version == 1
    assert set_up(world, KEPT).version == 1
    assert Event.objects.filter(kind="mailbox.changed").count() == 1


@pytest.mark.parametrize("changed", [{"host": "evil.example.org"}, {"user": "someone@example.com"}])
def test_a_kept_password_never_goes_to_another_server_or_user(world: World, changed: dict[str, str]) -> None:
    set_up(world)
    for side in ("imap", "smtp"):
        wishes = replace(KEPT, **{side: replace(getattr(KEPT, side), **changed)})
        with pytest.raises(Unfit, match="Enter the password"):
            set_up(world, wishes)
    assert Access.objects.get().version == 1


@pytest.mark.parametrize(
    ("imap", "words"),
    [
        (replace(IMAP, security=Security.NONE), "could read the password"),
        (replace(IMAP, port=0), "no port number"),
        (replace(IMAP, password=""), "Enter the password"),
        (replace(IMAP, password="s3cret\r\nA1 DELETE INBOX"), "one line"),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, imap: Reach, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        set_up(world, replace(ALL, imap=imap))
    assert Access.objects.count() == 0


def test_events_name_what_changed_and_no_secret(world: World) -> None:
    set_up(world)
    set_up(world, replace(ALL, imap=replace(IMAP, password="new s3cret")))
    about = Event.objects.filter(kind="mailbox.changed").latest("pk").about
    assert about["changed"] == ["imap secret"]
    assert "s3cret" not in str(about)


def test_history_is_chosen_once(world: World) -> None:
    set_up(world, replace(ALL, with_history=True))
    assert set_up(world, replace(ALL, folder="Desk")).with_history


def test_a_mailbox_may_only_send_or_only_receive(world: World) -> None:
    access = set_up(world, Wishes(smtp=SMTP))
    assert queries.watchable() == {}
    assert queries.smtp_server(access)
    access = set_up(world, Wishes(imap=IMAP))
    assert queries.watchable() == {access.pk: "2 help@harbour.example"}
    assert queries.smtp_server(access) is None
    assert access.smtp_sealed == ""


def test_oauth_needs_a_client_and_forgets_passwords(world: World) -> None:
    set_up(world)
    with pytest.raises(Unfit, match="client"):
        set_up(world, replace(ALL, oauth=OAuth(Provider.GOOGLE, "", "")))
    with pytest.raises(Unfit, match="addresses"):
        set_up(world, replace(ALL, oauth=OAuth(Provider.OTHER, "id", "secret")))
    access = set_up(world, replace(KEPT, oauth=OAuth(Provider.GOOGLE, "id", "a client s3cret")))
    assert (access.imap_sealed, access.smtp_sealed) == ("", "")
    assert secrets.unseal(access.client_sealed) == "a client s3cret"
    again = set_up(world, replace(KEPT, oauth=OAuth(Provider.GOOGLE, "id")))
    assert secrets.unseal(again.client_sealed) == "a client s3cret"


def test_health_is_two_queries_however_many_mailboxes(world: World, django_assert_num_queries: object) -> None:
    set_up(world)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.health(now=NOON)) == 2


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        ("help@harbour.example", "help@harbour.example"),
        (" HELP@Harbour.Example ", "help@harbour.example"),
        ("help+c1042.7.abc@harbour.example", "help@harbour.example"),
        ("nobody@harbour.example", ""),
        ("", ""),
    ],
)
def test_recipients_find_their_mailbox(world: World, recipient: str, found: str) -> None:
    assert queries.mailbox_for(recipient) == found
