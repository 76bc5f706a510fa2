"""Names of people: ours, our customers', and what is likely one. Only capitalised words are names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from makegood.base.masking.finding import Finder, Found, Kind, Known, Why
from makegood.base.tongue import tongue_of

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĽŁŃŇŐŒŘŚŠŞŤŪŮŰŲŹŻŽ"
NAME = rf"[{UPPER}](?:['’][{UPPER}])?[^\W\d_]{{1,30}}(?:-[{UPPER}][^\W\d_]{{1,30}})?"
PARTICLES = "von van de der den del della di da dos du la le zu bin al el ter".split()
PARTICLE = rf"(?:{'|'.join(PARTICLES)}|Mc|Mac|O['’])"
REST = rf"(?:[ ](?:{PARTICLE}[ ]?){{0,2}}(?:{NAME}|[{UPPER}]\.)){{0,3}}"
FULL = rf"{NAME}{REST}"
TITLE = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Pastor|Herrn?|Frau|Fräulein|Familie|Monsieur|Madame|Mademoiselle|Mme|Mlle|MM?|"
    rf"Señora?|Señorita|Sra?|Srta|Don|Doña|Uncle|Aunt|Auntie|Grandma|Grandpa|Onkel|Tante|Oma|Opa|Tía|Tío|Nurse|Officer|Captain|"
    rf"Schwester|Doktor|Doctor|Dra?|Maître|Docteur|Chef)\.?[ ]+(?:(?:Dr|Prof)\.?[ ])?({FULL})"
)
# Words after which a capitalised word is somebody, in each language.
CUES = (
    r"my name is|name is|name was|name's|by the name of|own name,?|names? (?:is|are|was|were)|named|called|(?<!I )I am|I'm|this is|ask(?:ed)? for|spoke (?:to|with)|talk(?:ed)? (?:to|with)|"
    r"served by|helped by|handled by|thanks? to|thanks?,?|thank you,?|kudos to|hats off to|shout-?out to|credit to|cheers to|signed by|"
    r"mein Name ist|heiße|heißt|hieß|heissen|heißen|namens|genannt|ich bin(?: die| der)?|dank an|danke(?: an)?,|lob an|grüße an|(?:war|ist) (?:die|der) (?:liebe|nette)|"
    r"je m['’]appelle|s['’]appelle|s['’]appelait|nommée?|prénommée?|je suis|merci à|grâce à|bravo à|"
    r"me llamo|se llama|se llamaba|llamad[oa]|de nombre|soy|gracias a|a nombre de|au nom de|im Namen von|on behalf of"
)
GREETED = re.compile(
    rf"(?:^|\n)[ \t]*(?i:dear|hello|hi|hey|good (?:morning|afternoon|day|evening)|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|moin|"
    rf"bonjour|bonsoir|chère?|cher|hola|estimad[oa]|querid[oa]|beste|geachte|ciao|gentile),?[ ]+({FULL})(?=[ \t]*(?:[,.!:]|\n|$))"
)
INTRODUCED = re.compile(rf"(?i:\b(?:{CUES}))[ ]+(?:\"|“|‘|„)?({FULL})")
ROLES = (
    r"waiter|waitress|clerk|cashier|manager|agent|technician|engineer|mechanic|assistant|colleague|nurse|driver|courier|receptionist|barista|bartender|"
    r"server|salesman|saleswoman|salesperson|lady|gentleman|guy|chef|husband|wife|son|daughter|friend|brother|sister|mother|father|mum|mom|dad|"
    r"grandson|granddaughter|grandmother|grandfather|niece|nephew|cousin|partner|boss|neighbour|neighbor|supervisor|representative|rep|colleagues|"
    r"Kellner(?:in)?|Verkäufer(?:in)?|Mitarbeiter(?:in)?|Kolleg(?:e|en|in)|Mann|Frau|Sohn|Tochter|Freund(?:in)?|Bruder|Mutter|Vater|Enkel(?:in)?|"
    r"Nachbar(?:in|n)?|Techniker(?:in)?|Monteur(?:in)?|Chef(?:in)?|Fahrer(?:in)?|Berater(?:in)?|Filialleiter(?:in)?|Azubi|Auszubildende[rn]?|Pfleger(?:in)?|Cousine?|Nichte|Neffe|"
    r"vendeu(?:r|se)|serveu(?:r|se)|collègue|mari|femme|fils|fille|amie?|frère|sœur|mère|père|voisine?|technicien(?:ne)?|conseill(?:er|ère)|caissi(?:er|ère)|patronn?e?|"
    r"camarer[oa]|dependient[ea]|compañer[oa]|marido|mujer|hij[oa]|amig[oa]|herman[oa]|madre|padre|vecin[oa]|técnic[oa]|encargad[oa]|jef[ea]|cajer[oa]|niet[oa]|sobrin[oa]"
)
ROLE = re.compile(rf"\b(?:{ROLES}),?[ ](?:\"|“|„)?({FULL})")
SAYS = (
    r"said|says|told|asked|helped|smiled|explained|answered|replied|called back|came|took|gave|fixed|repaired|apologi[sz]ed|offered|listened|noticed|"
    r"knew|wrote|found|brought|went|stayed|spent|remembered|recommended|suggested|replaced|showed|sent|drove|laughed|promised|handled|understood|"
    r"deserves|was (?:so |very |really |extremely )?(?:kind|friendly|helpful|patient|great|wonderful|lovely|amazing|polite|rude)|and (?:his|her) team|"
    r"sagte|meinte|fragte|half|erklärte|kam|nahm|gab|brachte|fand|schickte|rief|hörte|blieb|kümmerte|hat (?:mir|uns|sich|mich|alles)|hatte|war (?:so |sehr |wirklich )?(?:nett|freundlich|hilfsbereit|geduldig|toll)|"
    r"m['’]a|nous a|a (?:tout|dit|pris|été|répondu|trouvé|réparé|su)|était|est (?:venue?|revenue?)|"
    r"me (?:dijo|ayudó|atendió|explicó|llamó|dio|trajo)|nos (?:ayudó|atendió|explicó|dio)|fue (?:muy )?amable|dijo|ayudó|atendió|"
    r"took care|was there|called and|called me|called us|called,|walked|ran|sat|stood|asks|helps|deserve|tried|looked|returned|arrived|stepped in|rang|phoned|waited|carried|checked|made sure|did not|didn't|could not|couldn't|would not|wouldn't"
)
# A noun, in German, where an article or the like stands before it.
THINGS = "".join(
    rf"(?<!\b{one} )"
    for one in "am im der die das dem den des zum zur vom ein eine einen mein meine unser unsere ihr ihre".split()
)
ACTS = re.compile(rf"{THINGS}({FULL})(?=[ ](?:{SAYS})(?![\w]))")
OWNS = re.compile(rf"\b({NAME})['’]s\b(?![ ][{UPPER}])")
SIGNED = re.compile(
    rf"(?:^|\n)[ \t]*(?:[-–—~][ ]?|(?i:(?:kind |best |warm )?regards|cheers|yours(?: \w+)?|sincerely|love|all the best|thanks|(?:viele |liebe |beste |herzliche )?grüße|(?:mit freundlichem |lieben |schönen )?gruß|"
    rf"mit freundlichen grüßen|(?:bien )?cordialement|amicalement|(?:un )?saludos?|un abrazo|atentamente)[,.!]?[ \t]*\n?[ \t]*)({NAME}(?:[ ](?:{NAME}|[{UPPER}]\.)){{0,2}}),?(?=[ \t]*(?:\n|$|[,(]))"
)
# A lone capitalised word after a small one and before "from the …", "at the …", or closing a clause after words of thanks.
FROM = re.compile(rf"(?:(?<=[a-z,] )|(?<=[.!?] ))({NAME})(?=[ ](?:from|at|in|of) (?:the|your|our)[ ][a-z])")
SORRY = re.compile(rf"\b(?i:sorry|thanks|greetings|love|hugs|regards|yours)[^.!?\n]{{0,40}},[ ]({NAME})(?=[.!?\n]|$)")
INITIAL = re.compile(rf"(?<![\w.])(?:[{UPPER}]\.[ ]?){{1,3}}{NAME}\b|\b{NAME}[ ][{UPPER}]\.(?=[ ][^\W{UPPER}_]|[,;]|$)")
PAIR = re.compile(rf"(?<=[^\W\d_][ ])(?<![.!?:][ ])({NAME}(?:[ ]{NAME}){{1,2}})\b")
# In most languages a capitalised word inside a sentence is the name of somebody, or of a thing that has one.
LONE = re.compile(
    rf"(?:(?<=[^\W\d_{UPPER}][ ])|(?<=[,;–-][ ]))([{UPPER}](?:['’][{UPPER}])?[a-zß-öø-ÿāăąćčďđēėęěğģīįķĺľłńňőœŕřśšşťūůűųźżžı]+(?:-[{UPPER}]?[^\W\d_]+)?)(?![\w])"
)
ONE = re.compile(rf"\b({NAME})(?![^\W\d_])({REST})")
BEFORE = 20  # characters between the end of a sentence and the next word are fewer
STARTS = re.compile(r"(?:^|[.!?…:“\"„»\n])[\s\"“„»]*$")
# Capitalised words that begin a pair which is nobody.
COMMON = frozenset(
    """The This That These Those There Then They Their His Her Our Your You We She He It My If When While After Before Because But And Not No Yes
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December
    Christmas Easter New Year Years Day Eve Black Great Good Best Dear North South East West Saint San Los Las Santa Street Road Hotel Restaurant Café Cafe
    Inn Bar House Shop Store Company Customer Service Support Team Center Centre Mall Airport Station Hospital Clinic University School Park Museum
    English German French Spanish American British European Italian Dutch Chinese Japanese Indian Turkish Polish Swiss Austrian
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar März Mai Juni Juli Oktober Dezember Ostern Weihnachten
    Guten Tag Morgen Abend Vielen Dank Herzlichen Liebe Lieber Sehr Ihr Ihre Ihnen Sie Wir Der Die Das Ein Eine Einen Im Am Zum Zur Von Mit Nach Bei Für Ich Es Er
    Als Aber Und Oder Wenn Weil Dann Da So Auch Nur Noch Schon Wie Was Wer Wo Warum Alle Alles Meine Mein Meinen Unser Unsere Diese Dieser Dieses Jeder Jede
    Le La Les Un Une Des Mon Ma Mes Notre Nos Votre Vos Je Tu Il Elle Nous Vous Ils Elles On Ce Cette Merci Bonjour El Los Las Una Mi Mis Su Sus Nuestro
    Yo Ella Ellos Gracias Hola Buenos Buenas Este Esta Muy United States Kingdom Germany France Spain Italy Europe London Paris Berlin Madrid York Hamburg Munich
    München Wien Vienna Internet Google WhatsApp Facebook Instagram Twitter Amazon PayPal Visa Bluetooth Wifi Mercedes Benz Herr Frau Mr Mrs Ms Dr
    Thanks Thank Hello Hi Hey Please Sorry Congratulations Bravo Danke Hallo What Who How Why Where Nothing Everything Somebody Someone Nobody Everyone Anyone One Two Three
    Today Yesterday Tomorrow Now Later Still Even Just Only Every Each Some Any All Both Once Twice Here For From With Without At On In By To Of As Or Nor So Yet
    Heute Gestern Morgen Jetzt Später Sogar Einmal Zweimal Hier Dort Ohne Aus Auf An Über Unter Vor Hinter Zwischen Seit Bis Während Trotzdem Leider Endlich Plötzlich Zuerst
    Problem Sache Team Kundin Kunde Laden Lampe Reparatur Service Ware Verkäufer Verkäuferin Techniker Mann Tochter Sohn Mutter Vater Freund Freundin Jahr Jahre Woche Tage Uhr
    Manager Waiter Waitress Nurse Boss Chef Mum Mom Dad Mother Father Grandma Grandpa Oma Opa God Sir Madam Email Mail Wi-Fi TV Ok OK Okay PhD CEO Mr Mrs Ms Euro Euros Pound Pounds Dollar Dollars Boxing Thanksgiving Hanukkah Ramadan Diwali
    Britain England Scotland Wales Ireland America Australia Canada Austria Switzerland Belgium Netherlands Holland Poland Turkey Portugal Greece Sweden Norway Denmark Finland
    India China Japan Brazil Mexico Amsterdam Brussels Dublin Edinburgh Glasgow Manchester Liverpool Birmingham Leeds Bristol Boston Chicago Rome Milan Barcelona Sevilla Valencia
    Lyon Lille Marseille Bordeaux Toulouse Köln Cologne Frankfurt Stuttgart Leipzig Dresden Zürich Zurich Geneva Genève Prague Warsaw Lisbon Istanbul
    Allemagne Espagne Italie Angleterre Alemania Francia Inglaterra España Noël Pâques Navidad Scottish Irish Welsh Portuguese Greek Russian Arabic Catholic Christian Muslim Jewish
    Internet Online Covid Corona Parts Food Delivery Parcel Order Staff People Prices Shoes Money Nachbarin Nachbar Lieferung Bestellung Rechnung Essen Personal Leute Preise Chat Mail Hotline Stunde Stunden Minute Minuten Tag Tage Wochen Monat Monate Abend Morgen Nacht Filiale Werkstatt Kasse Theke""".split()
)


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Those that are names wherever they stand, and those that are words as well."""
    lines = (Path(__file__).parent / "first_names.txt").read_text(encoding="utf-8").splitlines()
    sure, _, words = " ".join(line for line in lines if not line.startswith("#")).partition("~")
    also = frozenset(words.split())
    return frozenset(sure.split()) - also, also


