"""What is private is found before anybody reads it: measured, and form by form."""

from __future__ import annotations

from itertools import pairwise

import pytest

from makegood.base.masking import Found, Kind, Known, cleaned, find, mark_of, mask
from tests.servers.machine import costs_at_most
from tests.wall.measuring import figures

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("part", "recall", "precision"), [("build", 0.98, 0.98), ("held", 0.95, 0.9)])
def test_most_of_what_is_private_is_found_and_little_else(part: str, recall: float, precision: float) -> None:
    known = figures(part)
    assert known.recall >= recall, known.missed
    assert known.precision >= precision, known.for_nothing


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Write to eva@post.example today", Kind.MAIL, "eva@post.example"),
        ("Write to eva (at) post.example today", Kind.MAIL, "eva (at) post.example"),
        ("Ring +49 30 901820 today", Kind.PHONE, "+49 30 901820"),
        ("It went to DE89 3704 0044 0532 0130 00 today", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("I paid with 4111 1111 1111 1111 today", Kind.CARD, "4111 1111 1111 1111"),
        ("My number is A123456789 today", Kind.INSURANCE, "A123456789"),
        ("My social number is 078-05-1120 today", Kind.INSURANCE, "078-05-1120"),
        ("My order 48213 came late", Kind.NUMBER, "48213"),
        ("My voucher HRBR-7KQ2-99ZX failed", Kind.NUMBER, "HRBR-7KQ2-99ZX"),
        ("I was born on 12.03.1948 here", Kind.BIRTH, "12.03.1948"),
        ("We live at 12 Old Mill Road here", Kind.ADDRESS, "12 Old Mill Road"),
        ("Wir wohnen Lange Straße 14 hier", Kind.ADDRESS, "Lange Straße 14"),
        ("J'habite 14 rue des Lilas ici", Kind.ADDRESS, "14 rue des Lilas"),
        ("Vivo en la calle Mayor 8 aquí", Kind.ADDRESS, "calle Mayor 8"),
        ("Then Mrs Okafor rang", Kind.NAME, "Okafor"),
        ("I am grateful. Sabine is a star", Kind.NAME, "Sabine"),
        ("It was done by J. R. Hallam himself", Kind.NAME, "J. R. Hallam"),
        ("Look at https://lamps.example/eva here", Kind.LINK, "https://lamps.example/eva"),
    ],
)
def test_each_form_is_found(text: str, kind: Kind, word: str) -> None:
    assert (kind, word) in [(one.kind, one.word) for one in find(text, Known())]


@pytest.mark.parametrize(
    "text",
    [
        "It took 3 weeks and 14 calls, and cost 129.00 euro in 2019-2020.",
        "On Monday 12.11.2026 at 18:45 the lamp shone again.",
        "The Harbour shop is the best. We came from London on Christmas Eve.",
        "I loved it. They said sorry. Nobody asked for a receipt.",
        "Die Verkäuferin hat gewartet. Um 18:45 Uhr kam der Bus.",
    ],
)
def test_what_is_nobody_s_stays(text: str) -> None:
    assert find(text, Known(ours=frozenset({"Harbour"}))) == []


def test_our_own_people_and_customers_are_known_by_name() -> None:
    known = Known(staff={"Ben": 7, "Example": None, "Ben Example": 7}, customers=frozenset({"Stern", "Eva"}))
    text = "Ben was kind. So was Ben Example. Eva agrees, and so does Stern. A benign bench."
    assert [(one.kind, one.word, one.agent) for one in find(text, known)] == [
        (Kind.STAFF, "Ben", 7),
        (Kind.STAFF, "Ben Example", 7),
        (Kind.CUSTOMER, "Eva", None),
        (Kind.CUSTOMER, "Stern", None),
    ]


def test_a_name_that_was_found_once_is_hidden_wherever_it_stands() -> None:
    found = mask("", "Thanks to Zuri. Zuri is the best, and Zuri's tools are too.", Known())
    assert "Zuri" not in found.text and len(found.found) == 3


def test_nobody_can_type_a_mark() -> None:
    assert cleaned(f"a{mark_of(1)}b\u202e\0c\ud800", 100) == "a1bc"
    masked = mask("", f"Call {mark_of(1)} or 030 901820", Known(region="DE"), after=1)
    assert masked.text == f"Call {mark_of(1)} or {mark_of(2)}"


@pytest.mark.parametrize(
    "piece",
    ["A. ", "A b, ", "1 ", "12-", "a@", "Ab'Cd ", "12 Ab Cd ", "Mr ", "\ue000", "Ab-Cd-", "order ", "Aa ", "Dear Ab "],
)
def test_no_text_takes_long(piece: str) -> None:
    with costs_at_most(5):
        find((piece * 6000)[:6000], Known(staff={"Ab": 1}, customers=frozenset({"Cd"})))


def test_found_things_never_overlap() -> None:
    text = "Mr Ben Example, 12 Old Mill Road, order 48213, 030 901820, eva@post.example, Ben"
    found: list[Found] = find(text, Known(staff={"Ben": 1}))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end] == one.word for one in found)
