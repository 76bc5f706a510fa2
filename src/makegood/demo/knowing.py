"""What the invented company knows: ten articles, two in German too, one for its own people; and eight saved replies."""

from __future__ import annotations

from datetime import datetime

from makegood.articles import acts
from makegood.articles.acts import Saved
from makegood.articles.models import Audience, Category
from makegood.articles.rules import Draft
from makegood.demo.company import Company

ARTICLES = [
    (
        "Orders",
        Draft(
            "Where is my parcel?",
            "Every parcel has a link in the mail that we send when it leaves us. If nothing moved "
            "for **three days**, write to us: we ask the carrier, and you need not.",
            "tracking shipped arrive delivery late",
        ),
    ),
    (
        "Orders",
        Draft(
            "How long does delivery take?",
            "| To | Days |\n|---|---|\n| the Netherlands, Belgium, Germany | 2 to 3 |\n| the rest of "
            "Europe | 5 to 7 |\n\nFurniture comes by appointment.",
            "shipping time",
        ),
    ),
    (
        "Orders",
        Draft(
            "Changing or cancelling an order",
            "Until it leaves our stockroom, mostly within two hours, answer the mail about it and "
            "say what you want instead.",
            "cancel amend",
        ),
    ),
    (
        "When something is wrong",
        Draft(
            "Something arrived broken",
            "We are sorry. Send us a photo of it. You need not send it back, and need not prove "
            "anything: a new one leaves us the same day.",
            "damaged chipped cracked shattered lid",
        ),
    ),
    (
        "When something is wrong",
        Draft(
            "Sending something back",
            "1. Ask us for a label; it is free.\n2. Put it on the box it came in.\n3. Hand it in at "
            "any post office within sixty days.\n\nThe money is back within five working days.",
            "return refund exchange",
        ),
    ),
    (
        "When something is wrong",
        Draft(
            "My lamp flickers",
            "Turn the bulb a little tighter first. Dimmers that were made for old bulbs make LEDs "
            "flicker: use ours. If it goes on, we replace the lamp.",
            "flickering blinking dimmer",
        ),
    ),
    (
        "Care",
        Draft(
            "Rust on cast iron",
            "Rub it off with salt and a little oil. Then season it again: oil it thinly, and leave "
            "it in the oven for an hour at 200 degrees.",
            "casserole pan seasoning rusty",
        ),
    ),
    (
        "Care",
        Draft(
            "Does the kettle work on induction?",
            "Yes, every Tidewater kettle does. Boil it out with vinegar once a month where water is hard.",
            "stove hob limescale",
        ),
    ),
    (
        "Care",
        Draft(
            "Spare parts, for as long as we are here",
            "Lids, handles, switches, hinges, feet: of everything that we ever sold. They cost nothing but postage.",
            "replacement part repair lid handle",
        ),
    ),
]
GERMAN = {
    "Where is my parcel?": Draft(
        "Wo ist mein Paket?",
        "Jedes Paket hat einen Link in der Mail, die wir schicken, wenn es uns verlässt. Hat "
        "sich **drei Tage** nichts bewegt, schreiben Sie uns: Wir fragen den Boten.",
        "Lieferung Sendung verfolgen Versand",
    ),
    "Something arrived broken": Draft(
        "Etwas kam zerbrochen an",
        "Das tut uns leid. Schicken Sie uns ein Foto. Zurücksenden müssen Sie nichts: Noch am "
        "selben Tag geht ein neues Stück auf den Weg.",
        "kaputt beschädigt Scherben",
    ),
}
OURS = Draft(
    "When a lid is broken",
    "Casserole lids lie on shelf 4 in Online's stockroom. Send one without asking for the "
    "old one; book it as goodwill.",
    "casserole spare",
)
CATEGORIES = {"Orders": "Bestellungen", "When something is wrong": "Wenn etwas nicht stimmt", "Care": "Pflege"}
REPLIES = [
    Saved(
        "It left today",
        "Dear {customer},\n\nyour order {order} left us today. The link in the mail of this "
        "evening shows where it is.\n\n{agent}",
        "Orders",
        "shipped sent parcel",
    ),
    Saved(
        "We look for it",
        "Dear {customer},\n\nyou should have had it by now. We ask the carrier, and tell you by "
        "{due} what we know.\n\n{agent}",
        "Orders",
        "lost late parcel",
    ),
    Saved(
        "A label for the way back",
        "Dear {customer},\n\nhere is the label. Any post office takes it, in the box that it "
        "came in. Your money is back five working days after it reached us.\n\n{agent}",
        "Orders",
        "return refund",
    ),
    Saved(
        "A new one, keep the old",
        "Dear {customer},\n\nit should not have reached you like that, and I am sorry. A new one "
        "leaves us today; keep the old one, or throw it away.\n\n{agent}",
        "When something is wrong",
        "broken damaged replacement",
    ),
    Saved(
        "Please send a photo",
        "Dear {customer},\n\nwould you send me a photo of it? Then I see which part it is, and "
        "send the right one.\n\n{agent}",
        "When something is wrong",
        "picture damaged",
    ),
    Saved("Our word", "We promised you: {promise}, by {due}. That holds.", "Words", "promise due"),
    Saved(
        "Thank you for telling us",
        "Dear {customer},\n\nthank you for telling us. I passed it on to who can change it.\n\n{agent}",
        "Words",
        "praise feedback",
    ),
    Saved(
        "Who has it now",
        "Dear {customer},\n\n{agent_full} of {company} has your matter {number} now. You reach "
        "me by answering this mail.\n\n{agent}",
        "Words",
        "handed over",
    ),
]


def write_articles(company: Company, *, now: datetime) -> None:
    """It is published, and at hand while somebody answers."""
    lead, writer = company.agents["tove"], company.agents["ana"]
    sorted_under: dict[str, Category] = {}
    for place, (name, german) in enumerate(CATEGORIES.items()):
        sorted_under[name] = acts.sort(None, {"en": name, "de": german}, place=place, by=lead, at=now)
    for name, draft in ARTICLES:
        page = acts.begin(draft, language="en", category=sorted_under[name], by=writer, at=now)
        acts.publish(page, by=lead, at=now)
        if draft.title in GERMAN:
            said = acts.translate(page.article, GERMAN[draft.title], language="de", by=writer, at=now)
            acts.publish(said, by=lead, at=now)
    acts.publish(acts.begin(OURS, language="en", audience=Audience.AGENTS, by=writer, at=now), by=lead, at=now)
    for reply in REPLIES:
        acts.save(reply, team=company.teams["online"], by=writer, at=now)
