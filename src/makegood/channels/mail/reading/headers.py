"""The headers of one part, read once into a table."""

from __future__ import annotations

from collections.abc import Iterable

from makegood.channels.mail.reading.words import decoded, readable, unfold

MOST_HEADERS = 2_000
LONGEST_VALUE = 200_000


class Headers:
    """Header values by lower-case name, in the order of the mail. Names may repeat; the first is the topmost."""

    __slots__ = ("_values", "count", "label")

    def __init__(self, pairs: Iterable[tuple[str, str]], label: str = "") -> None:
        self._values: dict[str, list[str]] = {}
        self.count = 0
        # The charset of the mail's body: raw 8-bit headers mostly share it.
        self.label = label
        for name, value in pairs:
            self.count += 1
            if self.count > MOST_HEADERS:
                break
            self._values.setdefault(name.strip().lower(), []).append(value[:LONGEST_VALUE])

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def all(self, name: str) -> list[str]:
        """Every value, unfolded, 8-bit decoded, encoded words as they stand."""
        values = self._values.get(name)
        return [readable(unfold(value), self.label) for value in values] if values else []

    def first(self, name: str) -> str:
        """The topmost value as `all` gives it; "" when there is none."""
        values = self._values.get(name)
        return readable(unfold(values[0]), self.label).strip() if values else ""

    def word(self, name: str) -> str:
        """The topmost value's first token, lower-case: for headers whose values are keywords."""
        return self.first(name).split("(")[0].split(";")[0].strip().lower()

    def text(self, name: str) -> str:
        """The topmost non-empty value as a person reads it; "" when there is none."""
        for value in self._values.get(name, ()):
            text = decoded(value, self.label)
            if text:
                return text
        return ""

    def any_of(self, names: Iterable[str]) -> bool:
        """True when at least one of the names is there."""
        return not self._values.keys().isdisjoint(names)
