"""The commands. Each module has `HELP`, `add_arguments(parser)`, `run(args) -> exit code`; its name is the word."""

from __future__ import annotations


class Refused(Exception):
    """The command cannot do what was asked. The text says what happened and what to do; it is printed as it is."""
