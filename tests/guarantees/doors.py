"""Every address that the desk answers, found by walking the URLconf: a new one is tried without being named here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")
NAMED = re.compile(r"\(\?P<(\w+)>[^()]*\)")


@dataclass(frozen=True)
class Door:
    """One address; what stands in braces is to be filled in."""

    path: str
    names: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.path

    def filled(self, **values: object) -> str:
        """The address with these values, and 1 for what is not named."""
        return "/" + self.path.format(**{name: values.get(name, 1) for name in self.names})


def doors() -> list[Door]:
    """All of them, in order."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Door]:
    for pattern in patterns:
        path = prefix + _as_path(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Door(path, tuple(re.findall(r"\{(\w+)\}", path)))


def _as_path(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    if hasattr(pattern.pattern, "converters") and not route.startswith("^"):
        return CONVERTED.sub(r"{\2}", route)
    plain = NAMED.sub(r"{\1}", route.removeprefix("^").removesuffix("$").removesuffix("\\Z"))
    return plain.replace("/?", "").replace("\\", "")
