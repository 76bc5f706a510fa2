"""The fairness report in words, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from makegood.base.cells import cell
from makegood.conversations.models import Channel
from makegood.mentions.reach.queries import Band
from makegood.reports.fairness.queries import Fairness
from makegood.reports.fairness.rules import Asked, Finding, Group, Of, Verdict
from makegood.reports.words import length


def headings() -> dict[Of, str]:
    """By what cases are told apart, as headings."""
    return {
        Of.CHANNEL: _("By the way they came"),
        Of.LOCATION: _("By location"),
        Of.LANGUAGE: _("By language"),
        Of.VALUE: _("By what they had bought in the year before"),
        Of.REACH: _("By how many heard it"),
    }


def names() -> dict[Asked, str]:
    """What is compared, as headings."""
    return {
        Asked.FIRST: _("First reply, half within"),
        Asked.SOLVED: _("Solution, half within"),
        Asked.GIVEN: _("Something given"),
        Asked.KEPT: _("Every promise kept"),
    }


def group(report: Fairness, of: Of, key: str) -> str:
    """The name of a group."""
    if of is Of.CHANNEL:
        return str(Channel(key).label)
    if of is Of.LOCATION:
        return report.places[key]
    if of is Of.LANGUAGE:
        return _language(key)
    if of is Of.REACH:
        return _reach(key)
    return _bought(report, key)


def _reach(key: str) -> str:
    return {
        Band.FEW.value: _("said where fewer than 1,000 follow"),
        Band.SOME.value: _("said where fewer than 100,000 follow"),
        Band.MANY.value: _("said where more follow"),
    }.get(key, _("said to us"))


def _language(key: str) -> str:
    if not key:
        return _("not clear, or by phone")
    try:
        return str(get_language_info(key)["name_translated"])
    except KeyError:
        return key


def _bought(report: Fairness, key: str) -> str:
    if report.bounds is None or key == "none":
        return _("nothing that we know of")
    least, middle = (one.in_words() for one in report.bounds)
    if key == "least":
        return _("for up to %(sum)s") % {"sum": least}
    if key == "middle":
        return _("for more than %(least)s, up to %(middle)s") % {"least": least, "middle": middle}
    return _("for more than %(sum)s") % {"sum": middle}


def figure(asked: Asked, value: float | None) -> str:
    """A median or one case's time; a share of a hundred; "–" for neither."""
    if value is None:
        return "–"
    if asked.is_time:
        return length(timedelta(minutes=value), is_working=True)
    return _("%(count)d %%") % {"count": round(100 * value)}


def verdict(asked: Asked, one: Finding) -> str:
    """What can be said, in a few words."""
    if one.verdict is Verdict.FEW:
        return _("too few to compare")
    if one.verdict is Verdict.ALIKE:
        return _("as in like cases")
    if one.verdict is Verdict.UNSURE:
        return _("cannot be told yet")
    is_more = one.verdict is Verdict.MORE
    if asked.is_time:
        return _("longer than in like cases") if is_more else _("sooner than in like cases")
    return _("more often than in like cases") if is_more else _("less often than in like cases")


def beside(asked: Asked, one: Finding) -> str:
    """How far it differs from like cases, and between what the truth lies with 95 %; "" when nothing was compared."""
    if one.effect is None:
        return ""
    size, low, high = (round(100 * part) for part in (one.effect.size, one.effect.low, one.effect.high))
    if asked.is_time:
        said = {"size": size, "low": max(low, 0), "high": min(high, 100)}
        return _("the longer in %(size)d of 100 pairs (%(low)d to %(high)d)") % said
    return _("%(size)s of 100 (%(low)s to %(high)s)") % {
        "size": _signed(size),
        "low": _signed(low),
        "high": _signed(high),
    }


def _signed(count: int) -> str:
    return f"+{count}" if count > 0 else f"\N{MINUS SIGN}{-count}" if count < 0 else "0"


def reads(report: Fairness, of: Of) -> list[str]:
    """Each difference that can be said to be there, a sentence each. Empty: none."""
    return [
        _("%(group)s: %(what)s, %(verdict)s.")
        % {"group": group(report, of, one.key), "what": plain(asked), "verdict": verdict(asked, finding)}
        for one in report.found[of]
        for asked, finding in one.findings.items()
        if finding.verdict in (Verdict.MORE, Verdict.LESS)
    ]


def plain(asked: Asked) -> str:
    """What is compared, within a sentence."""
    return {
        Asked.FIRST: _("first reply"),
        Asked.SOLVED: _("solution"),
        Asked.GIVEN: _("something given"),
        Asked.KEPT: _("every promise kept"),
    }[asked]


def as_csv(report: Fairness) -> str:
    """One line a group and question. Times are minutes of working time, shares of 100; small groups are left out."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [
            _("By"), _("Group"), _("What"), _("Cases"), _("Figure"), _("Beside like cases"), _("From"), _("To"),
            _("Verdict"),
        ]
    )  # fmt: skip
    for of, groups in report.found.items():
        for one in groups:
            table.writerows(_lines(report, of, one))
    return out.getvalue()


def _lines(report: Fairness, of: Of, one: Group) -> Sequence[Sequence[object]]:
    name = cell(group(report, of, one.key))
    return [
        [
            of.value,
            name,
            asked.value,
            finding.cases,
            "" if finding.figure is None else round(finding.figure if asked.is_time else 100 * finding.figure, 1),
            *_effect(finding),
            finding.verdict.value,
        ]
        for asked, finding in one.findings.items()
    ]


def _effect(one: Finding) -> list[object]:
    if one.effect is None:
        return ["", "", ""]
    return [round(100 * part, 1) for part in (one.effect.size, one.effect.low, one.effect.high)]
