"""Mentions on their pages: read, corrected, decided, taken back; for nobody who may not see them."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.conversations.models import Conversation
from makegood.kudos.models import Kudos
from makegood.mentions.models import Episode, Mention
from makegood.mentions.rules import Told
from makegood.people.models import Agent
from tests.mentions.finding import STORY, TROUBLE, Finding


def client(agent: Agent) -> Client:
    browser = Client()
    browser.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_the_list_says_what_waits_and_what_is_next(finding: Finding, ana: Client) -> None:
    assert "No mention waits." in ana.get("/mentions").text
    mention = finding.waiting()
    page = ana.get("/mentions").text
    assert f'href="/mentions/{mention.pk}"' in page and "1 account" in page
    assert "Nothing is being read." in ana.get("/mentions/new").text
    assert "Nothing is done yet." in ana.get("/mentions/done").text


def test_how_many_wait_is_said_beside_the_lists_to_who_may_see_them(finding: Finding, ana: Client) -> None:
    assert _count(ana) == ""
    finding.waiting()
    assert _count(ana) == _count(client(finding.world.ben)) == "1"
    assert _count(client(finding.world.mo)) == _count(client(finding.world.ada)) == ""


def _count(browser: Client) -> str:
    line = browser.get("/inbox").text.partition('href="/mentions"')[2].partition("</a>")[0]
    return line.partition('<span class="count">')[2].partition("<")[0]


@pytest.mark.parametrize("many", [1, 8])
def test_however_many_there_are_the_pages_ask_as_often(
    finding: Finding, ana: Client, many: int, django_assert_max_num_queries: object
) -> None:
    for number in range(many):
        mention = finding.waiting(f"{number} {STORY}", Told(STORY[:60], "negative", staff=("Ben",)))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        ana.get("/mentions")
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        ana.get(f"/mentions/{mention.pk}")


def test_somebody_pastes_words_and_sees_what_they_tell(finding: Finding, ana: Client) -> None:
    assert ana.get("/mentions/paste").status_code == 200
    answer = ana.post("/mentions/paste", {"said": STORY, "title": "A letter"})
    mention = Mention.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/mentions/{mention.pk}"
    assert "This takes a few seconds" in ana.get(answer["Location"]).text
    finding.read(mention)
    page = ana.get(answer["Location"]).text
    assert "Nadia" in page and 'class="passage"' in page
    assert "Paste an address" in ana.post("/mentions/paste", {"said": " "}).text


def test_an_address_that_is_here_leads_to_where_it_is(finding: Finding, ana: Client) -> None:
    ana.post("/mentions/paste", {"said": "https://blog.example/1"})
    again = ana.post("/mentions/paste", {"said": "https://www.blog.example/1/"})
    assert again["Location"] == f"/mentions/{Mention.objects.get().pk}"
    hills = client(finding.world.mo).post("/mentions/paste", {"said": "https://blog.example/1"})
    assert hills.status_code == 422 and "Another team has this already" in hills.text


def test_confirmed_it_is_a_conversation_and_thanks_and_can_be_taken_back(finding: Finding, ana: Client) -> None:
    episode = finding.episode(STORY, Told(STORY, "mixed", trouble=True, teller="Jo", staff=("Ben",)))
    here = f"/mentions/{episode.mention_id}"
    page = ana.get(here).text
    assert "Ben Example" in page
    said = {"seen": "0", "thanked": str(finding.world.ben.pk), "team": str(finding.world.hill.pk), "words": "Thank you"}
    assert ana.post(f"{here}/episodes/{episode.pk}/decide", said).status_code == 302
    conversation = Conversation.objects.get()
    assert Kudos.objects.get().words == "Thank you"
    page = ana.get(here).text
    assert f"Conversation #{conversation.pk}" in page and "Thanked: Ben Example" in page and "Take it back" in page
    second = client(finding.world.ben).post(f"{here}/episodes/{episode.pk}/decide", said)
    assert second.status_code == 422 and "Ana Example has decided on this already" in second.text
    ana.post(f"{here}/episodes/{episode.pk}/back")
    assert Episode.objects.get().state == Episode.State.PROPOSED


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Choose whom to thank"),
        ({"team": "1", "who": "#99"}, "number of a conversation"),
        ({"team": "1", "who": "a@"}, "not a mail"),
    ],
)
def test_what_cannot_be_decided_so_says_why_beside_the_form(
    finding: Finding, ana: Client, said: dict[str, str], why: str
) -> None:
    episode = finding.episode(TROUBLE)
    said = {name: str(finding.world.harbour.pk) if name == "team" else value for name, value in said.items()}
    answer = ana.post(f"/mentions/{episode.mention_id}/episodes/{episode.pk}/decide", {"seen": "0", **said})
    assert answer.status_code == 422 and why in answer.text
    assert not Conversation.objects.exists()


def test_who_it_is_may_be_said_by_a_conversation_with_them(finding: Finding, ana: Client) -> None:
    known, episode = finding.world.receive(), finding.episode(TROUBLE)
    said = {"seen": "0", "team": str(finding.world.harbour.pk), "who": f"#{known.pk}"}
    ana.post(f"/mentions/{episode.mention_id}/episodes/{episode.pk}/decide", said)
    assert Conversation.objects.latest("pk").customer == known.customer


def test_what_was_read_is_corrected_and_what_was_missed_is_marked(finding: Finding, ana: Client) -> None:
    mention = finding.waiting(STORY, Told(STORY[:60], "negative"))
    episode = mention.episodes.get()
    said = {
        "seen": "0",
        "passage": STORY.replace("\n", "\r\n"),
        "valence": "positive",
        "teller": "Jo",
        "staff": "Nadia, Ben",
    }
    ana.post(f"/mentions/{mention.pk}/episodes/{episode.pk}", said)
    episode.refresh_from_db()
    assert (episode.passage, episode.staff, episode.trouble, episode.version) == (STORY, ["Nadia", "Ben"], False, 1)
    wrong = ana.post(f"/mentions/{mention.pk}/mark", said | {"passage": "not there"})
    assert wrong.status_code == 422 and "word for word" in wrong.text and "not there" in wrong.text
    ana.post(f"/mentions/{mention.pk}/mark", said | {"passage": STORY[:30]})
    assert mention.episodes.count() == 2


def test_nothing_of_ours_read_again_and_open_again(finding: Finding, ana: Client) -> None:
    here = f"/mentions/{finding.waiting().pk}"
    ana.post(f"{here}/nothing")
    assert "said that nothing in it is ours" in ana.get(here).text
    assert ana.post(f"{here}/again", {"text": "New words"}).status_code == 422
    ana.post(f"{here}/open")
    assert ana.post(f"{here}/again", {"text": ""}).status_code == 422
    ana.post(f"{here}/again", {"text": "New words"})
    assert Mention.objects.get().text == "New words" and not Episode.objects.exists()


def test_mo_cannot_see_that_it_exists(finding: Finding) -> None:
    episode = finding.episode()
    mo, here = client(finding.world.mo), f"/mentions/{episode.mention_id}"
    assert mo.get(here).status_code == 404 and STORY[:20] not in mo.get("/mentions").text
    for verb in ("mark", "nothing", "open", "again", f"episodes/{episode.pk}", f"episodes/{episode.pk}/decide"):
        assert mo.post(f"{here}/{verb}", {"passage": STORY, "valence": "positive"}).status_code == 404
    assert mo.post(f"/mentions/{10**9}/nothing").status_code == 404
    assert Episode.objects.get().version == 0


def test_what_changes_something_is_a_post(finding: Finding, ana: Client) -> None:
    episode = finding.episode()
    here = f"/mentions/{episode.mention_id}"
    for verb in ("mark", "nothing", "open", "again", f"episodes/{episode.pk}/decide", f"episodes/{episode.pk}/back"):
        assert ana.get(f"{here}/{verb}").status_code == 405


def test_what_a_stranger_wrote_is_shown_as_text(finding: Finding, ana: Client) -> None:
    evil = '<script>alert(1)</script> "onload=x The washer broke.'
    mention = finding.waiting(evil, Told(evil, "negative", teller="<b>Jo</b>", quotes=(evil,)))
    Mention.objects.update(title="<i>T</i>", address="https://x.example/?a=<b>")
    for page in (ana.get(f"/mentions/{mention.pk}").text, ana.get("/mentions").text):
        assert "<script>alert" not in page and "<b>Jo" not in page and "<i>T" not in page
