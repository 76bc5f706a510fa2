"""Praise in mails: figures on a labelled set; every second line was never looked at while the patterns were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from makegood.kudos.spotting import praise_in

MAILS = Path(__file__).parent / "mails"
LEAST = {"en": (0.9, 0.7), "de": (0.9, 0.6), "fr": (0.9, 0.6), "es": (0.9, 0.6)}


def lines(language: str) -> list[tuple[bool, str]]:
    rows = (MAILS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(row[0] == "+", row[2:].replace("\\n", "\n")) for row in rows]


def figures(some: list[tuple[bool, str]], language: str) -> tuple[float, float, list[str]]:
    """Precision, recall, and what was taken wrongly or missed."""
    found = [(is_praise, bool(praise_in(text, language)), text) for is_praise, text in some]
    right = sum(said and is_praise for is_praise, said, _ in found)
    wrong = [f"{'missed' if is_praise else 'wrong'}: {text}" for is_praise, said, text in found if said != is_praise]
    taken, there = sum(said for _, said, _ in found), sum(is_praise for is_praise, _, _ in found)
    return right / taken if taken else 1.0, right / there, wrong


@pytest.mark.parametrize("language", LEAST)
def test_precise_rather_than_greedy(language: str) -> None:
    precision, recall, wrong = figures(lines(language)[::2], language)
    least_precision, least_recall = LEAST[language]
    assert precision >= least_precision and recall >= least_recall, wrong


def test_and_so_it_is_on_what_was_never_looked_at() -> None:
    found = [(is_praise, bool(praise_in(text, one))) for one in LEAST for is_praise, text in lines(one)[1::2]]
    right = sum(is_praise and said for is_praise, said in found)
    assert right / sum(said for _, said in found) >= 0.9 and right / sum(is_praise for is_praise, _ in found) >= 0.8


def test_the_passage_stands_in_the_mail_word_for_word() -> None:
    for language in LEAST:
        for _, text in lines(language):
            for one in praise_in(text, language):
                assert one.passage in " ".join(text.split())


def test_only_the_praise_is_taken_and_who_is_named() -> None:
    [one] = praise_in("Hello,\nAna was so kind to me. She made my day!\n\nWhere is the form?", "en")
    assert one.passage == "Hello, Ana was so kind to me. She made my day!" and "Ana" in one.names


def test_quotes_and_signatures_are_not_what_they_wrote() -> None:
    assert not praise_in("Where is it?\n\n> Ana was so kind.\n-- \nYou people are amazing", "en")


def test_another_language_is_read_by_all() -> None:
    assert praise_in("Vielen Dank, Frau Lind war sehr geduldig.", "") and not praise_in("谢谢你的帮助", "zh")


def test_long_and_hostile_words_are_read_quickly() -> None:
    assert (
        praise_in("thank you " * 20_000) == [] and praise_in("a" * 100_000) == [] and praise_in("!?. " * 50_000) == []
    )
