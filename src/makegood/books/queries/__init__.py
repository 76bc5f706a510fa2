"""All reads of the books. What a page shows begins with `sight`: whose accounts the agent may see."""

from makegood.books.queries.costs import Cost, Dimension, costs
from makegood.books.queries.rows import PAGE, Booked, csv_rows, legs_of, page_of
from makegood.books.queries.sight import Sight, places_in, sight
from makegood.books.queries.standing import Owed, Shelf, balances, closed_until, closings, owed_between, shelves

__all__ = [
    "PAGE",
    "Booked",
    "Cost",
    "Dimension",
    "Owed",
    "Shelf",
    "Sight",
    "balances",
    "closed_until",
    "closings",
    "costs",
    "csv_rows",
    "legs_of",
    "owed_between",
    "page_of",
    "places_in",
    "shelves",
    "sight",
]
