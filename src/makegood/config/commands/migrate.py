"""Brings the database to this version."""

from __future__ import annotations

import argparse

from makegood.config import prepare

HELP = "bring the database to this version of Makegood"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """The tables fit the code, and the first location, team and watch exist."""
    prepare.database(say=print)
    return 0
