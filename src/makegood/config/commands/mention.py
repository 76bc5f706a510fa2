"""`makegood mention read`: what pages tell about companies, an episode a line; nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from makegood.config.commands import Refused

if TYPE_CHECKING:
    from makegood.base.places import Place
    from makegood.mentions.reading import Episode

HELP = "Read what pages tell about companies, without storing it."
LARGEST = 10_000_000  # bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood mention`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="read")
    read = verbs.add_parser("read", help="say what pages tell: who, about whom, what went wrong or well")
    read.add_argument("paths", nargs="+", metavar="URL|FILE", help="an address, a file of text or HTML, or -")
    read.add_argument("--json", action="store_true", help="one JSON object an episode and line")


def run(args: argparse.Namespace) -> int:
    """0 when all were read, also those that tell nothing; 1 when one could not be opened."""
    failed = False
    for path in args.paths:
        try:
            episodes = _episodes(path)
        except Refused as why:
            print(f"makegood: {why}", file=sys.stderr)
            failed = True
            continue
        for episode in episodes:
            print(_written(episode) if args.json else _spoken(episode), flush=True)
    return 1 if failed else 0


def _episodes(path: str) -> list[Episode]:
    """What this address, file or standard input tells. Raises Refused."""
    from makegood.channels.social.charsets import text_of
    from makegood.mentions.reading import looks_like_html, read

    text = text_of(*_content(path))
    return read(text, html=looks_like_html(text))


def _content(path: str) -> tuple[bytes, str]:
    """The bytes, and the charset that a server says they are in; "" when nobody says."""
    if path == "-":
        return sys.stdin.buffer.read(LARGEST), ""
    if path.lower().startswith(("http://", "https://")):
        return _fetched(path)
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST), ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Refused(f"{path} could not be opened: {why}.") from error


def _fetched(url: str) -> tuple[bytes, str]:
    """The page at a public address, or at a place inside that an admin named. Raises Refused, saying why."""
    from makegood.channels.social.fetching import fetch

    got = fetch(url, inside=_inside())
    if got.trouble:
        raise Refused(f"{url}: {got.trouble}")
    return got.content, got.charset


def _inside() -> frozenset[Place]:
    """Places in our own network that an admin named; none where there is no database yet."""
    from django.db import DatabaseError

    from makegood.api.queries.webhooks import inside

    try:
        return inside()
    except DatabaseError:
        return frozenset()


def _written(episode: Episode) -> str:
    return json.dumps(episode.as_dict(), ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


def _spoken(episode: Episode) -> str:
    whom = " ".join(filter(None, (episode.about or "somebody", f"({episode.place})" if episode.place else "")))
    short = " ".join(episode.passage.split())
    return f"{episode.teller or 'Somebody'} about {whom}, {episode.valence.value}: {short[:100]}"
