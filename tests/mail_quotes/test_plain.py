"""A plain line is one about which the longer rules have nothing to say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.channels.mail.quotes.attribution import may_end
from makegood.channels.mail.quotes.heads import header_kind, is_marker
from makegood.channels.mail.quotes.lines import is_quoted
from makegood.channels.mail.quotes.plain import is_plain
from makegood.channels.mail.quotes.signatures import DISCLAIMER, is_device

PIECES = st.sampled_from(
    "On Am 2024 Ana wrote wrote\x0b said a@b.example <a@b.example> : > -- - _ * ] ) Sent from my iPhone This message "
    "is confidential virus-free. From To Datum \xa0 \t écrit 写道".split(" ")
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_the_rules_find_nothing_in_a_plain_line(line: str) -> None:
    found = [
        is_quoted(line),
        is_marker(line),
        header_kind(line),
        may_end(line),
        is_device(line),
        DISCLAIMER.match(line),
    ]
    assert not (is_plain(line) and any(found))


@pytest.mark.parametrize("line", ["", " \t", "Our lamp came today.", "It shines", "12 High Street"])
def test_ordinary_lines_are_plain(line: str) -> None:
    assert is_plain(line)
