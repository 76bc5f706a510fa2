"""What kind of company it is: by the words of its name, or in the words of the text."""

from __future__ import annotations

import re
from collections import Counter

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.text import fold

KIND = re.compile(
    r"\b(?:hotel|inn|hostel|motel|resort|lodge|b&b|guesthouse|restaurant|café|cafe|caffè|coffee|bistro|brasserie|pub|arms|bar|grill|kitchen|pizza|pizzeria|"
    r"diner|bakery|bakers|deli|market|markets|supermarket|grocers|store|stores|shop|shops|boutique|books|bookshop|toys|shoes|footwear|fashion|"
    r"furniture|interiors|sofas|beds|kitchens|bathrooms|windows|carpets|hardware|tools|diy|electronics|electrical|appliances|cameras|computers|mobile|telecom|"
    r"phones|broadband|cable|energy|gas|electric|power|water|utilities|bank|banking|insurance|mutual|credit union|building society|airlines?|airways|air|"
    r"rail|railways|trains|buses|coaches|cabs|taxis|travel|tours|holidays|cruises|ferries|car hire|rentals?|rent-a-car|motors|autos?|garage|tyres|tires|"
    r"cycles|bikes|bicycles|outdoors|sports|gym|fitness|spa|salon|hair|barbers|pharmacy|chemists?|opticians|dental|clinic|vets?|surgery|hospital|florists?|flowers|"
    r"garden centre|nurseries|nursery|plumbing|heating|roofing|builders|movers|removals|storage|couriers?|parcels?|express|logistics|delivery|cleaners|"
    r"laundry|tailors|jewell?ers|watches|museum|theatre|theater|cinema|park|zoo|library|council|university|college|school|publishing|press|media|software|"
    r"systems|solutions|group|ltd|limited|inc|llc|plc|gmbh|ag|co|corp|company|sons|brothers|bros|direct|online|supplies|warehouse|outlet|depot|emporium|"
    r"gasthof|gasthaus|pension|apotheke|bäckerei|metzgerei|reisen|möbel|möbelhaus|autohaus|werkstatt|sparkasse|versand|markt|buchhandlung|optik|"
    r"hôtel|auberge|boulangerie|librairie|meubles|assurances?|pharmacie|garage|voyages|banque|farmacia|panadería|zapatería|librería|muebles|"
    r"butchers?|greengrocers|fishmongers|ironmongers|saddlers|upholsterers|joiners|decorators|outfitters|brewers|brewery|winery|vineyard|farms?|seeds?|bulbs|plants|"
    r"assurance|fibre|fiber|networks?|wireless|wines|cheese|chocolates|candles|yarns|fabrics|textiles|crafts|pianos|music|guitars|games|pets?|foods?|organics|teas|"
    r"roasters|cosmetics|skincare|eyewear|lighting|lamps|blinds|flooring|floors|tiles|paints|glass|doors|pools|haulage|freight|shipping|recycling|solicitors|"
    r"homes|properties|lettings|realty|caravans|marine|boats|yachts|aviation|omnibus|trattoria|taverna|steakhouse|barbecue|bbq|creamery|patisserie|teashop|tearooms|"
    r"opticals?|hearing|mattresses|pottery|ceramics|studios?|gallery|digital|technologies|labs|elektro|lichthaus|radhaus|blumen|garten|druckerei|"
    r"agricultural|savings|lines?|fitness|cellar|hut|barn|works|omnibuses|ironmonger|eisenwaren|horlogerie|óptica|autocares|maison|opticiens|galore|club|academy|beauty|kennels|stables|fashions|styles?|threads|"
    r"gärtnerei|baumschule|schreinerei|tischlerei|schneiderei|reinigung|konditorei|brauerei|volksbank|kasse|volkskasse|stadtwerke|verlag|baumarkt|schuhhaus|juwelier|kurier|"
    r"boucherie|fromagerie|cordonnerie|pressing|quincaillerie|mutuelle|transports|opticien|clínica|lavandería|tintorería|carnicería|relojería|electrohogar|reparaciones|mudanzas|telefonía|"
    r"ferretería|tienda|restaurante|taller|banco|seguros|viajes|hostal)\b"
)


def business_in(book: Book, folded: str, text: str) -> str:
    """What kind of company it is, in the words of the text ("the local provider"); "" when none is spoken of."""
    found: list[tuple[str, str]] = []
    for match in book.finds["business"].finditer(folded):
        if _NO_TRADE.match(folded[match.end() :]) or _I_AM_ONE.search(folded[: match.start()]):
            continue  # a bar of chocolate; what the teller is
        found.append((match.group(), text[_with_word_before(folded, match.start()) : match.end()]))
        if len(found) > 60:
            break
    if not found:
        return ""
    counts = Counter(kind for kind, _ in found)
    best = max(counts, key=lambda kind: (counts[kind], -[one for one, _ in found].index(kind)))
    ways = [way for kind, way in found if kind == best]
    owned = [
        way
        for way in ways
        if re.search(
            rf"\b(?:my|our|the|a|an|local|mein\w*|unser\w*|mon|notre|mi|nuestro) {re.escape(fold(way))}", folded
        )
    ]
    return max(owned or ways, key=lambda way: (len(way.split()) > 1, -ways.index(way)))


_NO_TRADE = re.compile(r" (?:of (?!the |my |our )|credits?\b|bills?\b|cards?\b|policy\b|accounts?\b|holidays?\b)")
_I_AM_ONE = re.compile(
    r"\b(?:of mine, an?|of ours, an?|friend, an?|husband, an?|wife, an?|brother, an?|sister, an?|neighbour, an?|neighbor, an?) (?:\w+ )?$|\b(?:i'm|i am|we're|we are|i was|as) (?:an? |the )?(?:\w+ )?$"
)


def _with_word_before(folded: str, start: int) -> int:
    word = re.search(r"([\w-]+) $", folded[max(0, start - 24) : start])
    if not word or word[1] in _SMALL or len(word[1]) < 4 or word[1].endswith("ly"):
        return start
    return start - len(word.group())


_SMALL = frozenset(
    "this that they their from with into same another other such your were what which local nice good great best worst lovely said"
    " called first second last whole every each some many only next about told than then when back never lousy terrible awful horrible own famous favourite favorite awesome amazing wonderful"
    " brilliant excellent fantastic great bloody damn".split()
) - {"local"}  # fmt: skip
