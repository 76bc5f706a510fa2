"""What a model proposes is held to the text: what does not stand there is not taken."""

from __future__ import annotations

import json

import pytest

from makegood.mentions.reading.asking import proposed, question

TOLD = "The lamp from Hellwerk broke. Otto at Hellwerk said “we send a new one” and it came on Friday."
TEXT = f"By Ina on 3 May 2019\n\n{TOLD}"
TRUE = {
    "teller": "Ina",
    "about": "Hellwerk",
    "valence": "positive",
    "trouble": True,
    "staff": ["Otto"],
    "remedy": "replacement",
    "quotes": ["we send a new one"],
    "passage": TOLD,
}


def answer(*episodes: object) -> str:
    return json.dumps({"episodes": episodes})


def test_what_stands_in_the_text_is_taken() -> None:
    [one] = proposed(TEXT, f"```json\n{answer(TRUE)}\n```")
    assert one.teller == "Ina" and one.staff == ("Otto",) and one.quotes == ("we send a new one",)
    assert one.place is None and one.remedy == "replacement"


@pytest.mark.parametrize(
    ("key", "lie", "kept"),
    [
        ("teller", "Somebody Else", None),
        ("staff", ["Otto", "Hilde", 7, None], ("Otto",)),
        ("quotes", ["we send a new one", "we are sorry"], ("we send a new one",)),
        ("remedy", "a house", None),
        ("remedy", ["refund"], None),
        ("trouble", "yes", False),
        ("outcome", "It never came.", None),
        ("about", "Hell" * 60, None),
    ],
)
def test_what_does_not_is_left_out(key: str, lie: object, kept: object) -> None:
    try:
        [one] = proposed(TEXT, answer({**TRUE, key: lie}))
    except TypeError:
        pytest.fail("a list where a word belongs was looked up")
    assert getattr(one, key) == kept


@pytest.mark.parametrize(
    "said",
    [
        "I am sorry, I cannot do that.",
        "",
        "[" * 100_000,
        '{"episodes": 3}',
        answer({**TRUE, "passage": "The lamp from Hellwerk exploded."}),
        answer({**TRUE, "valence": "great"}),
        answer({**TRUE, "valence": ["positive"]}),
        answer("positive", 3, None),
    ],
)
def test_what_is_no_answer_is_refused_in_words(said: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        proposed(TEXT, said)


def test_nothing_to_tell_is_an_answer() -> None:
    assert proposed(TEXT, answer()) == []


def test_the_question_names_every_kind() -> None:
    task = question(TEXT)[0]["content"]
    assert all(kind in task for kind in ("store_credit", "waiver", "negative", "passage"))
    assert question(TEXT)[1]["content"] == TEXT
