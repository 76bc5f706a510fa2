"""The pages for mailboxes: secrets go in and never come out, and leading mail elsewhere is asked twice and told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail.models import Access, Halt
from makegood.config.environment import PublicUrl
from makegood.intake import acts as intake
from makegood.intake.models import Arrival
from makegood.people import acts
from makegood.people.models import Agent, Mailbox, Rank
from makegood.people.rules import Post
from makegood.timeline.models import Event
from tests.desk_settings.opens import opens
from tests.people.world import NOON, World

SECRET = "pa55 of the mailbox"
REACH = {
    "imap_host": "imap.hearth.example", "imap_port": "993", "imap_security": "tls", "imap_user": "service",
    "imap_password": SECRET, "folder": "INBOX", "with_history": "", "smtp_host": "smtp.hearth.example",
    "smtp_port": "587", "smtp_security": "starttls", "smtp_user": "service", "smtp_password": "", "sign_in": "password",
    "provider": "", "client_id": "", "client_secret": "", "authorize_url": "", "token_url": "", "scope": "",
    "authserv_id": "", "own_password": "",
}  # fmt: skip
MAILBOX = {"address": "service@hearth.example", "name": "", "reopen_days": "30"}


@pytest.fixture
def box(world: World) -> Mailbox:
    return acts.add_mailbox("service@hearth.example", team=world.service, by=world.ana, now=NOON)


def with_password(agent: Agent) -> Agent:
    agent.set_password("my own quiet word")
    agent.save(update_fields=["password"])
    return agent


def test_a_new_mailbox_leads_to_its_likely_servers(world: World, ana: Client) -> None:
    answer = ana.post("/settings/mailboxes/add", {"address": "Hello@Hearth.example", "team": world.online.pk})
    box = Mailbox.objects.get()
    assert (box.address, box.team_id, answer["Location"]) == (
        "hello@hearth.example", world.online.pk, f"/settings/mailboxes/{box.pk}/servers",
    )  # fmt: skip
    page = ana.get(answer["Location"]).content.decode()
    assert 'value="imap.hearth.example"' in page and 'value="smtp.hearth.example"' in page


def test_whether_customers_get_a_page_is_chosen_when_it_is_added(world: World, ana: Client) -> None:
    page = ana.get("/settings/mailboxes/add").content.decode()
    assert re.search(r'name="gives_page"[^>]* checked', page) and 'href="/t/example"' in page
    for address, said in (("a@hearth.example", {"gives_page": "on"}), ("b@hearth.example", {})):
        ana.post("/settings/mailboxes/add", {"address": address, "team": world.service.pk, **said})
    given = dict(Mailbox.objects.values_list("address", "gives_page"))
    assert given == {"a@hearth.example": True, "b@hearth.example": False}


@pytest.mark.parametrize(
    ("address", "host", "server"),
    [("shop@gmail.com", "", "imap.gmail.com"), ("a@shop.example", "google", "imap.gmail.com"),
     ("a@shop.example", "microsoft", "outlook.office365.com"), ("a@hotmail.com", "", "outlook.office365.com")],
)  # fmt: skip
def test_well_known_hosts_are_known(world: World, ana: Client, address: str, host: str, server: str) -> None:
    box = acts.add_mailbox(address, team=world.service, by=world.ana, now=NOON)
    assert f'value="{server}"' in ana.get(f"/settings/mailboxes/{box.pk}/servers?host={host}").content.decode()


@pytest.mark.parametrize("address", ["service+x@hearth.example", "nonsense", ""])
def test_an_address_that_cannot_be_ours_is_said_beside_the_field(world: World, ana: Client, address: str) -> None:
    answer = ana.post("/settings/mailboxes/add", {"address": address, "team": world.service.pk})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()


def test_a_secret_goes_in_sealed_and_never_comes_out(world: World, ana: Client, box: Mailbox) -> None:
    assert ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH).status_code == 302
    access = Access.objects.get()
    assert SECRET not in access.imap_sealed and secrets.unseal(access.imap_sealed) == SECRET
    assert secrets.unseal(access.smtp_sealed) == SECRET  # one password for both
    for path in (f"/settings/mailboxes/{box.pk}/servers", f"/settings/mailboxes/{box.pk}", "/settings/changes"):
        page = ana.get(path).content.decode()
        assert SECRET not in page and access.imap_sealed not in page
    assert "saved; type to replace" in ana.get(f"/settings/mailboxes/{box.pk}/servers").content.decode()
    told = str(list(Event.objects.values_list("about", flat=True)))
    assert SECRET not in told and access.imap_sealed not in told


def test_a_form_that_is_not_right_keeps_everything_but_the_secrets(world: World, ana: Client, box: Mailbox) -> None:
    answer = ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH | {"imap_port": "99999", "folder": "Kept folder"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Kept folder" in page and "99999" in page and SECRET not in page
    assert not Access.objects.exists()


def test_an_empty_password_leaves_the_one_that_is_kept(world: World, ana: Client, box: Mailbox) -> None:
    path = f"/settings/mailboxes/{box.pk}/servers"
    ana.post(path, REACH)
    ana.post(path, REACH | {"imap_password": "", "folder": "Support"})
    access = Access.objects.get()
    assert access.folder == "Support" and secrets.unseal(access.imap_sealed) == SECRET


def test_a_kept_password_never_goes_to_another_server(world: World, ana: Client, box: Mailbox) -> None:
    path = f"/settings/mailboxes/{box.pk}/servers"
    ana.post(path, REACH)
    answer = ana.post(path, REACH | {"imap_password": "", "imap_host": "imap.evil.example"})
    assert answer.status_code == 422 and Access.objects.get().imap_host == "imap.hearth.example"


def test_leading_mail_elsewhere_asks_again_who_it_is(world: World, box: Mailbox) -> None:
    with_password(world.ana)
    stale = opens(world.ana, fresh=False)
    path = f"/settings/mailboxes/{box.pk}/servers"
    assert "Your own password" in stale.get(path).content.decode()
    for wrong in ("", "guess"):
        answer = stale.post(path, REACH | {"own_password": wrong})
        assert answer.status_code == 422 and "Type your own password" in answer.content.decode()
    assert not Access.objects.exists()
    assert stale.post(path, REACH | {"own_password": "my own quiet word"}).status_code == 302
    assert "Your own password" not in stale.get(path).content.decode()  # fresh from now on


def test_a_new_address_asks_again_who_it_is_and_a_new_name_does_not(world: World, box: Mailbox) -> None:
    with_password(world.ana)
    stale = opens(world.ana, fresh=False)
    path = f"/settings/mailboxes/{box.pk}"
    assert stale.post(path, MAILBOX | {"name": "Hearth"}).status_code == 302
    assert stale.post(path, MAILBOX | {"address": "evil@hearth.example"}).status_code == 422
    assert Mailbox.objects.get().address == "service@hearth.example"


def test_guessing_ones_password_here_is_stopped_too(world: World, box: Mailbox) -> None:
    with_password(world.ana)
    stale = opens(world.ana, fresh=False)
    for _ in range(11):
        page = stale.post(f"/settings/mailboxes/{box.pk}/servers", REACH | {"own_password": "guess"}).content.decode()
    assert "too many tries" in page


def test_the_other_admins_are_told(world: World, ana: Client, box: Mailbox, settings: object) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:25"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = PublicUrl("https://desk.hearth.example", "desk.hearth.example", True)  # type: ignore[attr-defined]
    acts.give_role(world.ben, Post(Rank.ADMIN), by=world.ana, now=NOON)
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH)
    mail = secrets.unseal(Turn.objects.get(kind="account_mail").about["sealed"])
    assert "ben@hearth.example" in mail and "service@hearth.example" in mail and "Ana Ruiz" in mail
    assert "Others changed how mail" in opens(world.ben).get("/settings/").content.decode()
    assert "Others changed how mail" not in ana.get("/settings/").content.decode()


def test_each_admin_is_told_in_their_own_language(world: World, ana: Client, box: Mailbox, settings: object) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:25"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = PublicUrl("https://desk.hearth.example", "desk.hearth.example", True)  # type: ignore[attr-defined]
    acts.give_role(world.ben, Post(Rank.ADMIN), by=world.ana, now=NOON)
    Agent.objects.filter(pk=world.ben.pk).update(language="de")
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH)
    mail = secrets.unseal(Turn.objects.get(kind="account_mail").about["sealed"])
    assert "Wie Mail von service@hearth.example kommt und geht" in mail


def test_only_what_the_form_names_is_taken_from_it(world: World, ana: Client, box: Mailbox) -> None:
    evil = {
        "version": "99",
        "plus_proven_for": "x",
        "refresh_sealed": "x",
        "mailbox": "999999999",
        "imap_sealed": "x",
        "id": "77",
    }
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH | evil)
    access = Access.objects.get()
    assert (access.mailbox_id, access.plus_proven_for, access.refresh_sealed) == (box.pk, "", "")
    ana.post(
        f"/settings/mailboxes/{box.pk}", MAILBOX | {"is_active": "", "signature": "evil", "created_at": "1999-01-01"}
    )
    assert (Mailbox.objects.get().is_active, Mailbox.objects.get().signature) == (True, "")


def test_a_mailbox_is_not_unencrypted_across_the_net(world: World, ana: Client, box: Mailbox) -> None:
    answer = ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH | {"imap_security": "none"})
    assert answer.status_code == 422 and "Without encryption" in answer.content.decode()


def test_a_test_says_in_words_what_is_wrong_and_where(world: World, ana: Client, box: Mailbox) -> None:
    here = {"imap_host": "127.0.0.1", "imap_port": "1", "imap_security": "none"}
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH | here)
    page = ana.post(f"/settings/mailboxes/{box.pk}/test/receiving").content.decode()
    assert "Receiving does not work yet" in page and "The settings make sense" in page and "127.0.0.1" in page
    head = {"HX-Request": "true", "HX-Target": "tested-receiving"}
    part = ana.post(f"/settings/mailboxes/{box.pk}/test/receiving", headers=head).content.decode()
    assert part.lstrip().startswith('<div id="tested-receiving"') and "<html" not in part


def test_saving_proves_marked_addresses_at_once(world: World, ana: Client, box: Mailbox) -> None:
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH)
    assert Turn.objects.filter(kind="prove").count() == 1
    assert "has not arrived yet" in ana.get(f"/settings/mailboxes/{box.pk}").content.decode()


def test_a_mailbox_rests_and_the_toast_takes_it_back(world: World, ana: Client, box: Mailbox) -> None:
    ana.post(f"/settings/mailboxes/{box.pk}/pause")
    page = ana.get("/settings/mailboxes").content.decode()
    assert "rests" in page and f'action="/settings/mailboxes/{box.pk}/resume"' in page
    ana.post(f"/settings/mailboxes/{box.pk}/resume")
    assert Mailbox.objects.get().is_active


def test_a_provider_is_gone_to_and_comes_back_for_its_own_mailbox_alone(
    world: World, ana: Client, box: Mailbox
) -> None:
    oauth = {"sign_in": "oauth", "provider": "google", "client_id": "client", "client_secret": "kept from all"}
    ana.post(f"/settings/mailboxes/{box.pk}/servers", REACH | oauth)
    page = ana.get(f"/settings/mailboxes/{box.pk}/consent").content.decode()
    assert "https://accounts.google.com/" in page and "code_challenge" in page and "kept from all" not in page
    assert opens(world.ana).get("/settings/mailboxes/consented?code=x&state=y").status_code == 404
    ana.get("/settings/mailboxes/consented?code=x&state=wrong")
    assert Access.objects.get().refresh_sealed == ""
    assert ana.get("/settings/mailboxes/consented?code=x&state=y").status_code == 404  # good once


def test_a_signature_is_kept_and_shown(world: World, ana: Client, box: Mailbox) -> None:
    ana.post(f"/settings/signatures/{box.pk}", {"signature": "Hearth & Oak\n<b>Wharf Street</b>"})
    page = ana.get("/settings/signatures").content.decode()
    assert Mailbox.objects.get().signature.endswith("Street</b>") and "<b>Wharf" not in page


def test_all_mail_is_held_back_and_let_go(world: World, ana: Client) -> None:
    assert ana.post("/settings/sending", {"reason": ""}).status_code == 422
    ana.post("/settings/sending", {"reason": "a loop with a supplier"})
    assert Halt.objects.get().reason == "a loop with a supplier"
    assert "a loop with a supplier" in ana.get("/settings/").content.decode()
    ana.post("/settings/sending/go-on")
    assert not Halt.objects.exists()


def test_the_shelf_says_why_and_tries_again(world: World, ana: Client) -> None:
    arrival = intake.keep(b"From nobody", source="test", at=timezone.now()).arrival
    Arrival.objects.filter(pk=arrival.pk).update(state="stuck", reason="It says to nobody whose it is.")
    turn = agenda.plan("send", "send:7", run_at=timezone.now())
    Turn.objects.filter(pk=turn.pk).update(state="stuck", last_error="The server said no.")
    page = ana.get("/settings/stuck").content.decode()
    assert "It says to nobody whose it is." in page and "The server said no." in page
    ana.post(f"/settings/stuck/arrivals/{arrival.pk}")
    ana.post(f"/settings/stuck/turns/{turn.pk}")
    assert Arrival.objects.get().state == "kept" and Turn.objects.get(pk=turn.pk).state == "planned"
    assert "Nothing is stuck" in ana.get("/settings/stuck").content.decode()
