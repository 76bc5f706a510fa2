"""A code is short, unguessable, typed in any way, and a slip of the finger never finds another voucher."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from makegood.vouchers.codes import ALPHABET, LENGTH, RANDOM, draw, grouped, looks_like_one, read

letters = st.sampled_from(ALPHABET)
codes = st.builds(lambda _seed: draw(), st.integers())


def test_a_code_has_sixty_random_bits_and_no_letters_that_look_alike() -> None:
    assert RANDOM * math.log2(len(ALPHABET)) >= 60 and len(set(ALPHABET)) == 29
    assert not set("0O1IL5U") & set(ALPHABET) and len({draw() for _ in range(500)}) == 500


@given(codes)
def test_it_is_read_however_it_is_typed(code: str) -> None:
    printed = grouped(code)
    assert printed.count("-") == 3 and len(code) == LENGTH
    for typed in (
        code,
        printed,
        printed.lower(),
        f" {printed.replace('-', ' ')} ",
        code.replace("S", "5").replace("V", "u"),
    ):
        assert read(typed) == code and looks_like_one(typed)


@given(codes, st.integers(0, LENGTH - 1), letters)
def test_one_wrong_letter_is_found(code: str, place: int, letter: str) -> None:
    typed = code[:place] + letter + code[place + 1 :]
    assert read(typed) == (code if typed == code else "")


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_letters_that_changed_places_are_found(code: str, one: int, other: int) -> None:
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert read("".join(swapped)) == (code if "".join(swapped) == code else "")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_nothing(text: str) -> None:
    found = read(text)
    assert found == "" or (len(found) == LENGTH and read(found) == found)


def test_an_address_or_a_number_is_no_code() -> None:
    for said in ("eva.stern@post.x", "+49 30 1234567890", "12345678901234", "", "#1042"):
        assert not looks_like_one(said)
