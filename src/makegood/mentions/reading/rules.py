"""What a page tells, as episodes. Pure: text in, values out, the same every time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.mentions.reading.accounts import Stretch
from makegood.mentions.reading.article import without_signs
from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.html_text import text_of
from makegood.mentions.reading.judging import feeling, given, went_wrong
from makegood.mentions.reading.kinds import Episode, Remedy
from makegood.mentions.reading.leaning import speaks_ill
from makegood.mentions.reading.naming import is_person
from makegood.mentions.reading.placing import place_beside, place_in
from makegood.mentions.reading.posts import letter_to
from makegood.mentions.reading.quoting import asked_in, outcome_in, promise_in, quotes_in
from makegood.mentions.reading.sections import sections_of
from makegood.mentions.reading.serving import buyers_in, called_in, introduced_in, kin_in, staff_in
from makegood.mentions.reading.splitting import stretches
from makegood.mentions.reading.subject import addressed, subject_of
from makegood.mentions.reading.text import clean, fold
from makegood.mentions.reading.trading import business_in

MOST_READ = 250_000
"""Letters of a page; what stands behind them is left out."""
MOST_EPISODES = 500


def read(text: str, *, html: bool = False) -> list[Episode]:
    """What happened between people and companies, as the page tells it, in its order.

    Every passage stands in the text word for word (of HTML: in `article_of(…).text`). Never raises for what the text is.
    """
    text, title = text_of(text) if html else (clean(text), "")
    text = text[:MOST_READ]
    sections = sections_of(text)
    writers = frozenset(fold(name) for section in sections if not _is_firm_here(name := section.author, text)) - {""}
    called = frozenset(fold(_HANDLE_END.sub("", section.author)) for section in sections) - {""}
    chief = _chief(text, title, writers)
    found: list[Stretch] = []
    for section in sections:
        found.extend(stretches(section, text, found, chief))
    page = _Around(text, subject_of(text, title, found), _of_article(text, found), chief, writers, called)
    before: list[tuple[Stretch, Episode]] = []
    for one in found[:MOST_EPISODES]:
        before.append((one, _episode(one, page, before)))
    return [episode for _, episode in before]


def _is_firm_here(name: str, text: str) -> bool:
    """A company that answers under its own name, and is spoken of."""
    return " " in name and not is_person(name) and len(re.findall(rf"[a-z,.!?😀-🙏] {re.escape(name)}\b", text)) > 0


def _of_article(text: str, found: list[Stretch]) -> str | None:
    told = [one for one in found if not one.section.is_comment][:1]
    for one in told:
        for name in companies(text[one.part[0].sentence.start : one.part[-1].sentence.end])[:1]:
            return name.text
    return None


def _chief(text: str, title: str, writers: frozenset[str]) -> str:
    """The company that the page speaks of most, where a stretch names none."""
    whole = [one for one in companies(f"{title}\n{text}", leave_out=writers) if one.score >= SURE + 0.5]
    return whole[0].text if whole else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the whole page says: its text, and the company that all of it is about, if it is about one."""

    text: str
    subject: str
    of_article: str | None
    """Whom the article is about, which comments need not name again."""
    chief: str
    writers: frozenset[str]
    called: frozenset[str]
    """What others call them: "KatieB" is Katie."""


def _episode(one: Stretch, page: _Around, before: list[tuple[Stretch, Episode]]) -> Episode:
    passage = without_signs(page.text[one.start : one.end])
    sentences = [told.sentence for told in one.tells]
    folded = " ".join(sentence.folded for sentence in sentences)
    quotes = quotes_in(one.book, passage)
    teller = one.section.author or addressed(quotes, one) or None
    about = _spelt_out(about_of(one, passage, page, teller, before), page.text)
    shunned = frozenset(fold(name) for name in (teller, about) if name and not (name is about and is_person(name)))
    shunned |= called_in(passage) | page.writers | page.called | kin_in(page.text[one.part[0].sentence.start : one.end])
    shunned |= buyers_in(passage) | frozenset(fold(teller).split()[-1:] if teller else ())
    remedy = given(one.book, sentences)
    staff = staff_in(one.book, page.text[one.part[0].sentence.start : one.end], shunned)
    valence = feeling(one.book, sentences, one.section.stars, remedy, names_staff=bool(staff))
    part = page.text[one.part[0].sentence.start : one.part[-1].sentence.end]
    place = place_in(one.book, passage, about) or place_in(one.book, part, about) or _place_of_page(about, page)
    if one.section.stars is not None:
        place = _place_of_page(about, page) or place
    trouble = went_wrong(one.book, folded, valence, remedy) or speaks_ill(one.book, sentences)
    return Episode(
        passage=passage,
        valence=valence,
        trouble=trouble,
        teller=teller,
        about=about,
        place=place,
        staff=staff,
        asked=asked_in(one.book, one.tells),
        remedy=remedy if trouble or remedy not in KINDNESS else None,
        promise=promise_in(one.book, one.tells),
        outcome=outcome_in(one.book, one.tells),
        quotes=quotes,
    )


