"""What a reply is told, and what it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.coach.book import LANGUAGES, book, read
from makegood.coach.kinds import Around, Kind
from makegood.coach.phrases import Misspelt, Text, phrase, stands
from makegood.coach.rules import check

PIECES = (
    "our policy does not", "we will get back to you", "SOON!!", "“You NEVER answer”", "> our policy", "\n", "\n\n",
    "what is your order number?", "sorry for any inconvenience.", "é", "İ", "ß", "\x00", "\ud800", "1,5", "…", "'ll",
    "-- \n",
)  # fmt: skip


def kinds(text: str, around: Around | None = None) -> list[str]:
    return [one.kind.value for one in check(text, around or Around(language="en"))]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20))))
@settings(max_examples=150, deadline=None)
def test_a_phrase_stands_in_the_reply_word_for_word(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for flag in check(text, Around(asked="When?")):
        assert flag.phrase
        assert text[flag.start : flag.start + len(flag.phrase)] == flag.phrase
        assert flag.why
        assert flag.better


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_a_book_can_be_looked_for(language: str) -> None:
    words = book(language)
    for habit in words.habits.values():
        assert habit.why.endswith(".")
        for rule in habit.rules:
            assert rule.better
            for one in (
                *rule.find,
                *rule.unless,
                *rule.unless_near,
                *rule.unless_text,
                *rule.only_with,
                *rule.only_asked,
            ):
                assert one.pattern.search("") is None or not one.needs
    assert set(words.habits) == set(Kind)


def test_a_phrase_reaches_no_further_than_its_sentence() -> None:
    assert kinds("I looked at our policy. It is not raining.") == []
    assert kinds("I have looked at it from all sides, and our policy does\nnot allow this.") == ["policy_recital"]


def test_what_the_customer_said_is_not_ours() -> None:
    assert kinds("You wrote “THIS IS A SCANDAL!!!”, and rightly so.") == []
    assert kinds("It leaves today.\n\nOn Monday, Eva wrote:\n> our policy does not allow this") == []


def test_what_the_customer_asked_for_is_fine() -> None:
    hours = "Our phone lines are open from 8 to 5."
    assert kinds(hours) == ["brush_off"]
    assert kinds(hours, Around(asked="When are your phone lines open?", language="en")) == []
    assert kinds("Your RMA is 30518.") == ["jargon"]
    assert kinds("Your RMA is 30518.", Around(asked="What is my RMA?", language="en")) == []


def test_a_colour_behind_a_model_is_no_shout() -> None:
    assert kinds("It takes the HD-7 BEST and no other.") == []
    assert kinds("That is the BEST.") == ["shouting"]


def test_who_writes_ss_for_ß_is_understood() -> None:
    swiss = (
        "Bitte das nächste Mal genauer lesen, das steht gross auf der Packung. Rückgabe ausschliesslich mit Kassenbon."
    )
    assert kinds(swiss, Around(language="de")) == kinds(swiss.replace("ss", "ß"), Around(language="de")) != []


def test_what_stands_in_their_letter_need_not_be_asked_for() -> None:
    asking = "Please send me a photo of the crack."
    assert kinds(asking) == []
    assert kinds(asking, Around(asked="Two photos are attached.", language="en")) == ["known_question"]


def test_who_puts_off_has_not_answered_and_who_asks_back_has_badly() -> None:
    asking = Around(asked="Is the pram free of charge?", language="en")
    assert kinds("Thank you! May we have your booking code?", asking) == ["known_question"]
    assert kinds("Our policy does not allow this.", asking) == ["policy_recital"]
    assert "unanswered" in kinds("We will be in touch soon.", asking)
    assert kinds("Yes. May we have your booking code?", asking) == ["known_question"]


def test_a_question_is_fine_when_we_do_not_know() -> None:
    asking = "What is your order number?"
    assert kinds(asking) == ["known_question"]
    assert kinds(asking, Around(language="en", known={"name": "Eva"})) == []
    assert kinds(asking, Around(language="en", known={"order": "M-20418"})) == ["known_question"]
    assert kinds(asking, Around(language="en", known={}, asked="Order 4711 came.")) == ["known_question"]


def test_how_many_is_asked_only_of_who_did_not_say() -> None:
    asking = "How many guests will there be?"
    assert kinds(asking, Around(language="en", asked="Our table: from six to eight, please.")) == ["known_question"]
    assert "known_question" not in kinds(asking, Around(language="en", asked="May we change our table?"))


def test_what_a_team_left_out_is_left_out() -> None:
    text = "Please be advised that our policy does not allow this."
    assert kinds(text, Around(language="en", leave_out=frozenset([Kind.JARGON]))) == ["policy_recital"]


def test_nothing_is_flagged_where_nothing_is_written() -> None:
    assert kinds("") == kinds("  \n ") == kinds("…") == []


def test_a_phrase_may_say_what_must_not_stand_next() -> None:
    one = phrase("you did not ~(need [to]|get) *", {})
    assert one.find(Text("you did not read it"))
    assert not one.find(Text("you did not need it")) and not one.find(Text("you did not, get it"))


def test_only_where_a_word_stands_in_the_same_sentence_is_a_phrase_looked_for() -> None:
    text = Text("our policy is old\x00it does not matter\x00we don't know")
    [(one, where)] = text.likely((phrase("(policy|don't) ...", {}), phrase("policy ... matter", {})))
    assert (one.needs, where) == ((("don't", "policy"),), 0b101)
    assert stands((one,), text, 0, 17) and not stands((one,), text, 18, 36)


def test_what_is_written_on_a_thing_or_over_a_part_shouts_at_nobody() -> None:
    assert kinds("Press RESET, then hold the POWER button. The sign says NO DOGS.") == []
    assert kinds("YOUR ORDER\nIt leaves today at noon.") == []
    assert kinds("Your order includes two TREK FX SPORT.") == []
    assert kinds("It is in the BLUE bag, and the blue bag is here.") == ["shouting"]


def test_an_abbreviation_of_ours_is_no_word_of_theirs() -> None:
    assert kinds("The CPE is back, it was off for an hour.") == ["jargon"]
    assert kinds("The CPE is back.", Around(language="en", asked="Is my cpe broken?")) == []
    assert (
        kinds("The CPE (the box on your wall) is back. Your PIN is new, the FX 3 is here, it went to a PO box.") == []
    )


@pytest.mark.parametrize("words", ["(a|b", "a)", "<nothing>", "()", "*a", "a || b", "a ~b", "~(a"])
def test_a_phrase_that_cannot_be_used_is_refused_in_words(words: str) -> None:
    with pytest.raises(Misspelt, match="“"):
        phrase(words, {})


def test_a_book_that_is_none_is_refused_in_words() -> None:
    for text in ("[", "lists: {}", "language: en\nlists: {a: [b]}\n"):
        with pytest.raises(Misspelt, match=r"^xx\.yaml"):
            read(text, "xx")


def test_better_words_leave_the_greeting_alone() -> None:
    [flag] = check("Dear Eva, our policy does not allow this. Yours, Ana", Around(language="en"))
    assert flag.instead_of == "our policy does not allow this."
    [loud] = check("We have ALREADY sent it.", Around(language="en"))
    assert (loud.phrase, loud.better) == ("ALREADY", "already")


@pytest.mark.parametrize("language", LANGUAGES)
def test_better_words_are_better(language: str) -> None:
    words = book(language)
    every = {rule.better for habit in words.habits.values() for rule in habit.rules}
    every |= {habit.better for kind, habit in words.habits.items() if kind not in (Kind.TOO_LONG, Kind.SHOUTING)}
    assert not {one: kinds(one, Around(language=language)) for one in every if kinds(one, Around(language=language))}
