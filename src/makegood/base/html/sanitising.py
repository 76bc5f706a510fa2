"""A customer's HTML made safe to show: what is not in the tables of `allowed` does not pass."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3

from makegood.base.html import allowed
from makegood.base.html.straight import straighten

_TALKS_OF_SCRIPT = re.compile(r"script\s*:|\bon\w+\s*=|[<>]", re.I)
_LONGEST_VALUE = 4_000


def sanitise(html: str) -> str:
    """The same HTML with only allowed tags, attributes, addresses and CSS left. Never raises.

    Links open elsewhere and tell nobody where they came from. What is endless is cut, with a notice.
    """
    return _CLEANER.clean(straighten(html))


def _keep(tag: str, name: str, value: str) -> str | None:
    """The value that may stand, or None when the attribute must go."""
    if name == "src":
        return value if allowed.PICTURE.fullmatch(value.strip()) else None
    if len(value) > _LONGEST_VALUE:
        return None
    if name == "style":
        return keep_style(value) or None
    if name == "href":
        return keep_link(value)
    return keep_words(value)


def keep_words(value: str) -> str | None:
    """The words of an attribute that only says something, or None when they talk of tags or scripts."""
    return None if _TALKS_OF_SCRIPT.search(value) else value


def keep_link(address: str) -> str | None:
    """The address when one may follow it (http, https, mailto, tel), else None."""
    address = address.strip()
    if not allowed.LINK.fullmatch(address):
        return None
    return re.sub(r"(?i)(script):", r"\1%3A", address)


@lru_cache(maxsize=2048)
def keep_style(style: str) -> str:
    """The declarations whose property and value are both allowed, "" when none is."""
    kept = (_keep_declaration(each) for each in style.split(";"))
    return ";".join(each for each in kept if each)


def _keep_declaration(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    name, value = name.strip().lower(), value.strip()
    if name not in allowed.CSS_PROPERTIES or not allowed.CSS_VALUE.fullmatch(value):
        return ""
    return f"{name}:{value}"


_CLEANER = nh3.Cleaner(
    tags=set(allowed.TAGS),
    clean_content_tags=set(allowed.DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in allowed.ATTRIBUTES.items()},
    attribute_filter=_keep,
    url_schemes=set(allowed.SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)
