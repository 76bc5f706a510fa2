"""Recipients as typed, and written back."""

from __future__ import annotations

import pytest

from makegood.conversations.letter import Address
from makegood.desk.addresses import read, written
from tests.servers.machine import costs_at_most

TYPED = [
    ("maren@post.example", [Address("", "maren@post.example")]),
    ("Maren Holt <maren@post.example>", [Address("Maren Holt", "maren@post.example")]),
    ('"Holt, Maren" <maren@post.example>', [Address("Holt, Maren", "maren@post.example")]),
    (
        "a@x.example; b@y.example\nC <c@z.example>,",
        [Address("", "a@x.example"), Address("", "b@y.example"), Address("C", "c@z.example")],
    ),
    ("", []),
    (" , ;", []),
    ("Maren Holt", [Address("", "Maren Holt")]),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_recipients_are_read_as_meant(typed: str, meant: list[Address]) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("name", ["Maren Holt", "Holt, Maren", 'Maren "Mo" Holt', "a@b", "Ü <x>"])
def test_what_is_written_reads_back_as_one_recipient(name: str) -> None:
    assert [one.address for one in read(written([Address(name, "m@post.example")]))] == ["m@post.example"]


def test_a_hostile_line_does_not_stall() -> None:
    with costs_at_most(5):
        read('"' * 100_000 + "<" * 100_000)
