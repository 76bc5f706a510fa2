"""Sentences chosen in a form become a file, and a file becomes them again; what they cannot say stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.authority.policy import ROLES
from makegood.authority.queries import NAMES, example
from makegood.authority.reading import read_policy
from makegood.authority.sentences import PATTERNS, Entry, Said, Sheet, kept, opened, written
from makegood.authority.sentences.patterns import FACTS, Blank, NotFilled
from tests.authority.asking import ask

FILL = {
    Blank.AMOUNT: st.sampled_from(["50", "12.50", "0.99"]),
    Blank.DAYS: st.sampled_from(["1", "30", "365"]),
    Blank.ROLE: st.sampled_from(ROLES),
    Blank.BY: st.sampled_from(ROLES),
    Blank.FACT: st.sampled_from(FACTS),
    Blank.KINDS: st.sampled_from(["any", "refund", "refund, voucher", "change of address, no"]),
    Blank.WORDS: st.sampled_from(["late", "late, zu kalt", "it's #1: no, größer"]),
}


@st.composite
def sentences(draw: st.DrawFn) -> Said:
    pattern = draw(st.sampled_from([one for one in PATTERNS.values() if one.rule]))
    return Said(pattern, {name: draw(FILL[blank]) for name, blank in pattern.blanks.items()})


@given(st.lists(sentences(), max_size=6), st.sampled_from(["", "20.00"]))
def test_what_the_form_writes_opens_in_the_form(chosen: list[Said], silence: str) -> None:
    entries = [Entry(one) for one in chosen]
    if silence:
        entries.append(Entry(Said(PATTERNS["silence"], {"amount": silence})))
    sheet = Sheet(name="Ours: the #1", currency="EUR", entries=tuple(entries))
    again = opened(written(sheet))
    assert (again.name, again.currency, again.otherwise) == (sheet.name, sheet.currency, sheet.otherwise)
    assert again.entries == sheet.entries
    assert written(again) == written(sheet)


@settings(max_examples=40)
@given(st.lists(sentences(), min_size=1, max_size=6))
def test_what_the_form_writes_is_a_policy(chosen: list[Said]) -> None:
    policy = read_policy(written(Sheet(name="Ours", currency="EUR", entries=tuple(map(Entry, chosen)))))
    assert len(policy.rules) == len(chosen)


def test_each_sentence_means_what_it_says() -> None:
    def sheet(key: str, **values: str) -> Sheet:
        return Sheet("Ours", "EUR", "allowed", (Entry(Said(PATTERNS[key], {"kinds": "refund", **values})),))

    def answer(made: Sheet, amount: float = 5, **facts: object) -> tuple[str, str]:
        asked = read_policy(written(made))
        decision = ask(asked, {"kind": "refund", "amount": amount, "currency": "EUR"}, **facts)
        return decision.answer.name, decision.by or ",".join(decision.missing)

    each = sheet("each", role="agent", amount="50", by="manager")
    assert answer(each, 50)[0] == "ALLOWED"
    assert answer(each, 50.01) == ("NEEDS_APPROVAL", "manager")
    customer = sheet("customer", amount="130", days="90", by="manager")
    assert answer(customer, 30, given={"customer": {"90 days": 100}})[0] == "ALLOWED"
    assert answer(customer, 31, given={"customer": {"90 days": 100}}) == ("NOT_WITHIN_AUTHORITY", "manager")
    day = sheet("day", amount="200", by="lead")
    assert answer(day, 1, given={"agent": {"day": 200}}) == ("NEEDS_APPROVAL", "lead")
    month = sheet("month", amount="2000", by="regional")
    assert answer(month, 1, given={"location": {"month": 2000}}) == ("NEEDS_APPROVAL", "regional")
    delivery = sheet("delivery", days="30", by="manager")
    assert answer(delivery, order={"delivered_at": "2026-04-04"})[0] == "ALLOWED"
    assert answer(delivery, order={"delivered_at": "2026-04-03"}) == ("NOT_WITHIN_AUTHORITY", "manager")
    group = sheet("group", words="gold, silver", by="manager")
    assert answer(group, customer={"group": "silver"})[0] == "ALLOWED"
    assert answer(group, customer={"group": "blue"})[0] == "NOT_WITHIN_AUTHORITY"
    above = sheet("above", amount="500", by="head_office")
    assert answer(above, 501) == ("NEEDS_APPROVAL", "head_office")
    never = sheet("never", words="worn, broken by them")
    assert answer(never, request={"reason": "worn"})[0] == "NEVER"
    needs = sheet("needs", fact="request.evidence")
    assert answer(needs)[0] == "NEEDS_APPROVAL"
    assert answer(needs, request={"evidence": ["photo"]})[0] == "ALLOWED"


BEYOND = """# Our policy
policy: Ours
zone: Europe/Berlin
# What we know
facts:
  booking.cabin: text   # the cabin
