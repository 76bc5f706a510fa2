"""What speaks for a name that it is a company's, a shop's or a thing's, and what against it: words before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.mentions.reading.asides import by_the_way, is_stop
from makegood.mentions.reading.book import names
from makegood.mentions.reading.naming import ENTERS, INTO, PLACE_AFTER, is_company, is_firm, is_person
from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trading import KIND

_BEFORE = re.compile(
    r"(?:\b(?:at|from|with|to|by|in|through|been on|we're on|via|using|called|phoned|rang|rung|contacted|emailed|visited|tried|try|ordered|booked|booking|hired from|banked with|off|thank|inside|outside|because of|thanks to|cancel|leave|leaving|chose|thank you,|thanks,|bei|beim|von|vom|zu|zum|zur|chez|por|avec|mit|con|against|dear|use|used|hired|joined|left|company|firm|shop|store|hotel|restaurant|airline|bank|brand|flew|fly)\s+(?:the\s+|a\s+|an\s+|another\s+|our\s+|my\s+|der\s+|dem\s+|die\s+|das\s+|la\s+|le\s+|el\s+|local\s+|my local\s+|our local\s+)?)$"
)

_HEADED = re.compile(
    r"^\s*[-:–,]\s*(?:avoid|beware|warning|reviews?|complaints?|worst|best|rant|anyone|any|great|terrible|awful|never|do not|don't|how|vos|retours?|avis|erfahrung\w*|experiences?|opiniones|hilfe|help|who|has|thoughts)\b"
)
_WARNED = re.compile(
    r"\b(?:topic:|subject:|sujet ?:|thema:|betreff:|asunto:|tema:|avoid|beware of|reviews? of|warning:|problems? with|issues? with|complaints? about|thread:|re:|rant:|vs\.?)\s+$"
)
"""What a head says of a company."""
_AFTER = re.compile(
    r"^(?:'s|’s)?\s*(?:(?:\w+ )?(?:people|folks|guys|lot|crowd|crew)\b|customer|staff|support|store|shop|branch|helpline|website|site|service|order|account|manager|employee|rep|team|call|warranty|hotline|online|app|delivery|driver|head office|corporate)\b"
)
_ACTS = re.compile(
    r"^(?:,[^,.!?]{3,30},)?\s+(?:then\s+|also\s+|never\s+|finally\s+|has\s+|have\s+|had\s+|eventually\s+|still\s+|just\s+|simply\s+|even\s+|\w+ly\s+|in the end\s+)?"
    r"(?:told|say|says|tell|tells|keep|keeps|claim|claims|insist|insists|want|wants|sent|left|refused|charged|said|paid|answered|gave|offered|replaced|refunded|ignored|delivered|apologi[sz]ed|lost|cancelled|promised|"
    r"wrote|replied|took|wanted|called|made|kept|asked|lent|sold|put|came|did|does|is|was|are|were|looked|claimed|insisted|blamed|agreed|fixed|repaired|"
    r"hat|haben|hatte|war|schickte|bucht|buchen|kommt|kam|lässt|est|sont|vino|vinieron|dice|dicen|a|ont|m'a|nous|avait|ha|me|nos|no)\b"
)
_DEALT = re.compile(
    r"^\s+(?:say|says|claim|claims|insist|insists|reckon|reckons|have since|charged|refunded|replaced|delivered|cancelled|canceled|refused|answered on|did the (?:very )?same|shipped|billed|closed|honou?red|lost my)\b"
)
_ACTS_ON = re.compile(
    r"^(?:,[^,.!?]{3,60},)?\s+(?:\w+ly\s+|never\s+|then\s+|even\s+|has\s+|had\s+|also\s+)?(?:\w{3,}ed|sent|left|told|gave|lost|sold|kept|lent|made|took|paid|let|put|got|did|froze|forgot|broke|held|cut|hung|threw|wrote|rang|saved|fixed|ruined|stole|bent|drove|brought|shut)\s+(?:me|us|my|our|mine|ours|him|her|\w+ of us)\b"
)
_PART_OF = re.compile(
    r"\b(?:head office|office|offices|managers?|staff|owners?|branch|department|shop|store|website|team|people|reviews?|fans?|customers?|regular|"
    r"gift card|card|voucher|tickets?|booking|order|account|membership|subscription|policy|contract|counter|till|lobby|door|window|car park|bar|desk|reception|ceo|president|director|employees?|app|warranty|service|driver|engineer|conductor|nurse|clerk|guard|porter|girl|lad|man|woman|people|folk|lady|chap) (?:of|at|from|for|by|with)\s+(?:the\s+)?$"
)
_THE_BIG = re.compile(
    r"\b(?:in|at|from|to|into) (?:the|our|my) (?:big|little|local|new|old|nearest|other|huge|tiny|small|nearby) $"
)
_SERVES_FOR = re.compile(
    r"\b(?:técnico|técnica|empleado|empleada|dependiente|dependienta|conductor|gerente|personal|repartidor|chico|chica|encargado|encargada|atención al cliente|"
    r"technicien|technicienne|employée?|vendeur|vendeuse|conducteur|chauffeur|service client|livreur|personnel|caissière|patron|patronne|conseiller|conseillère|équipe|appli|site|"
    r"techniker|mitarbeiter|mitarbeiterin|fahrer|fahrerin|verkäufer|verkäuferin|kundendienst|monteur|team|hotline|service) (?:de|du|d'|del|de la|de l'|chez|von|bei|der)\s*$"
)
_BEGINS = re.compile(r"(?:^|[.!?:;]\s+|[\"“‘„«]|\n\s*)$")
_PRODUCT = re.compile(
    r"^\s+(?:\w+\s+){0,2}(?:faucet|washer|washing machine|dryer|fridge|freezer|oven|cooker|laptop|phone|printer|camera|vacuum|kettle|toaster|blender|mixer|dishwasher|tv|television|router|bike|car|watch|boots?|shoes?|jacket|backpack|suitcase|pram|stroller|mower|tap|boiler|headphones|speaker|tablet|machine|sofa|mattress|tent)\b"
)
_TRADE_AFTER = re.compile(
    r"^\s+(?:\w+\s)?(?:shop|store|hotel|café|cafe|restaurant|garage|bakery|pharmacy|chemist|clinic|bank|airline|pub|bar|salon|gym|nursery|dealership|bookshop|hospital|school|library|museum|agency|insurance|broadband|energy|delivery)\b"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A name as it stands in the text: what is before it and after it, and what it says of itself."""

    text: str
    phrase: str
    start: int
    before: str
    after: str
    low: str
    folded_after: str
    is_company: bool
    is_person: bool
    has_kind: bool


