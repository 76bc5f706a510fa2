"""What a page tells, as episodes. Pure: text in, values out, the same every time."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.mentions.reading.article import without_signs
from makegood.mentions.reading.book import names
from makegood.mentions.reading.html_text import text_of
from makegood.mentions.reading.judging import feeling, given, went_wrong
from makegood.mentions.reading.kinds import Episode
from makegood.mentions.reading.naming import business_in, companies, is_person, place_in
from makegood.mentions.reading.quoting import asked_in, outcome_in, promise_in, quotes_in
from makegood.mentions.reading.sections import sections_of
from makegood.mentions.reading.serving import staff_in
from makegood.mentions.reading.splitting import Stretch, stretches
from makegood.mentions.reading.subject import addressed, subject_of
from makegood.mentions.reading.text import clean, fold

MOST_READ = 600_000
"""Letters of a page; what stands behind them is left out."""
MOST_EPISODES = 500


def read(text: str, *, html: bool = False, url: str = "") -> list[Episode]:
    """What happened between people and companies, as the page tells it, in its order.

    Every passage stands in the text word for word (of HTML: in `article_of(…).text`). Never raises for what the text is.
    """
    text, title = text_of(text) if html else (clean(text), "")
    text = text[:MOST_READ]
    found = [one for section in sections_of(text) for one in stretches(section, text)]
    page = _Around(text, subject_of(text, title, found), {})
    return [_episode(one, page) for one in found[:MOST_EPISODES]]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the whole page says: its text, and the company that all of it is about, if it is about one."""

    text: str
    subject: str
    tellers: dict[int, str]


def _episode(one: Stretch, page: _Around) -> Episode:
    passage = without_signs(page.text[one.start : one.end])
    sentences = [told.sentence for told in one.tells]
    folded = " ".join(sentence.folded for sentence in sentences)
    quotes = quotes_in(one.book, passage)
    teller = one.section.author or addressed(quotes, one) or None
    about = about_of(one, passage, folded, page.subject, teller)
    shunned = frozenset(fold(name) for name in (teller, about) if name and not (name is about and is_person(name)))
    remedy = given(one.book, sentences)
    valence = feeling(one.book, sentences, one.section.stars, remedy)
    return Episode(
        passage=passage,
        valence=valence,
        trouble=went_wrong(one.book, folded, valence),
        teller=teller,
        about=about,
        place=place_in(one.book, passage, about),
        staff=staff_in(one.book, passage, shunned),
        asked=asked_in(one.book, one.tells),
        remedy=remedy,
        promise=promise_in(one.book, one.tells),
        outcome=outcome_in(one.book, one.tells),
        quotes=quotes,
    )


def about_of(one: Stretch, passage: str, folded: str, subject: str, teller: str | None) -> str | None:
    """Whom it concerns, in the words of the text: a named company, else the page's, else what kind of business it is."""
    leave_out = frozenset({fold(teller)} if teller else ())
    named = companies(passage, leave_out=leave_out)
    if named and named[0].score >= 2.5:
        return named[0].text
    business = business_in(one.book, folded, " ".join(told.sentence.text for told in one.tells))
    if subject:
        return subject
    if business and not named:
        return business
    if named:
        return named[0].text
    around = " ".join(told.sentence.text for told in one.all)
    wider = companies(around, leave_out=leave_out)
    if wider and wider[0].score >= 3.5 and fold(wider[0].text) not in names("people"):
        return wider[0].text
    return business or None
