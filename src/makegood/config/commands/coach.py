"""`makegood coach check`: reads replies for habits that hurt, and changes nothing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from makegood.config.commands import Refused

HELP = "read replies for habits that hurt: one JSON object (id, text) a line on stdin, one answer a line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood coach`."""
    words = parser.add_subparsers(dest="word", required=True, metavar="check")
    check = words.add_parser(
        "check", help="answer each line (id, text; also asked, known, language) from stdin; changes nothing"
    )
    check.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """0 when every line was read; 1 when one of them was no reply, and its answer says why."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # a byte that is no UTF-8 spoils its own line alone
    return _answer(sys.stdin, as_json=args.json)


def _answer(lines: Iterable[str], *, as_json: bool) -> int:
    read_all = True
    for line in lines:
        answer = _one(line)
        read_all = read_all and "error" not in answer
        print(_written(answer) if as_json else _spoken(answer), flush=True)
    return 0 if read_all else 1


def _one(line: str) -> dict[str, Any]:
    """The answer to one line; `error` says what is wrong with it."""
    from makegood.coach.rules import check

    given: Any = None
    try:
        given = json.loads(line)
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise Refused('This line is no object with a "text": {"id": "1", "text": "…"}.')
        flags = check(given["text"], _around(given))
    except (ValueError, RecursionError):
        return {"id": None, "flags": [], "error": "This line is not JSON."}
    except Refused as why:
        return {"id": given.get("id") if isinstance(given, dict) else None, "flags": [], "error": str(why)}
    told = [{"kind": one.kind, "phrase": one.phrase, "why": one.why, "better": one.better} for one in flags]
    return {"id": given.get("id"), "flags": told}


def _around(given: dict[str, Any]) -> Any:
    """What the line says of the reply beside its words. Raises Refused."""
    from makegood.coach.kinds import Around

    asked, language = given.get("asked") or "", given.get("language") or ""
    if not isinstance(asked, str) or not isinstance(language, str):
        raise Refused('"asked" and "language" are texts.')
    return Around(asked=asked, language=language, known=_known(given.get("known")))


def _known(given: Any) -> dict[str, str] | None:
    """What we know, by name: an object, or a list of things said. None when nobody says."""
    if given is None:
        return None
    if isinstance(given, dict):
        return {str(name): str(value) for name, value in given.items() if value not in (None, "", False)}
    if isinstance(given, list):
        return {str(one): "" for one in given}
    if isinstance(given, str):
        return {given: ""}
    raise Refused('"known" is an object of facts, or a list of them.')


def _written(answer: dict[str, Any]) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    return text if text.isascii() or _is_clean(text) else json.dumps(answer)


def _is_clean(text: str) -> bool:
    """It holds no half of a surrogate pair, which no terminal can take."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _spoken(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return f"{answer['id']}: {answer['error']}"
    said = [f"  {one['kind']}: “{one['phrase']}” {one['why']} Better: {one['better']}" for one in answer["flags"]]
    return "\n".join([f"{answer['id']}: {'nothing to change' if not said else ''}".rstrip(), *said])
