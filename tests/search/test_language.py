"""What is typed is understood, or taken as words; nothing typed is an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.search.language import Filter, Key, Question, Term, parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("lost card ", [Term("lost"), Term("card")]),
        ("lost car", [Term("lost"), Term("car", is_begun=True)]),
        ("x", [Term("x")]),
        ("vou* ", [Term("vou", is_prefix=True)]),
        ("v* ", [Term("v")]),
        ('"lost card"', [Term("lost card", is_phrase=True)]),
        ("“lost card”", [Term("lost card", is_phrase=True)]),
        ('"never closed', [Term("never closed", is_phrase=True)]),
        ("-spam", [Term("spam", is_not=True)]),
        ('-"lost card"', [Term("lost card", is_not=True, is_phrase=True)]),
        ("order:123 ", [Term("order:123")]),
        ("is:purple ", [Term("is:purple")]),
        ("before:soon ", [Term("before:soon")]),
        ("before:2026-02-31 ", [Term("before:2026-02-31")]),
        ("has:fun ", [Term("has:fun")]),
        ("from: ", [Term("from:")]),
        ("http://shop.example/a ", [Term("http://shop.example/a")]),
        ('- * ! "" ... ', []),
        ("", []),
    ],
)
def test_words(text: str, terms: list[Term]) -> None:
    assert parse(text) == Question(tuple(terms))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from:ana@shop.example", Filter(Key.FROM, "ana@shop.example")),
        ('FROM:"Eva Stern"', Filter(Key.FROM, "Eva Stern")),
        ("-tag:voucher", Filter(Key.TAG, "voucher", is_not=True)),
        ("is:OPEN", Filter(Key.IS, "OPEN")),
        ("has:attachments", Filter(Key.HAS, "attachments")),
        ("before:2026-11-01", Filter(Key.BEFORE, "2026-11-01", day=date(2026, 11, 1))),
        ("after:2026-2", Filter(Key.AFTER, "2026-2", day=date(2026, 2, 1))),
        ("after:2025", Filter(Key.AFTER, "2025", day=date(2025, 1, 1))),
    ],
)
def test_filters(text: str, wanted: Filter) -> None:
    assert parse(text) == Question(filters=(wanted,))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("#1042", 1042),
        ("1042", 1042),
        ("lamp 1042", 1042),
        ("lamp", None),
        ("-1042", None),
        ('"1042"', None),
        ("10.42", None),
        ("9" * 30, None),
        ("١٠٤٢", None),
    ],
)
def test_numbers(text: str, number: int | None) -> None:
    assert parse(text).number == number


def test_nobody_types_a_book() -> None:
    question = parse("word " * 1000)
    assert len(question.terms) == 20


@given(st.text(max_size=300))
def test_it_never_raises(text: str) -> None:
    question = parse(text)
    assert len(question.terms) + len(question.filters) <= 20