def _spelt_out(name: str | None, text: str) -> str | None:
    """A handle in the words of the page, where it says them: "VelociraAir" is "Velocira Air"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name or "")
    return apart if name and apart != name and apart in text else name


def _place_of_page(about: str | None, page: _Around) -> str | None:
    """Where the company is that the whole page is about, as its head says."""
    return place_beside(page.text, about) if about and about == page.subject else None


def about_of(
    one: Stretch, passage: str, page: _Around, teller: str | None, before: list[tuple[Stretch, Episode]]
) -> str | None:
    """Whom it concerns, in the words of the text: a named company, else the page's, else what kind of business it is."""
    known = frozenset(fold(told.about) for _, told in before[-20:] if told.about and told.about[:1].isupper())
    earlier = _same_matter(one, passage, before)
    leave_out = (
        page.writers
        | frozenset({fold(teller)} if teller else ())
        | introduced_in(one.book, passage)
        | buyers_in(passage)
    )
    named = companies(passage, leave_out=leave_out, known=known)
    if page.subject and one.section.stars is not None and not (named and named[0].score >= SURER):
        return page.subject
    if named and named[0].score >= SURE:
        return named[0].text
    part = page.text[one.part[0].sentence.start : one.part[-1].sentence.end]
    near = companies(part, leave_out=leave_out)
    if near and near[0].score >= SURE:
        return near[0].text
    if one.section.is_comment and earlier and _SAME_LOT.search(_lead_of(one)[:NEAR]):
        return earlier
    if whole := _of_whole(one, passage, page):
        return whole
    titled = companies(one.section.title, leave_out=leave_out)
    business = business_in(one.book, fold(passage), passage) or business_in(one.book, fold(part), part)
    is_own = not titled or not business or not _new(business, part) or _is_told_of(titled[0].text, one)
    if titled and is_own and titled[0].score >= SURE + 0.5:
        return titled[0].text
    is_next = not business and not named and bool(before) and before[-1][0].section is one.section
    if earlier or is_next:
        return earlier or before[-1][1].about
    if business and not named:
        spoken_of = page.of_article or page.chief
        is_known = one.section.is_comment and spoken_of and _THEIR.search(fold(part)) and not _new(business, part)
        return spoken_of if is_known else business
    if named:
        return named[0].text
    return _far_from(one, page, leave_out, before) or (titled[0].text if titled else _of_page(one, page))


def _of_whole(one: Stretch, passage: str, page: _Around) -> str | None:
    """What the page is about, or to whom the letter is written, or of whom it speaks most, if this does too."""
    is_of_chief = bool(page.chief) and _speaks_of(page.chief, passage)
    return page.subject or letter_to(one.section) or (page.chief if is_of_chief else None)


def _far_from(
    one: Stretch, page: _Around, leave_out: frozenset[str], before: list[tuple[Stretch, Episode]]
) -> str | None:
    """A company that its writer surely names elsewhere, of which nothing was told so far."""
    others = leave_out | frozenset(
        fold(told.about) for other, told in before if told.about and other.section is one.section
    )
    wider = companies(page.text[one.all[0].sentence.start : one.all[-1].sentence.end], leave_out=others)
    return wider[0].text if wider and wider[0].score >= SURE + 1 else None


def _of_page(one: Stretch, page: _Around) -> str | None:
    """Whom the article is about, where this is a comment; else whom the page speaks of most."""
    return (page.of_article if one.section.is_comment else None) or page.chief or None


def _speaks_of(name: str, passage: str) -> bool:
    """It is named there, if by its first word alone."""
    first = name.split()[0]
    said = fold(passage) if len(first) > LONG_NAME else passage
    return (
        len(first) > 3 and re.search(rf"\b{re.escape(fold(first) if said != passage else first)}\b", said) is not None
    )


def _is_told_of(name: str, one: Stretch) -> bool:
    """A title's name is the blog's own, unless what is written below speaks of it, or rates it."""
    head = fold(name).split()[0]
    return one.section.stars is not None or any(head in told.sentence.folded for told in one.all)


def _lead_of(one: Stretch) -> str:
    """What is said from the sentence before it on."""
    return " ".join(told.sentence.folded for told in one.part)


def _new(business: str, part: str) -> bool:
    """It is spoken of for the first time: "one of the national firms"."""
    return (
        re.search(rf"\b(?:one of the|another|an?|my|our|my own) (?:\w+ )?{re.escape(fold(business))}", fold(part))
        is not None
    )


def _same_matter(one: Stretch, passage: str, before: list[tuple[Stretch, Episode]]) -> str | None:
    """Whom the same teller spoke of before, where this goes on with it ("Update: they …", "the same handle")."""
    if before and one.section.is_comment and _SAME_LOT.search(_lead_of(one)[:NEAR]):
        return before[-1][1].about
    if not before or not (_THEIR.search(fold(passage)) or _GOES_ON.match(fold(passage))):
        return None
    for other, told in reversed(before[-20:]):
        is_later = (
            other.section is not one.section and one.section.author and other.section.author == one.section.author
        )
        is_same = is_later or (other.section is one.section and "the same" in fold(passage))
        if is_same and told.about and told.about[:1].isupper():
            return told.about
    return None


KINDNESS = (Remedy.WAIVER, Remedy.STORE_CREDIT)
"""Where nothing went wrong, these put nothing right."""
LONG_NAME = 6  # letters; a longer one is known in small letters too
SURE = 1.9
SURER = 4.0
"""The score from which a name is a company's."""
_HANDLE_END = re.compile(r"(?<=[a-z])[A-Z\d_].*$")
_GOES_ON = re.compile(
    r"(?:update|edit|nachtrag|mise à jour|actualización|result|wrote to|rang (?:again|back)|so i|well,)\b"
)
_THEIR = re.compile(r"\b(?:their|they|them|this|same|these|there|too|leurs?|ihre[mnrs]?|deren|sus?)\b")
_SAME_LOT = re.compile(
    r"\bsame (?:mob|lot|crowd|people|company|place|shop|firm|outfit|folks|bunch|airline|bank|hotel|clowns|guys)\b|"
    r"\b(?:opposite|same|similar|problems?|trouble|luck|experience|story|one) (?:\w+ )?(?:with|from|at) (?:them|this lot|that lot|these|the same)\b"
)
NEAR = 100  # letters
