"""The pages on which an admin writes a policy, tries it and puts it in force."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from markupsafe import escape

from makegood.authority import queries
from makegood.authority.models import Version
from tests.people.world import World

TEXT = """policy: Refunds
rules:
  - {rule: Up to 50, for: refund, limit: 50, answer: allowed, else: needs approval, by: lead}
"""
CASES = "cases:\n  - {case: ten, action: {kind: refund, amount: 10}, role: agent, answer: %s}\n"


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, fields, follow=True)


def draft(client: Client, text: str = TEXT, cases: str = CASES % "allowed") -> Version:
    post(client, "/settings/policies/add", text=text, cases=cases)
    return Version.objects.latest("pk")


def test_an_admin_writes_a_policy_and_puts_it_in_force(world: World, ana: Client) -> None:
    version = draft(ana)
    path = f"/settings/policies/{version.pk}"
    assert "1 case gets the answer that it should." in ana.get(path).content.decode()
    page = post(ana, path, text=version.text, cases=version.cases, publish="1").content.decode()
    assert "in force since" in page
    assert queries.in_force(at=timezone.now()) == version


def test_one_begins_with_an_example_that_can_be_published(world: World, ana: Client) -> None:
    assert "?example=shop" in ana.get("/settings/policies").content.decode()
    page = ana.get("/settings/policies/add?example=travel").content.decode()
    begun = queries.example("travel")
    assert escape(begun["text"].splitlines()[0]) in page and escape(begun["cases"].splitlines()[-1]) in page
    ana.post("/settings/policies/add", begun)
    made = Version.objects.get()
    ana.post(f"/settings/policies/{made.pk}", {**begun, "publish": "1"})
    assert queries.in_force(at=timezone.now()) == made
    assert queries.example("../../manage") == {}


def test_what_is_wrong_stands_beside_its_line(world: World, ana: Client) -> None:
    version = draft(ana, TEXT.replace("limit: 50", "when: ordr.total"))
    page = ana.get(f"/settings/policies/{version.pk}").content.decode()
    assert "Line 3" in page
    assert "Nothing here is named ordr" in page
    assert "when: ordr.total" in page


def test_a_publish_that_fails_its_cases_is_refused_in_words(world: World, ana: Client) -> None:
    version = draft(ana, cases=CASES % "never")
    path = f"/settings/policies/{version.pk}"
    answer = post(ana, path, text=version.text, cases=version.cases, publish="1")
    assert (answer.status_code, queries.in_force(at=timezone.now())) == (422, None)
    assert "1 of its cases gets another answer" in answer.content.decode()


def test_it_says_why_one_may_not(world: World, ana: Client) -> None:
    version = draft(ana)
    case = json.dumps({"action": {"kind": "refund", "amount": 60}, "role": "agent"})
    fields = {"text": version.text, "cases": version.cases, "case": case, "ask": "1"}
    page = post(ana, f"/settings/policies/{version.pk}", **fields).content.decode()
    assert "<b>Needs a yes</b>" in page
    assert "up to 50.00" in page
    page = post(
        ana, f"/settings/policies/{version.pk}", **{**fields, "text": TEXT.replace("50", "70")}
    ).content.decode()
    assert "<b>Allowed</b>" in page
    assert queries.version(version.pk).text == TEXT


def test_its_first_case_is_there_to_ask_about(world: World, ana: Client) -> None:
    version = draft(ana)
    page = ana.get(f"/settings/policies/{version.pk}").content.decode()
    box = re.search(r'<textarea[^>]* name="case"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert box is not None
    fields = {"text": version.text, "cases": version.cases, "case": html.unescape(box[1]), "ask": "1"}
    assert "<b>Allowed</b>" in post(ana, f"/settings/policies/{version.pk}", **fields).content.decode()


def test_lines_as_browsers_send_them_change_nothing(world: World, ana: Client) -> None:
    version = draft(ana)
    path = f"/settings/policies/{version.pk}"
    post(ana, path, text=TEXT, cases=version.cases, publish="1")
    post(ana, path, text=TEXT.replace("\n", "\r\n"), cases=version.cases.replace("\n", "\r\n"))
    assert Version.objects.count() == 1


def test_a_published_one_becomes_a_new_draft_and_can_be_ended(world: World, ana: Client) -> None:
    version = draft(ana)
    path = f"/settings/policies/{version.pk}"
    post(ana, path, text=version.text, cases=version.cases, publish="1")
    post(ana, path, text=TEXT.replace("50", "70"), cases="")
    assert (Version.objects.count(), queries.version(version.pk).text) == (2, version.text)
    post(ana, f"{path}/end")
    assert queries.in_force(at=timezone.now()) is None


@pytest.mark.once
def test_a_stranger_sees_nothing(client: Client, db: None) -> None:
    assert client.get("/settings/policies").status_code == 302


def test_a_file_takes_the_place_of_what_stands_in_the_box(world: World, ana: Client) -> None:
    files = {"text-file": upload(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))}
    ana.post("/settings/policies/add", {"text": "typed", "cases": CASES % "allowed", **files})
    made = Version.objects.get()
    assert (made.name, made.text, made.cases) == ("Refunds", TEXT, CASES % "allowed")
    files = {"cases-file": upload((CASES % "never").encode())}
    ana.post(f"/settings/policies/{made.pk}", {"text": made.text, "cases": "", **files})
    made.refresh_from_db()
    assert made.cases == CASES % "never"


@pytest.mark.parametrize(
    ("content", "words"), [(b"policy: X\nr\xfcles:", "Line 2 is not text"), (b"x" * 1_600_001, "larger than")]
)
def test_a_file_that_cannot_be_read_loses_nothing_typed(world: World, ana: Client, content: bytes, words: str) -> None:
    answer = ana.post("/settings/policies/add", {"text": "typed by hand", "text-file": upload(content)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and "typed by hand" in page
    assert not Version.objects.exists()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("policy.yaml", content)
