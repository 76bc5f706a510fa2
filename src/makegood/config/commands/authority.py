"""`makegood authority check`: asks a policy about cases, and changes nothing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from makegood.config.commands import Refused

if TYPE_CHECKING:
    from makegood.authority.policy import Policy

HELP = "ask a policy what someone may grant: one JSON case a line on stdin, one answer a line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `makegood authority`."""
    words = parser.add_subparsers(dest="word", required=True, metavar="check")
    check = words.add_parser("check", help="answer cases (action, facts, role, now) from stdin; changes nothing")
    check.add_argument("--policy", metavar="FILE", help="the policy in this file, not the one in force")
    check.add_argument("--cases", metavar="FILE", help="run a file of cases with expected answers instead of stdin")
    check.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """0 when every case was answered (with --cases: as expected); 1 when not, or when the policy is unfit."""
    if args.cases:
        return _try(_policy(args.policy), Path(args.cases), as_json=args.json)
    return _answer(_Policies(args.policy), _lines(), as_json=args.json)


class _Policies:
    """The policy of a file for every case, or for each the one in force at its place and time."""

    def __init__(self, file: str | None) -> None:
        self._fixed = _policy(file) if file else None

    def of(self, case: Any) -> Policy:
        """Raises Refused when no policy is in force then and there."""
        return self._fixed or _in_force(case)


def _policy(file: str | None) -> Policy:
    from makegood.authority.reading import Unfit, read_policy

    if not file:
        return _in_force({})
    try:
        return read_policy(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read: {error}.") from None
    except Unfit as unfit:
        lines = "\n".join(f"  {problem}" for problem in unfit.problems)
        raise Refused(f"{file} is no policy yet:\n{lines}") from None


def _in_force(case: Any) -> Policy:
    """The company's, at the case's place and time; now, where the case names none. Raises Refused."""
    from django.utils import timezone

    from makegood.authority import queries
    from makegood.authority.from_json import now_of, place_of

    location, brand = place_of(case)
    found = queries.in_force(at=now_of(case) or timezone.now(), location=location, brand=brand)
    if found is None:
        raise Refused("No policy is in force then. Publish one in the settings, or name a file: --policy FILE.")
    return queries.policy_of(found)


def _lines() -> Iterator[str | None]:
    """The lines of stdin, whatever they hold. None: a line that is no text."""
    given = getattr(sys.stdin, "buffer", None)
    for number, line in enumerate(given if given is not None else sys.stdin):
        if isinstance(line, str):
            yield line
            continue
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield None


def _answer(policies: _Policies, lines: Iterable[str | None], *, as_json: bool) -> int:
    answered_all = True
    for number, line in enumerate(lines, 1):
        if line is not None and not line.strip():
            continue
        answer = {"error": "This line is not text in UTF-8."} if line is None else _one(policies, line)
        if "error" in answer:
            answered_all = False
            print(f"makegood: line {number}: {_printable(answer['error'])}", file=sys.stderr)
        print(_printable(json.dumps(answer, ensure_ascii=False) if as_json else _spoken(answer)), flush=True)
    return 0 if answered_all else 1


def _printable(text: str) -> str:
    """Half a letter (a lone surrogate) is written as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace").decode()


def _one(policies: _Policies, line: str) -> dict[str, Any]:
    """The answer to one line; `error` when it is no case."""
    from decimal import Decimal

    from makegood.authority.cases import as_contract
    from makegood.authority.from_json import BadCase, read_case
    from makegood.authority.rules import decide

    try:
        given = json.loads(line, parse_float=Decimal, parse_constant=_no_number)
        policy = policies.of(given)
        return as_contract(decide(policy, read_case(given, policy)))
    except (ValueError, RecursionError):
        return {"error": "This line is not JSON."}
    except (BadCase, Refused) as error:
        return {"error": str(error)}


def _no_number(word: str) -> None:
    """NaN and Infinity, which JSON does not have."""
    raise ValueError(word)


def _spoken(answer: dict[str, Any]) -> str:
    return str(answer.get("error") or f"{answer['answer'].replace('_', ' ')}: {answer['why']}")


def _try(policy: Policy, file: Path, *, as_json: bool) -> int:
    from makegood.authority.cases import as_contract, try_all
    from makegood.authority.reading import Unfit, read_cases

    try:
        tried = try_all(policy, read_cases(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read: {error}.") from None
    except Unfit as unfit:
        raise Refused(f"{file} is no file of cases:\n{unfit}") from None
    for one in tried:
        told = as_contract(one.decision) if one.decision else {}
        words = f"{one.wrong or 'as expected'}  [{one.example.name}]"
        print(json.dumps({"case": one.example.name, "wrong": one.wrong, **told}) if as_json else words)
    wrong = sum(bool(one.wrong) for one in tried)
    print(f"{len(tried)} cases, {wrong} wrong", file=sys.stderr)
    return 1 if wrong else 0
