"""The `makegood` command: one module of `config/commands/` for each word."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from makegood.config import commands
from makegood.config.commands import Refused

FOREWORD = "Makegood, the service desk that keeps its word."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 when it did what was asked, 1 when not, 2 when the words were wrong."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of libraries to programmers; who runs a desk can do nothing about them
    try:
        if not words or words[0] not in _names():
            return _overview(words)
        _set_up()
        return _run(import_module(f"{commands.__name__}.{words[0]}"), words)
    except Refused as refusal:
        print(f"makegood: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the farewell flush finds a reader
        return 1


def _names() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(commands.__path__)]


def _set_up() -> None:
    """Django is ready, and the settings hold. Raises Refused with what is wrong about them, in words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    import django

    try:
        django.setup()
    except ValueError as error:
        raise Refused(str(error)) from error
    except OSError as error:
        folder = os.path.abspath(os.environ.get("MAKEGOOD_DATA", "data"))
        words = f"The data folder {folder} cannot be used: {error.strerror}. Make it writable, or set MAKEGOOD_DATA."
        raise Refused(words) from error


def _run(command: ModuleType, words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"makegood {words[0]}", description=command.HELP)
    command.add_arguments(parser)
    args = parser.parse_args(words[1:])
    from django.db import DatabaseError

    try:
        code: int = command.run(args)
    except DatabaseError:
        from makegood.config.prepare import refuse_unless_ready

        refuse_unless_ready()  # which says what to do; whatever else it is, is a fault of ours
        raise
    return code


def _overview(words: list[str]) -> int:
    """All commands with their help; also for a word that is none of them."""
    if words and words[0] in ("-h", "--help"):
        _set_up()
        print(_help())
        return 0
    if words:
        print(f"makegood: there is no command {words[0]!r}.", file=sys.stderr)
    print(f"usage: makegood {{{','.join(_names())}}} ...\n\nmakegood --help says what each is for.", file=sys.stderr)
    return 2


def _help() -> str:
    lines = [f"  {name:<10} {import_module(f'{commands.__name__}.{name}').HELP}" for name in _names()]
    return "\n".join([FOREWORD, "", *lines, "", "makegood COMMAND --help says more."])
