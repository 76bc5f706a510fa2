"""Who of the company served: names told with a role, with thanks, or with what they did."""

from __future__ import annotations

import re

from makegood.mentions.reading.book import Book, names
from makegood.mentions.reading.naming import is_firm, is_person, phrases_in
from makegood.mentions.reading.scoring import OF_THAT_NAME
from makegood.mentions.reading.text import fold

_KIN = re.compile(
    r"\b(?:wife|husband|partner|mum|mom|mother|dad|father|son|daughter|sister|brother|friends?|gran|grandma|aunt|uncle|boss|girlfriend|boyfriend|niece|nephew|cousin|neighbou?r|fiancée?|friend of mine|friend of ours|dog|cat|baby|frau|mann|freundin|sohn|tochter|femme|mari|fils|fille|ami|amie|mujer|marido|hijo|hija|amigo|amiga),?\s+$"
)
_KIN_NAMED = re.compile(rf"{_KIN.pattern.rstrip('$')}(?P<name>[A-Z][\w'’-]+)")
_MOST = 12
ACRONYM = 6  # letters


def staff_in(book: Book, text: str, shunned: frozenset[str]) -> tuple[str, ...]:
    """Who of the company is named, each once, in the order of the text. `shunned`, folded: the teller, the company."""
    found: list[str] = []
    for phrase, start in phrases_in(text):
        role, name = _without_role(book, re.sub(r"['’]s$", "", phrase).strip())
        at = start + len(role)
        is_known_firm = fold(name) in names("companies") and not (role or _has_role(book, *_around(text, name, at)))
        if is_known_firm or not _may_be(name, shunned) or _KIN.search(fold(text[max(0, start - 20) : start])):
            continue
        is_next = (
            bool(found)
            and is_person(name)
            and re.search(rf"{re.escape(found[-1])},? (?:and|und|et|y) $", text[:at]) is not None
        )
        is_one = bool(role) or is_next or _served(book, text, name, at) or _is_of(text, name, at, shunned)
        if is_one and not any(_same(name, one) for one in found):
            found.append(name)
    return tuple(found[:_MOST])


_CALLS = re.compile(
    r"[\"“„«‘]\s?(?P<name>(?:(?:Mrs?|Ms|Miss|Dr)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:[,?!]|\.[\"”])"
)


def called_in(text: str) -> frozenset[str]:
    """Names, folded, by which somebody is spoken to: "Mrs Brody, give me until six"."""
    return frozenset(fold(one["name"]) for one in _CALLS.finditer(text))


def kin_in(text: str) -> frozenset[str]:
    """Names, folded, that the teller gives to their own: "my wife Carol"."""
    return frozenset(fold(one["name"]) for one in _KIN_NAMED.finditer(text))


def _without_role(book: Book, phrase: str) -> tuple[str, str]:
    """What a name begins with that is a role, and the rest: "Konditor Matthias", "Chef Marco"."""
    first, _, rest = phrase.partition(" ")
    is_role = (
        bool(rest) and book.finds["roles"].fullmatch(fold(first)) is not None and fold(first) not in names("titles")
    )
    return (f"{first} ", rest) if is_role and is_person(rest) else ("", phrase)


def introduced_in(book: Book, text: str) -> frozenset[str]:
    """Names, folded, that a role or an introduction makes people and no companies."""
    found = set()
    for phrase, start in phrases_in(text):
        before, after = _around(text, phrase, start)
        if (
            len(phrase.split()) <= 3
            and not is_firm(phrase)
            and not OF_THAT_NAME.search(before)
            and (_has_role(book, before, after) or re.search(rf"{_CALLED}$", before))
        ):
            found.add(fold(phrase))
    return frozenset(found)


_CALLED = r"(?<!place )(?<!shop )(?<!store )(?<!company )(?<!firm )(?<!site )(?<!hotel )(?<!restaurant )\b(?:named|(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\band )(?<!\bthen )(?<!\bhad )(?<!\bhe )called|by the name of|introduced (?:himself|herself) as|namens|nommée?|llamad[oa])\s+[\"']?"
_BUYS = re.compile(
    r"\b(?:[Ww]idow|[Pp]ensioner|[Cc]ustomer|[Rr]egular|[Rr]eader|[Ss]tudent|[Tt]eacher|[Ss]inger|[Aa]ctress|[Aa]ctor|[Gg]randmother|[Ff]ather|[Mm]other|[Rr]etired \w+|[Nn]urse|[Ss]tar|"
    r"[Rr]entnerin|[Rr]entner|[Kk]undin|[Kk]unde|[Cc]liente?)\s+(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)|"
    r"\d\d-year-old (?P<aged>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)|(?<!\w)(?P<other>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+), (?:of|from|aus|de|\d\d,)\s"
)


