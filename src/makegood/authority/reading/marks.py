"""YAML with its lines: each part knows where it stands, scalars are what their field takes them for. Pure.

Nothing is guessed by YAML's own rules (a Norway that becomes a no, a 1.10 that becomes 1.1), no tag makes an object,
and nothing is repeated by an alias.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.authority.conditions.values import as_number

LARGEST = 400_000


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which line, counted from 1, in which field, and what, in words."""

    line: int
    field: str
    words: str

    def __str__(self) -> str:
        about = {"line": self.line, "field": self.field, "words": self.words}
        return (_("line %(line)s, %(field)s: %(words)s") if self.field else _("line %(line)s: %(words)s")) % about


class Unfit(Exception):
    """The file is no policy; `problems` are all that is wrong, in the order of lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: one.line)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Part:
    """A part of the file: a text, a list or a group of fields, with its place."""

    node: yaml.Node
    field: str
    problems: list[Problem]

    @property
    def line(self) -> int:
        """Where it begins, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def first_line(self) -> int:
        """Where the text itself begins: below the bar, when it is a block."""
        return self.line + (1 if getattr(self.node, "style", None) in ("|", ">") else 0)

    def wrong(self, words: str, *, line: int = 0) -> None:
        """Note what is wrong here."""
        self.problems.append(Problem(line or self.line, self.field, words))

    # What it may be

    def is_text(self) -> bool:
        """One value, whatever its kind."""
        return isinstance(self.node, yaml.ScalarNode)

    def is_list(self) -> bool:
        """A list of parts."""
        return isinstance(self.node, yaml.SequenceNode)

    def is_group(self) -> bool:
        """Fields with their parts."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self) -> str:
        """The text as it stands; "" with a note when it is none."""
        if not self.is_text():
            self.wrong(_("This takes one text, not a list or a group of fields."))
            return ""
        return str(self.node.value).strip()

    def texts(self) -> list[str]:
        """A list of texts; one text alone is a list of one."""
        return [part.text() for part in self.parts()]

    def parts(self) -> list[Part]:
        """The parts of a list; a part that is no list stands for a list of itself."""
        if not isinstance(self.node, yaml.SequenceNode):
            return [self]
        return [Part(node, self.field, self.problems) for node in self.node.value]

    def fields(self, allowed: tuple[str, ...] | None = None) -> dict[str, Part]:
        """The group's fields; notes one that is there twice, or that is none of those allowed (None: any)."""
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong(_("This takes fields, each with a colon and a value."))
            return {}
        found: dict[str, Part] = {}
        for key, value in self.node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            part = Part(value, f"{self.field}: {name}" if self.field else name, self.problems)
            at = Part(key, part.field, self.problems)
            if not name or name in found:
                at.wrong(
                    _("%(name)s stands here twice.") % {"name": name} if name else _("A field's name is one word.")
                )
            elif allowed is not None and name not in allowed:
                at.wrong(_unknown(name, allowed))
            else:
                found[name] = part
        return found

    def value(self) -> Any:
        """As JSON has it: texts in quotes are texts, plain ones may be numbers, true, false or null."""
        if isinstance(self.node, yaml.MappingNode):
            return {name: part.value() for name, part in self.fields().items()}
        if isinstance(self.node, yaml.SequenceNode):
            return [part.value() for part in self.parts()]
        text, is_plain = str(self.node.value), getattr(self.node, "style", None) is None
        if not is_plain:
            return text
        if text in ("true", "false", "null", "~", ""):
            return {"true": True, "false": False}.get(text)
        number = as_number(text)
        return text if number is None else number


def _unknown(name: str, allowed: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, allowed, n=1)
    meant = " " + _("Is %(near)s meant?") % {"near": near[0]} if near else ""
    about = {"name": name, "meant": meant, "choices": ", ".join(allowed)}
    return _("There is no field %(name)s here.%(meant)s There are: %(choices)s.") % about


def parse(text: str) -> Part:
    """The whole file as one part. Raises Unfit when it is no YAML at all."""
    if len(text) > LARGEST:
        raise Unfit([Problem(1, "", _("The file is longer than %(largest)s letters.") % {"largest": LARGEST})])
    try:
        for event in _events(text):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Unfit([Problem(event.start_mark.line + 1, "", _("Write it out: & and * are not used here."))])
            if getattr(event, "tag", None):
                raise Unfit(
                    [Problem(event.start_mark.line + 1, "", _("Leave out what begins with an exclamation mark."))]
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unfit([Problem(line, "", _layout(str(error.problem)))]) from None
    except (yaml.YAMLError, RecursionError):
        raise Unfit([Problem(1, "", _("This is not a text that YAML allows."))]) from None
    if node is None:
        raise Unfit([Problem(1, "", _("The file is empty."))])
    return Part(node, "", [])


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


def _layout(problem: str) -> str:
    known = next((words for said, words in HINTS.items() if said in problem), "")
    hint = _(known) if known else _("YAML says: %(problem)s.") % {"problem": problem}
    return _("This is not laid out as YAML. %(hint)s") % {"hint": hint}


HINTS = {
    "mapping values are not allowed": noop(
        "A text with a colon and a space in it, such as a ? b : c, stands in quotes."
    ),
    "found character '\\t'": noop("Indent with spaces, not with tabs."),
    "expected <block end>": noop("This line is indented otherwise than those beside it, or goes on after a quote."),
    "expected ',' or": noop("Between braces or brackets, a text with , : { } [ or ] in it stands in quotes."),
    "could not find expected ':'": noop("A field is a word, a colon and a space."),
}