def again(text: str, taken: Sequence[Found], known: Known) -> Iterator[Found]:
    """The names that were found, wherever else they stand, whole or in part."""
    people = [one for one in taken if one.kind in (Kind.NAME, Kind.STAFF, Kind.CUSTOMER)]
    words: dict[str, Found] = {}
    for one in people:
        for word in re.findall(NAME, one.word):
            if len(word) > 2 and word not in COMMON and word not in known.ours:
                words.setdefault(word, one)
    for found in re.finditer("|".join(map(_whole, sorted(words, key=len, reverse=True))), text) if words else ():
        first = words[found[0]]
        yield Found(found.start(), found.end(), first.kind, Why.AGAIN, found[0], first.agent)


def names_in(names: Iterable[str]) -> frozenset[str]:
    """Each name whole and word by word, as written and as a name is written."""
    words = {word for name in names for word in (name, *re.split(r"[\s@.,_-]+", name))}
    words |= {word.capitalize() for word in words}
    return frozenset(word for word in words if len(word) > 1 and word.lower() not in PARTICLES)


def _staff(text: str, known: Known) -> Iterator[Found]:
    for one in _known(text, list(known.staff)):
        whose = {known.staff[word] for word in one[0].split() if word in known.staff}
        agent = known.staff.get(one[0], whose.pop() if len(whose) == 1 else None)
        yield Found(one.start(), one.end(), Kind.STAFF, Why.OURS, one[0], agent)