_BUYS_BY_DEED = re.compile(
    r"(?<!\w)(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?: \([^)]{1,40}\))?,? (?:who )?(?:had |has |then |also |never |herself |himself )?"
    r"(?:ordered|bought|purchased|booked|complained|waited|contacted|stayed at|flew|struggled|was determined|was (?:still )?waiting|received|returned|called|rang|tweeted|signed up)\b"
    r"(?! (?:me|us|my|our|back|him|her|in|late|behind|on|over|out)\b)"
)


def buyers_in(text: str) -> frozenset[str]:
    """Names, folded, of those to whom it happened, where another tells it: whole, first and last."""
    found: set[str] = set()
    for match in _BUYS.finditer(text):
        name = fold(match["name"] or match["aged"] or match["other"])
        found |= {name, name.split()[-1], name.split()[0]}
    for match in _BUYS_BY_DEED.finditer(text):
        name = fold(match["name"])
        if name.split()[0] in names("people"):
            found |= {name, name.split()[-1], name.split()[0]}
    return frozenset(found)


def _around(text: str, name: str, start: int) -> tuple[str, str]:
    """What stands before and behind the name in its sentence, folded."""
    before, after = fold(text[max(0, start - 60) : start]), fold(text[start + len(name) : start + len(name) + 60])
    before = re.split(r"(?<!mr)(?<!mrs)(?<!dr)[.!?]\s", before)[-1]
    return before, re.split(r"[.!?](?:\s|$)", after)[0]


def _may_be(name: str, shunned: frozenset[str]) -> bool:
    folded = fold(name)
    if (
        not name
        or len(name.split()) > 4
        or is_firm(name)
        or (name.isupper() and len(name) < ACRONYM)
        or re.search(r"\d", name)
        or len(name) < 2
    ):
        return False
    first, last = folded.split()[0].strip("."), folded.split()[-1]
    if first in names("titles"):
        return last not in shunned and folded not in shunned
    return not any(folded == one or first == one.split()[0] for one in shunned if one)


def _same(name: str, other: str) -> bool:
    return fold(name).split()[0] == fold(other).split()[0] or fold(name).split()[-1] == fold(other).split()[-1]


def _served(book: Book, text: str, name: str, start: int) -> bool:
    """Known as a person, one sign is enough; another name needs a role or an introduction right beside it."""
    before, after = _around(text, name, start)
    if _introduced(book, before):
        return True
    if re.search(r"\b(?:in|near) $", before) and " " not in name:
        return False
    if _PERSON_IN_BRACKETS.search(before) or _IN_CHAT.match(after) or _SELF_BEFORE.search(before):
        return True
    if is_person(name) and re.search(rf"{book.finds['roles'].pattern}[^.!?]{{0,24}}[,(]\s*$", before):
        return True
    if _has_role(book, before, after):
        return not _lives_there(before)
    if is_person(name):
        is_titled = fold(name).split()[0].strip(".") in names("titles") and len(name.split()) > 1
        if is_titled and not re.search(r"\b(?:on|on the|like|as|watch|watched|to be|of|dear)\s+$", before):
            return True
        behind = fold(text[start + len(name) : start + len(name) + 20])
        return (
            _AND_THEN.match(behind) is not None
            or _did(book, after)
            or _praised(book, before, after)
            or _acted(book, before, after)
        )
    if len(name.split()) == 1 and _FROM_THERE.match(after) and not re.search(r"\b(?:from|at|with|by|of)\s+$", before):
        return True
    if len(name.split()) == 1 and _SEVERAL.search(before):
        return True
    if _IT_IS.search(before) and _AND_THEN.match(fold(text[start + len(name) : start + len(name) + 20])):
        return True
    return len(name.split()) == 1 and _HUMAN.match(after) is not None


_OF = re.compile(r",?\s+(?:of|from|at|with)\s+(?:the\s+)?(?P<whom>[A-Z][\w&'’-]+(?: (?:& )?[A-Z][\w&'’-]+)*)")


def _is_of(text: str, name: str, start: int, shunned: frozenset[str]) -> bool:
    """ "Crispin Doyle of Doyle & Hound", "Ana from Ledgerly": whose company it is that the stretch is about."""
    match = _OF.match(text, start + len(name))
    head = fold(match["whom"]).split()[0] if match else ""
    return bool(head) and any(head in one.split()[:2] for one in shunned)


