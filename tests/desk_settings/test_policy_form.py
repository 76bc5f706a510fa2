"""A policy of sentences: chosen, filled, ordered, tried and kept, without a file ever being seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.authority import acts, queries
from makegood.authority.models import Version
from tests.people.world import World

FORM = "/settings/policies/form"
HEAD = {"name": "Ours", "currency": "EUR", "otherwise": "needs approval by manager"}
EACH = {"0-kind": "each", "0-role": "agent", "0-amount": "50,00", "0-by": "lead", "0-kinds": "refund, voucher"}
NEVER = {"1-kind": "never", "1-words": "worn", "1-kinds": "refund"}
BOTH: dict[str, Any] = {**HEAD, "row": ["0", "1"], **EACH, **NEVER}


def post(client: Client, do: str, path: str = FORM, **fields: Any) -> Any:
    return client.post(path, {**BOTH, "do": do, **{name.replace("__", "-"): value for name, value in fields.items()}})


def test_it_is_kept_as_a_file_and_opens_again(world: World, ana: Client) -> None:
    assert post(ana, "keep").status_code == 302
    made = Version.objects.get()
    assert [rule.name for rule in queries.policy_of(made).rules] == [
        "As agent one may give up to 50.00 each time; above that, lead must say yes",
        "Never when the reason is worn",
    ]
    page = ana.get(f"/settings/policies/{made.pk}/form").content.decode()
    assert 'value="50.00"' in page
    assert "Only in the file" not in page


def test_sentences_are_added_moved_and_taken_out_and_nothing_is_lost(world: World, ana: Client) -> None:
    added = post(ana, "add", pattern="needs", **{"0-amount": ""}).content.decode()
    assert added.count('name="row"') == 3
    assert 'value="worn"' in added
    assert "aria-invalid" not in added
    moved = post(ana, "down-0").content.decode()
    assert moved.index('value="never"') < moved.index('value="each"')
    assert post(ana, "drop-1").content.decode().count('name="row"') == 1
    assert not Version.objects.exists()


def test_a_case_is_tried_before_anything_is_kept(world: World, ana: Client) -> None:
    tried = {"try__kind": "refund", "try__amount": "50,01", "try__role": "agent", "try__reason": "late"}
    assert "It needs a yes from: lead." in post(ana, "try", **tried).content.decode()
    assert "<b>Allowed.</b>" in post(ana, "try", **{**tried, "try__amount": "50"}).content.decode()
    assert "Nobody may lift this." in post(ana, "try", **{**tried, "try__reason": "worn"}).content.decode()
    more = {
        "row": ["0", "1", "2"],
        "2-kind": "customer",
        "2-amount": "130",
        "2-days": "90",
        "2-by": "lead",
        "2-kinds": "any",
    }
    before = {**tried, **more, "try__amount": "50", "try__given": "80.01"}
    assert "from lead on one may" in post(ana, "try", **before).content.decode()
    assert "<b>Allowed.</b>" in post(ana, "try", **{**before, "try__given": "80"}).content.decode()
    assert "Fill the blanks first" in post(ana, "try", **{"0-amount": "many"}).content.decode()
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"0-amount": ""}, {"0-role": "chief"}, {"1-words": '"'}, {"name": ""}, {"currency": "EURO"}]
)
def test_what_does_not_fit_is_marked_and_kept_in_its_blank(world: World, ana: Client, wrong: dict[str, str]) -> None:
    answer = post(ana, "keep", **wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert 'value="worn"' in answer.content.decode() or "1-words" in wrong
    assert not Version.objects.exists()


def test_what_it_cannot_say_stays_in_the_file(world: World, ana: Client) -> None:
    text = (
        "policy: Ours\ncurrency: EUR\nzone: Europe/Berlin\nrules:\n"
        "  - {rule: By weekday, for: refund, when: weekday(now) == 'mon', answer: never}\n"
        "  - {rule: Up to 20, for: refund, roles: agent, limit: 20, answer: allowed, else: needs approval, by: lead}\n"
    )
    version = acts.write(text, "", by=world.ana, now=timezone.now())
    path = f"/settings/policies/{version.pk}/form"
    page = ana.get(path).content.decode()
    assert "By weekday" in page
    assert 'value="20"' in page
    rows = {"0-kind": "source", "0-at": "0", **{name.replace("0-", "1-"): value for name, value in EACH.items()}}
    sent = {**HEAD, "row": ["0", "1"], **rows, "written": version.written_at.isoformat(), "do": "keep"}
    assert ana.post(path, sent).status_code == 302
    version.refresh_from_db()
    policy = queries.policy_of(version)
    assert policy.rules[0].name == "By weekday"
    assert (str(policy.zone), policy.rules[1].limit.upto if policy.rules[1].limit else "") == ("Europe/Berlin", "50.00")


def test_a_sentence_keeps_its_name_until_its_blanks_change_and_its_remark_then_too(world: World, ana: Client) -> None:
    rule = "{rule: Small sums, for: any, roles: agent, limit: 20, answer: allowed, else: needs approval, by: lead}"
    version = acts.write(f"policy: Ours\nrules:\n  # since May\n  - {rule}\n", "", by=world.ana, now=timezone.now())
    row = {"row": "0", "0-at": "0", "0-kind": "each", "0-role": "agent", "0-by": "lead", "0-kinds": "any"}
    for amount, name in (("20", "Small sums"), ("30", "As agent one may give up to 30 each time")):
        sent = {**HEAD, **row, "0-amount": amount, "written": version.written_at.isoformat(), "do": "keep"}
        ana.post(f"/settings/policies/{version.pk}/form", sent)
        version.refresh_from_db()
        assert queries.policy_of(version).rules[0].name.startswith(name)
        assert "# since May" in version.text


def test_a_file_that_another_changed_meanwhile_is_looked_at_again(world: World, ana: Client) -> None:
    rules = [f"  - {{rule: {name}, for: refund, when: order.total > 5, answer: never}}\n" for name in ("One", "Two")]
    version = acts.write(f"policy: Ours\nrules:\n{''.join(rules)}", "", by=world.ana, now=timezone.now())
    seen = version.written_at.isoformat()
    version = acts.rewrite(version, f"policy: Ours\nrules:\n{rules[1]}", "", by=world.ana, now=timezone.now())
    rows = {"0-kind": "source", "0-at": "0", **{name.replace("0-", "1-"): value for name, value in EACH.items()}}
    sent = {**HEAD, "row": ["0", "1"], **rows, "written": seen, "do": "keep"}
    answer = ana.post(f"/settings/policies/{version.pk}/form", sent)
    page = answer.content.decode()
    assert (answer.status_code, version.text) == (422, queries.version(version.pk).text)
    assert "changed meanwhile" in page and "<b>Two</b>" in page and 'value="50.00"' in page
    assert version.written_at.isoformat() in page


def test_forged_rows_are_passed_over(world: World, ana: Client) -> None:
    rows = {
        "row": ["0", "1", "7"],
        "0-kind": "source",
        "0-at": "5",
        "1-kind": "nonsense",
        "7-kind": "source",
        "7-at": "x",
    }
    assert ana.post(FORM, {**HEAD, **rows, "do": "up-99"}).status_code == 200


def test_a_stranger_and_a_file_of_no_shape(world: World, ana: Client) -> None:
    version = acts.write("policy: [", "", by=world.ana, now=timezone.now())
    assert ana.get(f"/settings/policies/{version.pk}/form").status_code == 302
    assert ana.get("/settings/policies/1000000000/form").status_code == 404
    ana.force_login(world.mo)
    assert ana.get(FORM).status_code == 403
    assert ana.post(FORM, BOTH).status_code == 403