def _customers(text: str, known: Known) -> Iterator[Found]:
    for one in _known(text, list(known.customers)):
        yield Found(one.start(), one.end(), Kind.CUSTOMER, Why.THEIRS, one[0])


def _known(text: str, words: Sequence[str]) -> Iterator[re.Match[str]]:
    """Each name that is ours or theirs, with a family name that follows it."""
    there = [word for word in words if len(word) > 1 and word in text]
    if there:
        either = "|".join(map(re.escape, sorted(there, key=len, reverse=True)))
        yield from re.finditer(rf"(?<![\w-])(?:{either})(?:[ ](?:{either}))*(?![\w])", text)


def _titled(text: str, known: Known) -> Iterator[Found]:
    return _groups(TITLE, text, known, Why.TITLE)


def _introduced(text: str, known: Known) -> Iterator[Found]:
    return (one for pattern in (GREETED, INTRODUCED, ROLE) for one in _groups(pattern, text, known, Why.INTRODUCED))


def _signed(text: str, known: Known) -> Iterator[Found]:
    return _groups(SIGNED, text, known, Why.SIGNED)


def _listed(text: str, known: Known) -> Iterator[Found]:
    sure, also = first_names()
    for one in ONE.finditer(text):
        first = one[1].partition("-")[0]
        begins = STARTS.search(text[max(0, one.start() - BEFORE) : one.start()]) is not None
        if first in sure or one[1] in sure or (first in also and (not begins or one[2])):
            yield from _person(text, one.start(), one.end(), known, Why.LISTED)