_FROM_THERE = re.compile(
    r" (?:from|in|on|at|behind) (?:the )?(?:guest relations|customer (?:service|care|support)|reception|support|housekeeping|accounts|sales|front desk|(?:\w+ )?bar|"
    r"desk|tills?|counter|checkout|kitchen|returns|complaints|chat|phones?|shipping|billing|parts|service|concierge|management)\b"
)
_PERSON_IN_BRACKETS = re.compile(
    r"\b(?:lady|man|woman|girl|guy|lad|bloke|chap|gentleman|fella|kid|fellow|person|frau|mann|dame|monsieur|señor|señora|chica|chico) \($"
)
_IN_CHAT = re.compile(r" (?:has |have )?(?:joined|left|entered) the (?:chat|conversation|call)\b")
_SELF_BEFORE = re.compile(
    r"\b(?:el propio|la propia|el mismo|la misma|(?:real|first) name (?:is|was)|chatting with|connected (?:you )?to|my name is|this is|speaking to)\s+$"
)
_SEVERAL = re.compile(
    r"\b(?:two|three|both|the|zwei|deux|dos) (?:\w+ )?(?:brothers|sisters|lads|men|women|girls|ladies|guys|fellows|boys|engineers|waiters|fitters|drivers|nurses|brüder|männer|frères|hermanos|chicos)(?:,|:| -| called| named)? (?:[A-Z][\w'’-]+(?:,| and| und| et| y) )?$",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"\b(?:belonged to|turned out to be|it was|that was|this was|met|enter)\s+$")
_AND_THEN = re.compile(r"(?:,? (?:himself|herself)\b|, (?:she|he) |[.!?][\"”]?\s+(?:she|he) )")

_HUMAN = re.compile(
    r",?\s*(?:then |also |just |never |always )?(?:smiled|laughed|shrugged|listened|grinned|nodded|sighed|apologi[sz]ed|winked|himself|herself|said,? ?[\"']|says,? ?[\"']|told me|told us)"
)


def _acted(book: Book, before: str, after: str) -> bool:
    """The person did something, or said it."""
    verb = re.match(r",?\s*(?:\w+ly |then |also |just |even |who |had |has |is |himself |herself )?([\w']+)", after)
    if verb and (book.finds["past"].fullmatch(verb[1]) or verb[1].endswith("ed")):
        return True
    return (
        re.search(
            r"\b(?:said|says|asked|told by|replied|explained|laughed|smiled|sagte|dit|dijo|from|by|von|with)\s+$",
            before,
        )
        is not None
    )


def _has_role(book: Book, before: str, after: str) -> bool:
    roles = book.finds["roles"].pattern
    return bool(
        re.search(
            rf"{roles}(?:,| -| \(|:)?\s*(?:\"|'|was |is |called |named |by the name of |namens |nommée? |llamad[oa] )?$",
            before,
        )
        or re.match(rf"\s+(?:for|as) (?:an?|our|your|my|the) (?:\w+ )?{roles}", after)
        or re.match(
            rf"(?:,|\s\(|\s-)\s*(?:who (?:is|was) |was |is )?(?:the|our|their|a|an|my|your|der|die|le|la|el|unser|unsere|notre|nuestro|nuestra)?\s*(?:(?!where|when|which|and|but|whose|while)\w+\s){{0,2}}?{roles}",
            after,
        )
    )


def _introduced(book: Book, before: str) -> bool:
    return re.search(rf"{book.finds['introduces'].pattern}(?:,|:)?\s*[\"']?$", before) is not None


def _lives_there(before: str) -> bool:
    return re.search(r"\b(?:in|near|of)\s+(?:the\s+)?$", before) is not None


def _did(book: Book, after: str) -> bool:
    return (
        re.match(
            rf",?\s*(?:\([^)]*\)\s*)?(?:\w+ly |then |also |just |even |who |immediately |had |has |and \w+ )?{book.finds['serves'].pattern}",
            after,
        )
        is not None
    )


def _praised(book: Book, before: str, after: str) -> bool:
    return (
        re.search(
            rf"{book.finds['spoke'].pattern}(?:,|:)?\s*(?:the (?:lovely|wonderful|brilliant|amazing) )?[\"']?$", before
        )
        is not None
        or re.match(
            r",?\s*(?:well done|you (?:are|were|deserve)|thank you|take a bow|bravo|deserves|is a|was a|- you)", after
        )
        is not None
    )
