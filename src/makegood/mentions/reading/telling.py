"""What each sentence does: tell what happened, go on telling, judge, or speak of something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from makegood.mentions.reading.book import Book, names
from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.serving import buyers_in
from makegood.mentions.reading.text import Sentence, fold

_QUOTED = re.compile(r'"[^"\n]{1,400}"')
_NAME_DID = re.compile(
    r"\b([A-Z][\w'’-]+)(?: [A-Z][\w'’.-]+){0,2},? (?:of [A-Z]\w+, |from [A-Z]\w+, |\d\d, )?(?:\w+ly |had |was |has |also |then )?(\w+)"
)
_ED = re.compile(
    r"\b(?!need|indeed|speed|feed|seed|weed|breed|bed|red|bleed|exceed|proceed|succeed|hundred|sacred|naked|wicked|aged|embed|sled|shed)[a-z]{2,}ed\b"
)
_NUMBERED = re.compile(
    r"(?:\d{1,2}[.)]|(?:[\w-]+ )?#\d{1,2}\b|[\w-]+ (?:one|two|three|four|five|six):|(?:first|second|third|fourth|fifth|finally|lastly|update):)\s*\S"
)
_WORD = re.compile(r"[^\W\d_]{3,}")


class Does(Enum):
    """What a sentence is there for."""

    HAPPENED = "happened"
    """The teller, or somebody they tell of, did something or had it done to them."""
    REACTED = "reacted"
    """Somebody of the company did something."""
    GOES_ON = "goes on"
    JUDGES = "judges"
    SPEAKS = "speaks"
    """Of the world at large: advice, opinion, selling."""
    OF_PAGE = "of the page"
    NOTHING = "nothing"


POINTS = {Does.HAPPENED: 2.0, Does.REACTED: 1.5, Does.GOES_ON: 0.6, Does.JUDGES: 0.5}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and what it does. `is_trade`: it speaks of buying, serving or mending; `is_opening`: a story may begin here."""

    sentence: Sentence
    does: Does
    is_trade: bool = False
    is_opening: bool = False
    is_marked: bool = False
    """It says that another story begins."""
    goes_on: bool = False
    """Its first words lean on what was told before."""
    names_trade: bool = False
    """It names a company, or somebody or something by its trade."""
    business: str = ""
    """What kind of company it speaks of, folded."""
    of_another: bool = False
    """It happened to somebody whom the teller tells of."""

    @property
    def points(self) -> float:
        """How much it speaks for an episode."""
        return POINTS.get(self.does, 0.0)


def told(book: Book, sentence: Sentence, *, to_company: bool = False, in_review: bool = False) -> Told:
    """What this sentence does, by its own words. `to_company`: it is a letter to them, and "you" are they.

    `in_review`: it stands below a rating, where what is told of trade happened to the teller.
    """
    folded = sentence.folded
    bare = _QUOTED.sub(" ", folded)
    other = book.has("of_others", bare) or _somebody_did(book, sentence.text)
    other = other or (bool(buyers_in(sentence.text)) and is_past(book, bare))
    trade = book.has("trade", folded) or _names_company(sentence.text)
    does = _does(book, bare, folded, other=other, is_trade=trade)
    if in_review and does is Does.GOES_ON and trade:
        does = Does.HAPPENED
    if to_company and does in (Does.SPEAKS, Does.NOTHING, Does.GOES_ON) and _YOU_DID.search(bare):
        does = Does.REACTED
    begins = does in (Does.HAPPENED, Does.REACTED, Does.GOES_ON)
    return Told(
        sentence,
        does,
        is_trade=trade,
        is_opening=begins and (book.has("opens", bare) or other),
        is_marked=book.has("another", bare[:70]) or _NUMBERED.match(bare) is not None,
        goes_on=book.finds["goes_on"].match(bare) is not None,
        names_trade=bool(companies(sentence.text)) or book.has("roles", folded) or book.has("business", folded),
        business=found.group() if (found := book.find("business", folded)) else "",
        of_another=other and does is Does.HAPPENED,
    )


_PAST = {
    "en": _ED,
    "de": re.compile(
        r"\b(?!heute|bitte|letzte|erste|beste|seite|karte|kiste|leute|weite|mitte|hätte|könnte|möchte|sollte|müsste|dürfte|mindeste|nächste|rechte|welt|hütte|kette|torte|sorte|worte|liste|küste|minute|geräte|gute|heutige)[a-zäöüß]{3,}(?:te|ten)\b"
        r"|\b(?:habe|hab|hat|haben|hatte|hatten|bin|sind|ist|wurde|wurden|war|waren)\b[^.!?;]{0,80}\b(?:\w+)?ge[a-zäöüß]{2,}(?:t|en)\b"
    ),
    "fr": re.compile(
        r"\b(?:ai|as|a|avons|avez|ont|avait|avaient|avais|suis|est|sont|étais|était|étaient|sommes)\b (?:[\w'-]+ ){0,3}?\w{2,}(?:é|ée|és|ées|i|ie|is|it|ise|u|ue|us)\b|\b\w{3,}(?:ait|aient|èrent|âmes)\b"
    ),
    "es": re.compile(
        r"\b(?!qué|café|porqué|después|además|también|allí|aquí|ahí|así|está|esté|sofá|mamá|papá|según|jamás|quizá)\w{2,}(?:ó|aron|ieron|eron|aba|aban|ían|imos|amos)\b|\b(?!allí|aquí|así|ahí|esquí|café|porqué|usté|daré|iré|pedí que)\w{2,}(?:é|í)\b"
        r"|\b(?:había|hemos|han|ha|he|habían)\b \w+(?:ado|ido|to|cho)\b"
    ),
}
"""How a language says that something is past, besides the verbs of its list."""


