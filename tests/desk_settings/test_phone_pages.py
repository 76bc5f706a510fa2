"""The pages for our numbers, and for how often we try to reach somebody."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from makegood.calls import queries
from makegood.calls.models import Line
from makegood.calls.rules import Trying
from makegood.channels.phone.models import Hook
from makegood.config.environment import PublicUrl
from tests.people.world import World

HOUR = timedelta(hours=1)


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def add(client: Client, number: str = "+49 30 123456", **more: object) -> Line:
    assert client.post("/settings/phone/add", {"number": number, "name": "Harbour shop", **more}).url == (
        "/settings/phone"
    )
    return queries.lines()[-1]


def test_before_the_first_number_the_page_says_what_one_is_for(world: World, ana: Client) -> None:
    page = text(ana, "/settings/phone")
    assert "No number yet." in page and "you need none of it" in page


def test_a_number_is_added_with_its_team_and_changed(world: World, ana: Client) -> None:
    line = add(ana, team=world.online.pk)
    assert (line.number, line.name, line.team) == ("+4930123456", "Harbour shop", world.online)
    assert "+49 30 123456 · Online" in text(ana, "/settings/phone")
    ana.post(f"/settings/phone/{line.pk}", {"number": "+49 40 9999", "name": "", "team": world.service.pk})
    line.refresh_from_db()
    assert (line.number, line.name, line.team) == ("+49409999", "", world.service)
    page = text(ana, "/settings/changes")
    assert "changed a telephone line" in page and "team: Online → " in page


def test_what_is_no_number_stays_in_its_field_and_says_why(world: World, ana: Client) -> None:
    answer = ana.post("/settings/phone/add", {"number": "call me", "name": "Shop"})
    assert answer.status_code == 422 and "This is no telephone number" in answer.content.decode()
    assert 'value="call me"' in answer.content.decode()
    add(ana)
    again = ana.post("/settings/phone/add", {"number": "+4930123456", "name": ""})
    assert again.status_code == 422 and "There is already one named +4930123456" in again.content.decode()


def test_a_removed_number_comes_back_by_the_toast(world: World, ana: Client) -> None:
    line = add(ana)
    page = ana.post(f"/settings/phone/{line.pk}/remove", follow=True).content.decode()
    assert "is removed" in page and f"/settings/phone/{line.pk}/back" in page and "No number yet." in page
    assert ana.get(f"/settings/phone/{line.pk}").status_code == 404
    assert "is back" in ana.post(f"/settings/phone/{line.pk}/back", follow=True).content.decode()
    assert queries.lines() == [line]
    assert ana.post(f"/settings/phone/{line.pk}/back").status_code == 404


def test_it_does_not_come_back_beside_another_of_the_same_number(world: World, ana: Client) -> None:
    line = add(ana)
    ana.post(f"/settings/phone/{line.pk}/remove")
    other = add(ana)
    assert "There is already one" in ana.post(f"/settings/phone/{line.pk}/back", follow=True).content.decode()
    assert queries.lines() == [other]


def test_tries_and_the_hours_between_them_are_chosen(world: World, ana: Client) -> None:
    assert 'value="3"' in text(ana, "/settings/phone")
    ana.post("/settings/phone", {"tries": "4", "first": "2", "later": "8"})
    assert queries.trying() == Trying(4, 2 * HOUR, 8 * HOUR)
    refused = ana.post("/settings/phone", {"tries": "0", "first": "2", "later": "100"})
    assert refused.status_code == 422 and queries.trying().tries == 4


def test_an_agent_is_kept_out(world: World, ana: Client, ben: Client) -> None:
    line = add(ana)
    for path in ("", "/add", f"/{line.pk}", f"/{line.pk}/remove", f"/{line.pk}/back"):
        assert ben.get(f"/settings/phone{path}").status_code == 403
        assert ben.post(f"/settings/phone{path}", {"number": "+4930777777", "tries": "1"}).status_code == 403
    assert queries.lines() == [line]


CONNECTION = {"account": "AC" + "1" * 32, "secret": "hush-hush", "origin": "https://api.twilio.com", "language": "de"}


def test_a_provider_is_connected_and_its_secret_is_never_shown(world: World, ana: Client, settings: object) -> None:
    settings.PUBLIC_URL = PublicUrl("https://desk.hearth.example", "desk.hearth.example", True)  # type: ignore[attr-defined]
    line = add(ana)
    path = f"/settings/phone/{line.pk}/voicemail"
    assert "Connect it" in text(ana, path) and "Connect a provider" in text(ana, f"/settings/phone/{line.pk}")
    assert ana.post(path, CONNECTION).url == path
    page, hook = text(ana, path), Hook.objects.get()
    assert "https://desk.hearth.example/phone/voicemail/" in page and "Nothing has come in yet" in page
    assert "hush-hush" not in page and "hush-hush" not in text(ana, "/settings/changes")
    ana.post(path, CONNECTION | {"secret": "", "greeting": "Hallo"})
    changed = Hook.objects.get()
    assert (changed.secret, changed.greeting, changed.token_hash) == (hook.secret, "Hallo", hook.token_hash)
    ana.post(f"{path}/address")
    assert Hook.objects.get().token_hash != hook.token_hash
    assert "secret is forgotten" in ana.post(f"{path}/off", follow=True).content.decode()
    assert not Hook.objects.exists()


def test_what_is_wrong_with_a_provider_is_said_and_the_secret_is_not_sent_back(world: World, ana: Client) -> None:
    line = add(ana)
    answer = ana.post(f"/settings/phone/{line.pk}/voicemail", CONNECTION | {"origin": "http://10.0.0.5"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "must begin with https://" in page and "hush-hush" not in page
    assert "MAKEGOOD_URL" in page and not Hook.objects.exists()


def test_a_removed_number_comes_back_with_its_provider(world: World, ana: Client) -> None:
    line = add(ana)
    ana.post(f"/settings/phone/{line.pk}/voicemail", CONNECTION)
    ana.post(f"/settings/phone/{line.pk}/remove")
    ana.post(f"/settings/phone/{line.pk}/back")
    assert Hook.objects.get().line == line
