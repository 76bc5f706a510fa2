"""Coming in: by password, by link, as the very first; and what a stranger meets."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.config.environment import PublicUrl
from makegood.desk.signin import Adapter, SecondStep
from makegood.people import acts, queries
from makegood.people.models import Agent, Company, SignInLink
from makegood.timeline.models import Event
from tests.desk_settings.opens import opens, signed_in
from tests.people.world import World

WORD = "a long and quiet word"
FORM = {
    "name": "Ana Ruiz", "email": "ana@hearth.example", "password": WORD, "company": "Hearth & Oak",
    "zone": "Europe/Paris", "currency": "EUR",
}  # fmt: skip


def with_password(agent: Agent) -> Agent:
    agent.set_password(WORD)
    agent.save(update_fields=["password"])
    return agent


def link_for(world: World) -> str:
    return acts.one_time_link(world.ben, by=world.ana, now=timezone.now())


@pytest.mark.django_db
def test_the_first_link_leads_to_a_desk_with_an_admin_and_on_to_the_first_mailbox() -> None:
    client, path = Client(), acts.first_link(now=timezone.now())
    assert "Welcome" in client.get(path).content.decode()
    answer = client.post(path, FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/settings/mailboxes/add")
    assert signed_in(client) == Agent.objects.get().pk and Company.objects.get().name == "Hearth & Oak"
    assert client.get("/settings/mailboxes/add").status_code == 200
    assert Client().get(path).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("password", "password123"),
        ("email", "nobody"),
        ("zone", "X/Y"),
        ("currency", "1€"),
        ("name", ""),
    ],
)
def test_a_welcome_that_is_not_right_keeps_what_was_typed_and_the_link(field: str, value: str) -> None:
    client, path = Client(), acts.first_link(now=timezone.now())
    answer = client.post(path, FORM | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'aria-invalid="true"' in page and "Hearth &amp; Oak" in page
    assert WORD not in page and not Agent.objects.exists()
    assert client.post(path, FORM).status_code == 302


@pytest.mark.django_db
def test_a_welcome_that_nobody_made_is_gone() -> None:
    answer = Client().get("/welcome/AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 410 and "opens nothing" in answer.content.decode()


def test_looking_at_a_one_time_link_does_not_use_it_up(world: World) -> None:
    path = link_for(world)
    for _ in range(3):
        assert "Ben Ito" in Client().get(path).content.decode()
    assert not SignInLink.objects.exclude(used_at=None).exists()
    client = Client()
    assert client.post(path).status_code == 302 and signed_in(client) == world.ben.pk


def test_a_one_time_link_signs_in_once(world: World) -> None:
    path = link_for(world)
    Client().post(path)
    late = Client()
    assert late.post(path).status_code == 410 and signed_in(late) is None
    assert late.get(path).status_code == 410


def test_a_one_time_link_needs_the_page_it_stands_on(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link_for(world)).status_code == 403 and signed_in(client) is None


def test_who_comes_by_link_without_a_password_is_shown_where_to_make_one(world: World) -> None:
    client, path = Client(), link_for(world)
    assert client.post(path)["Location"] == "/me"
    assert "You have no way in yet" in client.get("/me").content.decode()


def test_who_forgot_the_password_comes_by_link_and_chooses_a_new_one(world: World) -> None:
    with_password(world.ben)
    elsewhere = opens(Agent.objects.get(pk=world.ben.pk))
    client = Client()
    client.post(link_for(world))
    assert 'href="/me/password/new"' in client.get("/me").content.decode()
    form = {"new_password1": "another quiet word", "new_password2": "another quiet word"}
    assert client.post("/me/password/new", form)["Location"] == "/me"
    assert Agent.objects.get(pk=world.ben.pk).check_password("another quiet word")
    assert client.get("/me").status_code == 200 and elsewhere.get("/me").status_code == 302


def test_whoever_finds_an_open_browser_cannot_choose_a_new_password(world: World) -> None:
    client = opens(with_password(world.ben))
    form = {"new_password1": "another quiet word", "new_password2": "another quiet word"}
    assert client.post("/me/password/new", form)["Location"] == "/me/password"
    assert Agent.objects.get(pk=world.ben.pk).check_password(WORD)


@pytest.mark.parametrize(
    "words", [("short", "short"), ("another quiet word", "not the same"), ("ben@hearth.example",) * 2]
)
def test_a_password_that_will_not_do_is_said_beside_the_field(world: World, words: tuple[str, str]) -> None:
    client = opens(world.ben)
    answer = client.post("/me/password/new", dict(zip(("new_password1", "new_password2"), words, strict=True)))
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert not Agent.objects.get(pk=world.ben.pk).has_usable_password()


def test_a_one_time_link_never_leads_elsewhere(world: World) -> None:
    assert Client().post(link_for(world), {"next": "https://evil.example/"})["Location"] == "/me"
    assert Client().post(link_for(world), {"next": "/c/1001"})["Location"] == "/c/1001"


def test_a_one_time_link_takes_the_place_of_whoever_was_signed_in(world: World) -> None:
    client = opens(world.mo)
    before = client.session.session_key
    client.post(link_for(world))
    assert signed_in(client) == world.ben.pk and client.session.session_key != before


def test_the_password_opens_the_desk(world: World) -> None:
    with_password(world.ben)
    client = Client()
    answer = client.post("/sign-in/?next=/today", {"login": "BEN@hearth.example", "password": WORD})
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/today", world.ben.pk)


def test_signing_in_never_leads_elsewhere(world: World) -> None:
    with_password(world.ben)
    answer = Client().post("/sign-in/?next=//evil.example", {"login": "ben@hearth.example", "password": WORD})
    assert answer["Location"] == "/inbox"


def test_a_wrong_password_and_an_unknown_address_look_the_same(world: World) -> None:
    with_password(world.ben)
    pages = []
    for login in ("ben@hearth.example", "who@hearth.example"):
        answer = Client().post("/sign-in/", {"login": login, "password": "wrong wrong wrong"})
        pages.append(answer.content.decode().replace(login, "ADDRESS"))
        assert "do not belong together" in pages[-1]
    tokens = [page.split('csrfmiddlewaretoken" value="')[1][:64] for page in pages]
    assert pages[0].replace(tokens[0], "") != "" and len(pages[0]) == len(pages[1])


def test_guessing_is_stopped_after_a_few_tries(world: World) -> None:
    with_password(world.ben)
    for _ in range(6):
        answer = Client().post("/sign-in/", {"login": "ben@hearth.example", "password": "guess guess"})
    assert "too many tries" in answer.content.decode()
    client = Client()
    client.post("/sign-in/", {"login": "ben@hearth.example", "password": WORD})
    assert signed_in(client) is None


def test_whose_tries_are_counted_is_not_for_a_stranger_to_say(world: World) -> None:
    def counted(peer: str, said: str) -> str:
        return Adapter().get_client_ip(RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": said}))

    assert counted("203.0.113.7", "198.51.100.1") == "203.0.113.7"
    assert counted("127.0.0.1", "6.6.6.6, 198.51.100.1") == "198.51.100.1"
    assert counted("127.0.0.1", "rubbish") == "127.0.0.1"


def test_a_deactivated_agent_is_out_at_once_and_cannot_come_in(world: World) -> None:
    with_password(world.ben)
    client = opens(world.ben)
    assert client.get("/me").status_code == 200
    acts.deactivate(world.ben, by=world.ana, now=timezone.now())
    assert client.get("/me")["Location"].startswith("/sign-in/")
    Client().post("/sign-in/", {"login": "ben@hearth.example", "password": WORD})
    assert not Event.objects.filter(kind="link.used").exists()


@pytest.mark.parametrize("path", ["/sign-up/", "/sign-in/signup/", "/accounts/signup/"])
def test_nobody_signs_up(world: World, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_signing_out_is_a_post(world: World, ben: Client) -> None:
    ben.get("/sign-out/")
    assert signed_in(ben) == world.ben.pk
    assert ben.post("/sign-out/")["Location"] == "/sign-in/" and signed_in(ben) is None


def test_without_a_mail_server_the_page_says_whom_to_ask(world: World) -> None:
    page = Client().get("/sign-in/forgotten/").content.decode()
    assert "Ask an admin" in page and "<input" not in page.replace('<input type="hidden"', "")
    Client().post("/sign-in/forgotten/", {"email": "ben@hearth.example"})
    assert not Turn.objects.filter(kind="account_mail").exists()


@pytest.fixture
def mail_can_leave(settings: object) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:25"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = PublicUrl("https://desk.hearth.example", "desk.hearth.example", True)  # type: ignore[attr-defined]


def sealed_mail() -> str:
    return secrets.unseal(Turn.objects.get(kind="account_mail").about["sealed"])


def test_a_forgotten_password_is_chosen_anew_by_a_link_in_a_mail(world: World, mail_can_leave: None) -> None:
    with_password(world.ben)
    Client().post("/sign-in/forgotten/", {"email": "ben@hearth.example"}, headers={"host": "localhost"})
    mail = sealed_mail()
    assert "https://desk.hearth.example/sign-in/forgotten/" in mail and "ben@hearth.example" in mail
    path = "/sign-in/forgotten/" + mail.split("/sign-in/forgotten/")[1].split("\\n")[0]
    client = Client()
    form = client.get(path)["Location"]
    client.post(form, {"password1": "another quiet word", "password2": "another quiet word"})
    assert Agent.objects.get(pk=world.ben.pk).check_password("another quiet word")


def test_the_link_is_nowhere_to_be_read_in_the_database(world: World, mail_can_leave: None) -> None:
    with_password(world.ben)
    Client().post("/sign-in/forgotten/", {"email": "ben@hearth.example"})
    assert "forgotten" not in str(Turn.objects.get(kind="account_mail").about)


@pytest.mark.parametrize("address", ["service@hearth.example", "service+anything@hearth.example"])
def test_a_link_never_goes_to_an_address_that_the_team_reads(world: World, mail_can_leave: None, address: str) -> None:
    acts.add_mailbox("service@hearth.example", team=world.service, by=world.ana, now=timezone.now())
    acts.change_agent(with_password(world.ben), name="Ben", email=address, by=world.ana, now=timezone.now())
    Client().post("/sign-in/forgotten/", {"email": address})
    assert not Turn.objects.filter(kind="account_mail").exists()


def test_a_stranger_cannot_make_us_write_to_anybody(world: World, mail_can_leave: None) -> None:
    answer = Client().post("/sign-in/forgotten/", {"email": "victim@elsewhere.example"})
    assert answer.status_code == 302 and not Turn.objects.filter(kind="account_mail").exists()


def test_each_keeps_their_own_page(world: World, ben: Client) -> None:
    said = {"name": "Ben", "zone": "Asia/Tokyo", "language": "en", "theme": "dark", "signature": "Ben, at the till"}
    assert (
        ben.post("/me", said | {"email": "root@hearth.example", "is_active": "", "id": world.ana.pk}).status_code == 302
    )
    after = Agent.objects.get(pk=world.ben.pk)
    assert (after.name, after.theme, after.signature, after.email) == (
        "Ben",
        "dark",
        "Ben, at the till",
        "ben@hearth.example",
    )
    assert 'data-theme="dark"' in ben.get("/me").content.decode()


def test_a_zone_that_is_none_is_said_beside_the_field(world: World, ben: Client) -> None:
    answer = ben.post(
        "/me", {"name": "Ben", "zone": "No/Where", "language": "en", "theme": "", "signature": "kept words"}
    )
    assert (
        answer.status_code == 422
        and "no time zone" in answer.content.decode()
        and "kept words" in answer.content.decode()
    )


def test_signing_out_elsewhere_leaves_this_browser_alone(world: World) -> None:
    with_password(world.ben)
    browsers = [Client(), Client()]
    for client in browsers:
        client.post("/sign-in/", {"login": "ben@hearth.example", "password": WORD})
    browsers[0].post("/me/sign-out-elsewhere")
    assert browsers[0].get("/me").status_code == 200 and browsers[1].get("/me").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/sign-in/forgotten/",
        "/sign-in/forgotten/sent/",
        "/sign-in/forgotten/done/",
        "/sign-in/switched-off/",
    ],
)
def test_pages_for_strangers_are_in_our_look_and_run_no_words_as_script(world: World, path: str) -> None:
    answer = Client().get(path)
    page = answer.content.decode()
    assert answer.status_code == 200 and "css/tokens.css" in page and 'class="sheet"' in page
    for script in page.split("<script")[1:]:
        assert script.lstrip().startswith(("src=", 'type="module"', "id=", "data-allauth-onload"))
        assert "src=" in script.split(">")[0] or "application/json" in script.split(">")[0]
    assert "style=" not in page and "onclick" not in page


@pytest.mark.parametrize(
    "path",
    ["/me/password/new", "/sign-in/steps/webauthn/", "/sign-in/steps/webauthn/add/", "/sign-in/steps/totp/activate/"],
)
def test_pages_for_ones_own_ways_in_open(world: World, ben: Client, path: str) -> None:
    answer = ben.get(path)
    assert answer.status_code == 200 and 'class="sheet"' in answer.content.decode()


def test_the_secret_of_an_authenticator_app_is_encrypted_at_rest(world: World) -> None:
    sealed = SecondStep().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed and SecondStep().decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_ways_in_are_counted_in_one_query(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.ways_in(world.ben) == queries.WaysIn(False, 0, False, False)
