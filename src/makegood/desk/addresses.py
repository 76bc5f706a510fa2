"""Recipients as a person types them, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from makegood.conversations.letter import Address

_ONE = re.compile(r'(?:"[^"]*"|[^,;\r\n"])+')
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\s*")
_SPECIAL = re.compile(r'[",;<>@()\[\]:\\]')


def read(text: str) -> list[Address]:
    """The addresses in a line such as "Maren Holt <maren@post.example>, mo@post.example". Semicolons part them too."""
    return [one for one in map(_read_one, _ONE.findall(text)) if one.address]


def _read_one(text: str) -> Address:
    named = _NAMED.fullmatch(text)
    if named is None:
        return Address("", text.strip())
    return Address(" ".join(named["name"].replace('"', " ").split()), named["address"].strip())


def written(people: Iterable[Address]) -> str:
    """The same line. Names are in quotes only where they must be."""
    return ", ".join(_one(person) for person in people)


def _one(person: Address) -> str:
    if not person.name or person.name == person.address:
        return person.address
    name = person.name.replace("\\", "").replace('"', "'").replace("<", "").replace(">", "")
    return f'"{name}" <{person.address}>' if _SPECIAL.search(name) else f"{name} <{person.address}>"