def is_past(book: Book, folded: str) -> bool:
    """It tells of what is past."""
    return book.has("past", folded) or _PAST[book.language].search(folded) is not None


def _does(book: Book, bare: str, folded: str, *, other: bool, is_trade: bool) -> Does:
    past = is_past(book, bare)
    ours = (past and (book.has("ours", bare) or _is_headless(book, bare))) or book.has("happened", bare)
    asks = bare.rstrip(" \"'").endswith("?") and len(bare.split()) > 3
    if _TRANSCRIPT.match(bare):
        return Does.GOES_ON
    speaks = book.has("generic", bare)
    if book.has("of_blog", bare):
        return Does.OF_PAGE
    if book.has("meta", bare) and not (ours and is_trade and not asks):
        return Does.OF_PAGE
    if book.has("sweeping", bare):
        return Does.SPEAKS
    if asks:
        return Does.HAPPENED if ours and is_trade and not speaks else Does.SPEAKS
    if not ours and not other and _TO_YOU.match(bare):
        return Does.SPEAKS
    if (ours or other) and not (speaks and not past) and not (book.has("unreal", bare) and speaks):
        return Does.HAPPENED
    if speaks:
        return Does.SPEAKS
    if (past and (book.has("they", bare) or book.has("roles", bare) or is_trade)) or book.has("present_react", bare):
        return Does.REACTED
    if past or bare != folded:
        return Does.GOES_ON
    if book.has("positive", folded) or book.has("negative", folded):
        return Does.JUDGES
    return Does.NOTHING


def _is_headless(book: Book, bare: str) -> bool:
    """The teller left themselves out: "Popped into Tillotson's for a screw", "Schrank bestellt"."""
    if book.language == "en":
        return _BEGINS_PAST.match(bare) is not None
    return _HEADLESS[book.language].match(bare) is not None


_BEGINS_PAST = re.compile(
    r"\W*(?!need|need|indeed|speed|feed|seed|weed|breed|red|hundred|united|limited|granted|based|located|related|supposed|compared|given|tired|used|closed|unfortunately)(?:\w{3,}ed|bought|took|went|rang|got|sent|wrote|left|had|paid|spent|stood|sat|slept|drove|came|ate|made|found|tried|gave|told|put)\b(?! (?:by|on the go)\b)"
)
_HEADLESS = {
    "de": re.compile(
        r"\W*(?:(?:hallo|ja|moin|servus|also),? )?(?:hatte|habe|hab|bin|wollte|musste|bekam|rief|bestellte|kaufte|buchte|stand|wartete|ging|fuhr)\b"
        r"|\W*(?:[\wäöüß-]+ ){1,4}(?:ge)?[a-zäöüß]{3,}(?:t|en)(?:[.,:;!]|$)"
    ),
    "fr": re.compile(
        r"\W*(?:commandé|acheté|réservé|reçu|appelé|arrivée?s?|payé|attendu|livrée?s?|tombée? |parti|passé|testé|loué|pris)\b"
    ),
    "es": re.compile(r"\W*(?:[\wáéíóú]+ ){0,2}?(?!allí|aquí|así|ahí|café|porqué|está)\w{2,}(?:é|í|amos|imos)\b"),
}
_TRANSCRIPT = re.compile(
    r"(?:\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?|me:|agent:|bot:|customer:|them:|ich:|moi :|yo:)\s+\S"
)
"""A line of a chat that the teller kept."""
_YOU_DID = re.compile(
    r"\b(?:you|your \w+(?: \w+)?|sie|ihr|vous|ustedes) (?:\w+ly |never |then |also |did |had |have |has |haben |avez |han )?(?:not )?(?:\w{3,}(?:ed|te|ten|é|t)|said|told|sent|sold|took|kept|lost|made|put|gave|left|wrote|rang|paid|remade|were|was)\b"
)
_TO_YOU = re.compile(r"\W*(?:[\w'-]+ ){0,3}(?<!thank )(?<!bless )(?<!mind )(?<!tells )\b(?:you|you've|you're|your)\b")
"""It speaks to whoever reads it."""


def _somebody_did(book: Book, text: str) -> bool:
    """A person with a name did something: "Margaret ordered", "Tom Hill, of York, bought"."""
    return any(
        fold(one[1]) in names("people")
        and is_past(book, one[2].lower())
        and book.has("opens", f"i {fold(text[one.start(2) :])}")
        for one in _NAME_DID.finditer(text)
    )


def _names_company(text: str) -> bool:
    return any(fold(one) in names("companies") for one in re.findall(r"[A-Z][\w'&.-]+", text))


def content_words(folded: str) -> set[str]:
    """The longer words, without their endings, by which two sentences may be seen to speak of one thing."""
    return {word[:6] for word in _WORD.findall(folded) if len(word) > 3 and word not in _COMMON}


_COMMON = frozenset(
    "that this with they them then than their there have were when what which would could should about after again also"
    " been before being both because came come customer customers didn does doing done down each even ever from getting give given"
    " good great going gone here hers himself into just know like long made make many more most much must never next"
    " none nothing once only other over people really right said same service some something still such take"
    " taken tell than thank thanks these thing things think those though through time told took under until upon very"
    " want wanted well went while whole will without year years your yours always asked called bought ordered"
    " experience experiences story company store shop recently week weeks days month months last first another days"
    " nice lovely helpful rude manager staff bad terrible hour hours minutes later back mine ours"
    " eine einen einem einer nicht auch aber dann wurde habe hatte waren sich oder noch nach wieder sehr mein meine"
    " avec pour dans mais nous vous cette sont elle leur plus tout très bien fait être avoir"
    " para pero como este esta todo cuando muy nada ellos tiene había habían".split()
)  # fmt: skip
