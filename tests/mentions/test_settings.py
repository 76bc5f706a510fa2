"""Where we look, on its settings pages: sources, tables of reviews, and the model that may propose."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from makegood.base.secrets import unseal
from makegood.channels.social.endpoint import TRIED_ON
from makegood.mentions.models import Endpoint, Mention, Source
from tests.mentions.finding import STORY, Finding
from tests.servers.elsewhere import Answer

# Long enough that no page holds them by chance, in the random words that it sends along with its forms.
TOKEN, KEY = "token-of-the-harbour", "key-of-the-harbour"
TABLE = "Id;Reviewer;Review;Date\n1;Jo;Nadia was kind;2026-11-02\n2;Kim;It broke twice;2020-01-05\n3;Max;;2026-11-02\n"


@pytest.fixture
def ada(finding: Finding, client: Client) -> Client:
    """Ada's browser."""
    client.force_login(finding.world.ada, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_admin_adds_a_source_and_sees_how_the_last_look_went(finding: Finding, ada: Client) -> None:
    assert "Nobody looks yet." in ada.get("/settings/mentions").text
    said = {"name": "Blog", "kind": "feed", "team": finding.world.harbour.pk, "address": finding.there.origin + "/feed"}
    assert ada.post("/settings/mentions/add", said | {"address": "nowhere"}).status_code == 422
    assert ada.post("/settings/mentions/add", said | {"kind": "masto_acct", "what": "a b"}).status_code == 422
    assert ada.post("/settings/mentions/add", said | {"is_inside": "on", "token": TOKEN}).status_code == 302
    source = Source.objects.get()
    assert unseal(source.token) == TOKEN != source.token
    finding.there.pages["/feed"] = Answer(status=503)
    finding.look(source, at=timezone.now())
    here = f"/settings/mentions/{source.pk}"
    page = ada.get(here).text
    assert "It answered 503." in page and TOKEN not in page and "It answered 503." in ada.get("/settings/mentions").text
    ada.post(f"{here}/look")
    assert Source.objects.get().fails == 0
    ada.post(here, said | {"name": "The blog", "is_inside": "on"})
    ada.post(f"{here}/off")
    source.refresh_from_db()
    assert (source.name, source.is_active, unseal(source.token)) == ("The blog", False, TOKEN)


def test_only_admins_see_where_we_look(finding: Finding, ana: Client) -> None:
    source = finding.source()
    for path in ("", "/add", "/model", f"/{source.pk}"):
        assert ana.get(f"/settings/mentions{path}").status_code == 403
    for path in (f"/{source.pk}/look", f"/{source.pk}/off", f"/{source.pk}/table", "/model"):
        assert ana.post(f"/settings/mentions{path}").status_code == 403


def test_a_table_is_looked_at_first_and_each_row_is_kept_once(finding: Finding, ada: Client) -> None:
    source = finding.source("table", address="")
    here = f"/settings/mentions/{source.pk}/table"
    page = ada.post(here, {"reviews": BytesIO(TABLE.encode())}).text
    assert "Nadia was kind" in page and "line 4" in page and "Nothing was written." in page
    assert not Mention.objects.exists()
    chosen = {"content": TABLE, "text": "Review", "author": "Reviewer", "published": "Date", "key": "Id", "import": "1"}
    for _ in range(2):
        assert ada.post(here, chosen).status_code == 302
    assert [(one.author, one.text) for one in Mention.objects.order_by("pk")] == [
        ("Jo", "Nadia was kind"),
        ("Kim", "It broke twice"),
    ]
    unread = ada.post(here, {"content": TABLE, "text": "", "author": "", "published": "", "key": ""})
    assert unread.status_code == 422 and "Which column holds what they wrote?" in unread.text
    assert ada.post(here, {"reviews": BytesIO(b"\0\1")}).status_code == 422


def model(answer: object) -> Answer:
    said = {"choices": [{"message": {"content": answer if isinstance(answer, str) else json.dumps(answer)}}]}
    return Answer(json.dumps(said).encode(), "application/json")


def test_a_model_is_set_up_tested_and_held_to_the_text(finding: Finding, ada: Client) -> None:
    path = "/v1/chat/completions"
    said = {"address": f"{finding.there.origin}/v1", "model": "m", "key": KEY, "is_inside": "on", "is_on": "on"}
    finding.there.pages[path] = model({"episodes": [{"passage": TRIED_ON, "valence": "positive"}]})
    ada.post("/settings/mentions/model", said | {"test": "1"})
    endpoint = Endpoint.objects.get()
    assert (
        endpoint.trouble == "" and unseal(endpoint.key) == KEY and KEY not in ada.get("/settings/mentions/model").text
    )
    assert finding.there.asked[-1].headers["authorization"] == f"Bearer {KEY}"

    half = {"passage": STORY[:60], "valence": "negative", "trouble": True, "quotes": ["never said", STORY[:20].strip()]}
    finding.there.pages[path] = model({"episodes": [half, {"passage": "never said at all", "valence": "negative"}]})
    mention = finding.read(_pasted(finding, "1 " + STORY))
    [episode] = mention.episodes.all()
    assert episode.passage == STORY[:60].strip()
    assert all(quote in mention.text for quote in episode.quotes)

    for answer in (model("no json"), model({"episodes": 7}), Answer(status=500), Answer(b"{}", "application/json")):
        finding.there.pages[path] = answer
        mention = finding.read(_pasted(finding, f"{Mention.objects.count()} {STORY}"))
        assert mention.episodes.count() == 1 and Endpoint.objects.get().trouble


def _pasted(finding: Finding, words: str) -> Mention:
    from makegood.mentions import acts
    from tests.world import NOON

    return acts.paste(words, team=finding.world.harbour, by=finding.world.ana, at=NOON)


def test_a_key_is_not_told_to_another_place(finding: Finding, ada: Client) -> None:
    said = {"address": "https://models.example/v1", "model": "m", "key": KEY, "is_on": "on"}
    ada.post("/settings/mentions/model", said)
    ada.post("/settings/mentions/model", said | {"key": "", "model": "m2"})
    assert unseal(Endpoint.objects.get().key) == KEY
    ada.post("/settings/mentions/model", said | {"key": "", "address": "https://other.example/v1"})
    assert Endpoint.objects.get().key == "" and Endpoint.objects.count() == 1
    assert ada.post("/settings/mentions/model", said | {"address": "http://10.0.0.1/v1"}).status_code == 422