otherwise: {cancel: never, any: needs approval by lead}
rules:
  - rule: Only light
    for: refund
    # for reasons of law
    when: >-
      booking.cabin == "light" &&
      order.total > 5
    answer: never
  - rule: As agent
    for: [refund]
    roles: agent
    limit: 50
    answer: allowed
    else: needs approval
    by: lead
  - {rule: "Short: one", for: gift, answer: never}
cases:
  - {case: C, action: gift, answer: never}
"""


def test_what_the_sentences_cannot_say_is_named_and_stays_as_it_was() -> None:
    sheet = opened(BEYOND)
    assert [one.said.pattern.key if one.said else one.name for one in sheet.entries] == [
        "Only light",
        "each",
        "Short: one",
    ]
    again = written(sheet)
    for kept_line in (
        "zone: Europe/Berlin",
        "# What we know",
        "# the cabin",
        "# for reasons of law",
        "any: needs approval by lead",
        "case: C",
    ):
        assert kept_line in again
    one, other = read_policy(BEYOND), read_policy(again)
    assert [rule.when and rule.when.text for rule in one.rules] == [
        rule.when and rule.when.text for rule in other.rules
    ]
    assert (one.for_kinds, one.by_default, one.facts, len(other.examples)) == (
        other.for_kinds,
        other.by_default,
        other.facts,
        1,
    )
    assert written(opened(again)) == again


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_opened_and_written_keeps_its_remarks_and_names(name: str) -> None:
    text = example(name)["text"]
    again = written(opened(text))
    assert [rule.name for rule in read_policy(again).rules] == [rule.name for rule in read_policy(text).rules]
    assert sorted(remarks(again)) == sorted(remarks(text))
    assert written(opened(again)) == again


def test_the_usual_sums_are_blanks_in_the_form() -> None:
    said = [one.said for one in opened(example("remedies")["text"]).entries if one.said]
    assert [one.values["amount"] for one in said] == ["50.00", "150.00", "500.00", "2000.00"]


def remarks(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def test_a_rule_that_another_sets_aside_stays_in_the_file() -> None:
    worn = "{rule: Worn, for: refund, when: 'request.reason in [\"worn\"]', answer: never}"
    gold = "{rule: Gold, for: refund, when: customer.tier == 'gold', sets aside: [Worn]}"
    sheet = opened(f"policy: Ours\nrules:\n  # by law\n  - {worn}\n# for them\n  - {gold}\n")
    assert [(one.name, one.remarks) for one in sheet.entries] == [("Worn", "# by law"), ("Gold", "# for them")]
    assert opened(f"policy: Ours\nrules:\n  - {worn}\n").entries[0].said


@pytest.mark.parametrize(
    ("blank", "typed", "is_kept"),
    [
        (Blank.AMOUNT, "12,50", "12.50"),
        (Blank.AMOUNT, " 50 ", "50"),
        (Blank.AMOUNT, "50 EUR", None),
        (Blank.AMOUNT, "1.000,00", None),
        (Blank.AMOUNT, "-5", None),
        (Blank.AMOUNT, "", None),
        (Blank.DAYS, "30", "30"),
        (Blank.DAYS, "0", None),
        (Blank.DAYS, "1.5", None),
        (Blank.ROLE, "lead", "lead"),
        (Blank.ROLE, "chief", None),
        (Blank.WORDS, "late,  cold ,", "late, cold"),
        (Blank.WORDS, 'a "b"', None),
        (Blank.WORDS, " , ", None),
        (Blank.FACT, "request.reason", "request.reason"),
        (Blank.FACT, "now", None),
    ],
)
def test_what_is_typed_fits_its_blank_or_is_refused(blank: Blank, typed: str, is_kept: str | None) -> None:
    if is_kept is None:
        with pytest.raises(NotFilled):
            kept(blank, typed, ROLES)
    else:
        assert kept(blank, typed, ROLES) == is_kept