def score_of(text: str, phrase: str, start: int) -> float:
    """How likely it names a company, shop or thing: what speaks for it, less what speaks against it."""
    before, after = text[max(0, start - 40) : start], text[start + len(phrase) : start + len(phrase) + 40]
    one = _Seen(
        text,
        phrase,
        start,
        before,
        after,
        low=fold(before),
        folded_after=fold(after),
        is_company=is_company(phrase),
        is_person=is_person(phrase),
        has_kind=KIND.search(fold(phrase)) is not None and len(phrase.split()) > 1,
    )
    return _by_itself(one) + _by_what_is_before(one) + _by_what_follows(one)


def _by_itself(one: _Seen) -> float:
    score = 2.0 if one.before.endswith("@") else 0.0
    if one.is_company or any(is_company(part) for part in _heads(one.phrase)):
        score += 3
    if one.has_kind:
        score += 3
    if one.is_person and not one.has_kind:
        owns = re.search(r"['’]s\b", one.text[one.start : one.start + len(one.phrase) + 2])
        score -= 1 if re.search(r"(?:at|from|to)\s+$", one.low) and owns else 5
    if re.search(r"\b[A-Z]?\d+$", one.phrase) and not one.is_company:
        score -= 3
    if fold(one.phrase) in names("media"):
        score -= 6
    if re.match(r"[A-Z][a-z]+[A-Z][a-z]+", one.phrase):
        score += 1.5  # "HeatSure"
    if is_firm(one.phrase):
        score += 2.5
    return score


