"""All reads about what we know."""

from makegood.articles.queries import centre
from makegood.articles.queries.desk import (
    Judged,
    article_for,
    categories,
    category,
    counted,
    enclosure_for,
    enclosures_of,
    judged,
    may_publish,
    may_write,
    page_for,
    pages_for,
    pages_of,
    versions_of,
)
from makegood.articles.queries.helping import Help, asked_in, helpful, picked, wants_help
from makegood.articles.queries.saved import (
    file_along_for,
    files_along,
    names_along,
    narrowed,
    saved_for,
    saved_reply_for,
    saved_versions_of,
    teams_to_share_with,
)
from makegood.articles.queries.thanking import thanked_for

__all__ = [
    "Help",
    "Judged",
    "article_for",
    "asked_in",
    "categories",
    "category",
    "centre",
    "counted",
    "enclosure_for",
    "enclosures_of",
    "file_along_for",
    "files_along",
    "helpful",
    "judged",
    "may_publish",
    "may_write",
    "names_along",
    "narrowed",
    "page_for",
    "pages_for",
    "pages_of",
    "picked",
    "saved_for",
    "saved_reply_for",
    "saved_versions_of",
    "teams_to_share_with",
    "thanked_for",
    "versions_of",
    "wants_help",
]