def _initials(text: str, known: Known) -> Iterator[Found]:
    for one in INITIAL.finditer(text):
        yield from _person(text, one.start(), one.end(), known, Why.LOOKS)


def _acting(text: str, known: Known) -> Iterator[Found]:
    yield from _groups(ACTS, text, known, Why.ACTS)
    yield from _groups(OWNS, text, known, Why.ACTS)
    yield from _groups(FROM, text, known, Why.INTRODUCED)
    yield from _groups(SORRY, text, known, Why.SIGNED)


def _pairs(text: str, known: Known) -> Iterator[Found]:
    return _groups(PAIR, text, known, Why.LOOKS)


def _lone(text: str, known: Known) -> Iterator[Found]:
    """Not in German, which writes every noun like that."""
    return iter(()) if tongue_of(text) == "de" else _groups(LONE, text, known, Why.LOOKS)


def _groups(pattern: re.Pattern[str], text: str, known: Known, why: Why) -> Iterator[Found]:
    for one in pattern.finditer(text):
        yield from _person(text, one.start(1), one.end(1), known, why)


def _person(text: str, start: int, end: int, known: Known, why: Why) -> Iterator[Found]:
    """Without common words at its ends; nothing when nothing is left, or when it is ours and no person."""
    words = list(re.finditer(r"[^\s]+", text[start:end]))
    while words and (words[0][0].rstrip(".") in COMMON or len(words[0][0]) < 2):
        words.pop(0)
    while words and (words[-1][0] in COMMON or words[-1][0].islower()):
        words.pop()
    if not words:
        return
    first, last = start + words[0].start(), start + words[-1].end()
    said = text[first:last]
    if said not in known.ours and not all(word[0] in known.ours for word in words):
        yield Found(first, last, Kind.NAME, why, said)


def _whole(word: str) -> str:
    return rf"(?<![\w-]){re.escape(word)}(?![\w])"


FINDERS: tuple[Finder, ...] = (
    _staff, _customers, _titled, _introduced, _signed, _listed, _initials, _acting, _pairs, _lone,
)  # fmt: skip