def _by_what_is_before(one: _Seen) -> float:
    score = 0.0
    if _BEFORE.search(one.low):
        score += 2
    if re.search(r"\b(?:a|an|my|our|new|his|her)\s+$", one.low) and re.match(r"\s+[a-z]{3,}", one.after):
        score += 1.9
    if re.search(r"\b(?:switched|moved|gone over|went over|defected) to\s+$", one.low):
        score -= 2  # away from the one that it is about
    may_be_firm = not _BEGINS.search(one.before) and not one.is_person
    score += by_the_way(
        one.phrase, one.low, one.after, has_kind=one.has_kind, is_company=one.is_company, may_be_firm=may_be_firm
    )
    if _WARNED.search(one.low) and not _BEFORE.search(one.low):
        score += 2
    if INTO.search(one.low):
        score += 2 if ENTERS.search(one.low) or _is_surely_one(one) else -1
    if _SERVES_FOR.search(one.low):
        score += 2.5
    if _THE_BIG.search(one.low):
        score += 2
    if OF_THAT_NAME.search(one.low):
        score += 2.5
    if re.search(r"[A-Z][\w&'’]* at $", one.before):
        score -= 3  # "Noble's at Appleby"
    if _IN_APPOSITION.search(one.low):
        score += 3.5
    if re.search(r"\b(?:was|is|got|bought|had) an?\s+$", one.low) and re.match(r"[.,;!]", one.after):
        score += 1.9
    if re.search(
        r"\b(?:website|site|shop|store|app|company|firm)\b[^.!?,]{3,40},\s+$", one.low
    ) and one.after.startswith(","):
        score += 3
    if re.search(r"\bnot\s+$", one.low):
        score -= 3
    if re.search(r"\b(?:for|about|of The|über|sur|sobre)\s+$", one.before):
        score += 1
    if re.search(r",\s*$", one.low) and not one.has_kind and not one.is_company:
        score -= 1
    return score + _by_its_preposition(one)


def _by_its_preposition(one: _Seen) -> float:
    if not _is_surely_one(one) and is_stop(one.low, one.folded_after):
        return -5.0
    if _has_the(one):
        return 1.4
    if _PART_OF.search(one.low):
        return 2.5
    is_place = re.search(r"\b(?:in|near|of|outside)\s+(?:the\s+)?$", one.low) and not _is_surely_one(one)
    return -2.5 if is_place else 0.0


def _has_the(one: _Seen) -> bool:
    """ "The Crooked Spoon", and not a sentence that begins with it."""
    begins = one.low.endswith(" the ") and one.text[max(0, one.start - 4) : one.start] == "The "
    return bool(re.match(r"The [A-Z]", one.phrase)) or (begins and not _BEGINS.search(one.before[:-4]))


OF_THAT_NAME = re.compile(
    r"\b(?:place|shop|store|company|firm|outfit|site|website|app|brand|business|hotel|restaurant|café|cafe|bar|garage|salon|chain|chippy|takeaway|bakery|pub|bistro|diner|florist|butcher|grocer|jeweller|studio|clinic|outlet|agency|bookshop|caff)(?: in [\w ]{3,20}| near [\w ]{3,20}| on [\w ]{3,20})? (?:called|named)\s+$"
)
_IN_APPOSITION = re.compile(
    rf"\b(?:one|a|an|the|our|my|local|only|another|their)\s+(?:\w+\s+)?(?:{KIND.pattern}|people|firm|maker|makers|supplier|provider|outfit|dealer|agency|manufacturer|chain|insurer|landlord|agents)(?: (?:in|on|at|near|beyond|outside) [\w' ]{{3,25}})?,\s+$"
)
""" "The one bike shop, Beics Dyfi,"."""


def _is_surely_one(one: _Seen) -> bool:
    return one.has_kind or one.is_company or "&" in one.phrase


_HAT = re.compile(r"\s+(?:hat|suit|costume|outfit|accent|jersey)\b")
_CRUMB = re.compile(r"[‹›>»|]\s+(?:[A-Z]{2,4} )?$")
_EVERY_TIME = re.compile(r"\s+(?:every time|any day|all the way|for the win)\b")
""" "Hillcrest every time"."""


def _by_what_follows(one: _Seen) -> float:
    score, after = 0.0, one.folded_after
    is_place = PLACE_AFTER.match(after) is not None
    if one.low.endswith(" a ") and _HAT.match(after):
        score -= 6
    is_topic = _BEGINS.search(one.before) or _CRUMB.search(one.before)
    if _HEADED.match(after) and not one.is_person and is_topic:
        score += 2
    if _AFTER.match(after) and (not is_place or _is_surely_one(one)):
        score += 1.5
    if _EVERY_TIME.match(after) and not one.is_person:
        score += 3.5
    if _TRADE_AFTER.match(after) and not is_place:
        score += 2.5
    if _PRODUCT.match(after):
        score += 1.5
    if _ACTS.match(after) and not one.is_person:
        score += 2
    if is_place:
        score -= 1.5 if _is_surely_one(one) or one.is_person else 4
    if _ACTS_ON.match(after) and not one.is_person:
        score += 2.5
    elif len(one.phrase.split()) == 1 and _BEGINS.search(one.before) and not one.is_company and not _DEALT.match(after):
        score -= 1.2
    return score


def _heads(phrase: str) -> list[str]:
    parts = phrase.split()
    return [" ".join(parts[:count]) for count in range(1, min(4, len(parts) + 1))] + parts[-1:]
