"""What a page tells is read as episodes, and stands in it word for word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.mentions.reading import Valence, article_of, read
from makegood.mentions.reading.kinds import Remedy
from makegood.mentions.reading.text import clean
from makegood.remedies.models import RemedyKind

POST = """The lamp and the landlord

by Ottilie on May 3, 2015

Some companies know what service is.

Last week I bought a reading lamp at Hellwerk Lighting in Norwich. It broke on the second evening. \
I rang the shop and Bert, the manager, said “bring it in and I will have a new one ready.” \
He replaced it on the spot and I left with a smile.

Another story, and a bad one. We stayed at the Duke's Rest Hotel and the shower leaked. The \
receptionist shrugged and nobody ever apologised.

2 comments

Paul Rudge May 4, 2015 at 9:12 AM

I ordered a kettle from Pottle & Co and it never arrived. They ignored three emails.

Leave a Reply
"""


def test_a_page_is_split_into_what_happened() -> None:
    lamp, hotel, kettle = read(POST)
    assert (lamp.teller, lamp.about, lamp.place, lamp.staff) == ("Ottilie", "Hellwerk Lighting", "Norwich", ("Bert",))
    assert lamp.valence is Valence.POSITIVE and lamp.trouble and lamp.remedy is Remedy.REPLACEMENT
    assert lamp.quotes == ("bring it in and I will have a new one ready.",)
    assert hotel.about == "Duke's Rest Hotel" and hotel.valence is Valence.NEGATIVE and hotel.remedy is None
    assert (kettle.teller, kettle.about) == ("Paul Rudge", "Pottle & Co")


def test_the_title_is_the_pages_own() -> None:
    html = "<title>A lamp</title><svg><title>Menu</title></svg><p>It broke.</p><svg><title>Share</title></svg>"
    assert article_of(html).title == "A lamp"


def test_the_kinds_are_those_of_our_remedies() -> None:
    assert {one.value for one in Remedy} == set(RemedyKind.values)


def test_what_tells_nothing_holds_no_episode() -> None:
    assert read("") == []
    assert (
        read(
            "Companies should listen to their customers. If you want loyalty, train your people."
            " Subscribe to our newsletter."
        )
        == []
    )


WORDS = [
    "I bought a lamp at Hellwerk.",
    "“Sorry,” said Bert.",
    "by Ina on May 3, 2015",
    "★★★★★",
    "\x00",
    "<p>",
    "\r\n",
    "\n\n",
    "Reply",
    "«",
    "\ue00b",
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=30)), max_size=30).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_whatever_it_is_nothing_raises_and_all_stands_in_the_text(text: str) -> None:
    for html in (False, True):
        found = read(text, html=html)
        whole = article_of(text).text if html else clean(text)
        for one in found:
            assert one.passage in whole
            assert all(
                words in one.passage for words in (*one.quotes, one.asked or "", one.promise or "", one.outcome or "")
            )
        assert read(text, html=html) == found


def test_what_the_first_and_the_last_sentence_say_of_it_stands() -> None:
    told = (
        "Great service from Ashby Gardens again. They could not come on three mornings, and I am a hopeless gardener. "
        "They explained each plant to me. Excellent people, and I recommend them."
    )
    assert [one.valence for one in read(told)] == ["positive"]
