"""Text that is signed where it stands: what was signed counts, its armour does not."""

from __future__ import annotations

import pytest

from makegood.channels.mail.quotes import newly_written

BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\n"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"


def new(text: str) -> str:
    return newly_written(text, "").text


def test_the_armour_is_left_out_and_dashes_are_as_they_were_written() -> None:
    words = "The lamp is broken.\n\n- -----\n- From the box:\n- one screw\n"
    assert (
        new(f"{BEGIN}Hash: SHA256\n\n{words}{SIGNATURE}") == "The lamp is broken.\n\n-----\nFrom the box:\n- one screw"
    )


def test_a_quote_and_a_signature_within_are_left_out_too() -> None:
    words = "Yes, please.\n\nOn 3 May 2026, Ana wrote:\n> Shall we?\n"
    assert new(f"{BEGIN}Hash: SHA1\nCharset: utf-8\n\n{words}{SIGNATURE}") == "Yes, please."


@pytest.mark.parametrize(
    "text",
    [
        f"{BEGIN}Hash: SHA1\n\nNo end",
        f"Hello\n{BEGIN.strip()} is what it said.",
        f"I saw {BEGIN}and\n-----BEGIN PGP SIGNATURE-----",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert new(text) == text.strip()


def test_what_stands_around_it_stays() -> None:
    assert new(f"Hello\n{BEGIN}\nSigned.\n{SIGNATURE}Bye") == "Hello\nSigned.\nBye"
