"""Pages for thanks: by a mail's link, and at a place. Two taps, no account; what is doubtful a lead sees first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from makegood.conversations import acts as conversations
from makegood.kudos import acts, queries, rules
from makegood.kudos.models import Kudos, Table
from makegood.people.models import Company
from tests.portal.common import NOW, answered, leave
from tests.world import World

pytestmark = pytest.mark.django_db
TOKEN = "tabletoken"
LINKS = ["Win at https://x.example", "write to me@x.example", "see www.x", "buy at best-shop.com"]
KIND = ["Thank you.Anna was so kind", "Danke.es war schön", "a classic analysis in Scunthorpe"]


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


def press(client: Client, path: str, *, status: int = 302, **said: object) -> str:
    html = client.get(path).content.decode()
    got = client.post(path, {**hidden(html), **said})
    assert got.status_code == status, got.content
    return client.get(got["Location"]).content.decode() if status == 302 else got.content.decode()


@pytest.fixture
def table(world: World) -> Table:
    Company.objects.create(pk=1, name="Pine & Harbour")
    return acts.open_table(world.harbour.location, by=world.lea, token=TOKEN, at=NOW)


def test_two_taps_from_the_mail(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    html = eva.get(f"/thanks/{token}").content.decode()
    assert "Thank Ana" in html and not Kudos.objects.exists()
    before, html = hidden(html), press(eva, f"/thanks/{token}", whom=world.ana.pk)
    assert "It has reached them" in html and Kudos.objects.get().agent == world.ana
    again = eva.post(f"/thanks/{token}", {**before, "whom": world.ana.pk, "text": "Again"})
    assert again.status_code == 422 and "already" in again.content.decode()


def test_somebody_else_helped(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    html = press(eva, f"/thanks/{token}", whom="described", described="the tall one")
    assert "finds out who it was" in html and "You thanked the tall one" in html
    assert "You thanked the tall one" in eva.get(f"/t/{token}").content.decode()


def test_a_link_that_opens_nothing(world: World, eva: Client) -> None:
    for path in ("/thanks/", "/t/", "/thanks/at/"):
        for token in ("x" * 22, "short"):
            end = "/solved" if path == "/t/" else ""
            assert eva.get(f"{path}{token}{end}").status_code == 404


def test_at_the_place_a_named_person_has_it_at_once(world: World, eva: Client, table: Table) -> None:
    html = press(eva, f"/thanks/at/{TOKEN}", agent=world.ana.pk, text="What a smile.", name="Gus")
    assert "Thank you for saying so" in html
    kudos = Kudos.objects.get()
    assert (kudos.state, kudos.agent, kudos.words, kudos.name) == ("given", world.ana, "What a smile.", "Gus")
    assert queries.cards(world.lea)[0].giver == "Gus"


def test_the_same_press_twice_is_once(world: World, eva: Client, table: Table) -> None:
    said = acts.Left(world.ana.pk, "", "Thanks", once="a")
    assert acts.leave(table, said, at=NOW) == acts.leave(table, said, at=NOW) and Kudos.objects.count() == 1


def test_the_tall_one_is_found_by_a_lead(world: World, eva: Client, table: Table) -> None:
    press(eva, f"/thanks/at/{TOKEN}", whom="Ben, the tall one with glasses", day=timezone.localdate().isoformat())
    [kudos] = queries.undecided_for(world.lea)
    assert queries.likely(kudos)[0].name == "Ben Example" and not queries.undecided_for(world.mo)


@pytest.mark.parametrize("words", LINKS)
def test_links_are_refused(world: World, eva: Client, table: Table, words: str) -> None:
    assert "leave out addresses" in press(eva, f"/thanks/at/{TOKEN}", agent=world.ana.pk, text=words, status=422)
    assert not Kudos.objects.exists()


@pytest.mark.parametrize("words", ["You 1diot", "Cheap VIAGRA", "So ein Vollidiot!", "quelle CONNASSE", "Imbécil"])
def test_held_words_reach_nobody_before_a_lead_saw_them(world: World, eva: Client, table: Table, words: str) -> None:
    press(eva, f"/thanks/at/{TOKEN}", agent=world.ana.pk, text=words)
    assert not queries.cards(world.ana) and [one.words for one in queries.undecided_for(world.lea)] == [words]


@pytest.mark.parametrize("words", KIND)
def test_kind_words_are_neither(words: str) -> None:
    assert not rules.why_not_leave(words) and not rules.is_held(words)


def test_a_machine_that_fills_in_everything_leaves_nothing(world: World, eva: Client, table: Table) -> None:
    press(eva, f"/thanks/at/{TOKEN}", agent=world.ana.pk, text="Nice", address="bot@x.example")
    assert not Kudos.objects.exists()


def test_no_more_than_a_place_can_read(world: World, table: Table) -> None:
    for number in range(60):
        acts.leave(table, acts.Left(world.ana.pk, "", "", once=str(number)), at=NOW)
    with pytest.raises(Exception, match="a lot of thanks at once"):
        acts.leave(table, acts.Left(world.ana.pk, "", "", once="more"), at=NOW)
    acts.leave(table, acts.Left(world.ana.pk, "", "", once="more"), at=NOW + timedelta(hours=2))


def test_twelve_in_ten_minutes_from_one_place(world: World, eva: Client, table: Table, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"guest": "2/10m/ip"}  # type: ignore[attr-defined]
    html = eva.get(f"/thanks/at/{TOKEN}").content.decode()
    sent = [
        eva.post(f"/thanks/at/{TOKEN}", {**hidden(html), "agent": world.ana.pk, "once": str(one)}).status_code
        for one in range(3)
    ]
    assert sent == [302, 302, 429]


def test_who_wants_to_be_named_nowhere_is_not_on_the_page(world: World, eva: Client, table: Table) -> None:
    assert "Thank Ana" in eva.get(f"/thanks/at/{TOKEN}").content.decode()
    acts.name_nowhere(world.ana, at=NOW)
    html = eva.get(f"/thanks/at/{TOKEN}").content.decode()
    assert "Ana" not in html and "Thank Ben" in html
    press(eva, f"/thanks/at/{TOKEN}", agent=world.ana.pk, text="Nice", status=422)


def test_closed_and_renewed_it_leads_nowhere(world: World, eva: Client, table: Table) -> None:
    acts.close_table(world.harbour.location, by=world.lea, at=NOW)
    assert eva.get(f"/thanks/at/{TOKEN}").status_code == 404
    acts.renew_table(world.harbour.location, by=world.lea, token="othertoken", at=NOW)
    assert eva.get(f"/thanks/at/{TOKEN}").status_code == 404 and eva.get("/thanks/at/othertoken").status_code == 200
    with pytest.raises(Exception, match="Whoever leads"):
        acts.close_table(world.harbour.location, by=world.mo, at=NOW)


def test_a_hostile_place_page_is_words(world: World, eva: Client, table: Table) -> None:
    html = press(eva, f"/thanks/at/{TOKEN}", whom="", text='<script>"x"</script>{{ 7*7 }}', status=422)
    assert "<script>&#34;x" not in html and "&lt;script&gt;" in html and "{{ 7*7 }}" in html


def test_thanks_follow_a_merge_of_a_merge(world: World, eva: Client) -> None:
    first, token = answered(world)
    press(eva, f"/thanks/{token}", whom=world.ana.pk)
    second, _ = answered(world, subject="The same")
    third, last = answered(world, subject="The same again")
    conversations.merge(first, second, by=world.lea, at=NOW)
    second.refresh_from_db()
    conversations.merge(second, third, by=world.lea, at=NOW)
    assert "You thanked Ana" in eva.get(f"/thanks/{last}").content.decode()
    leave(world.reply(type(third).objects.get(pk=third.pk), at=NOW))
