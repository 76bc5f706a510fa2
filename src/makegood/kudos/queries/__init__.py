"""All reads about thanks, and about the one question after closing."""

from makegood.kudos.queries.asking import given_in, may_be_asked, may_be_written_to, question_in
from makegood.kudos.queries.reading import (
    Added,
    Card,
    cards,
    get_for,
    giver_of,
    left_at,
    months_thanks,
    new_for,
    person_for,
    place_for,
    places_of,
    table_at,
    tables_for,
    to_name_at,
    to_thank,
    undecided,
    undecided_for,
    visible_to,
)
from makegood.kudos.queries.spotted import Offer, spotted, to_praise
from makegood.kudos.queries.whom import (
    Likely,
    deciders_at,
    is_unnamed,
    leads_of,
    led_by,
    likely,
    may_be_named,
    may_decide,
    stands_over,
)

__all__ = [
    "Added", "Card", "Likely", "Offer", "cards", "deciders_at", "get_for", "given_in", "giver_of",
    "is_unnamed", "leads_of", "led_by", "left_at", "likely", "may_be_asked", "may_be_named",
    "may_be_written_to", "may_decide", "months_thanks", "new_for", "person_for", "place_for", "places_of",
    "question_in", "spotted", "stands_over", "table_at", "tables_for", "to_name_at", "to_praise", "to_thank",
    "undecided", "undecided_for", "visible_to",
]  # fmt: skip
