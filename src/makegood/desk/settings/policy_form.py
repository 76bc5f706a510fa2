"""A policy without its file: sentences to choose, blanks to fill, an order, and the answer to a case tried on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.authority import acts, queries
from makegood.authority.from_json import BadCase, read_case
from makegood.authority.models import Version
from makegood.authority.reading import Unfit, read_policy
from makegood.authority.rules import decide
from makegood.authority.sentences import PATTERNS, Entry, Pattern, Said, Sheet, kept, opened, written
from makegood.authority.sentences.patterns import FACT_WORDS, Blank, NotFilled
from makegood.authority.sentences.sheet import defaults
from makegood.authority.words import ANSWERS, role_words
from makegood.base import money
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show

MOST_ROWS = 100
FIRST = {"kinds": "any", "role": "agent", "by": "lead", "fact": "request.reason"}
TRIED = ("kind", "amount", "role", "given", "group", "days", "reason")


@dataclass(frozen=True)
class Row:
    """A sentence of the form as it stands: what was typed into its blanks, and which of them do not fit.

    `entry` is what it was in the file, at the place `at` there; without a pattern it is only there.
    """

    pattern: Pattern | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    at: int | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class Typed:
    """All that was sent, or stands in the file: the head, the rows, and the case to try."""

    sheet: Sheet
    rows: tuple[Row, ...]
    tried: Mapping[str, str]
    problems: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Every blank is filled, and it has a name."""
        return not self.problems and not any(row.wrong for row in self.rows)


@for_admins
def new(request: HttpRequest) -> HttpResponse:
    """A new policy of sentences."""
    return _answered(request, None, Sheet(currency=""))


@for_admins
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The sentences of a version; what they cannot say stays in its file."""
    try:
        version = queries.version(pk)
    except Version.DoesNotExist as error:
        raise Http404 from error
    try:
        sheet = opened(version.text)
    except Unfit:
        say(request, _("Its text is laid out in a way that only its file can show."))
        return redirect("settings_policy", pk)
    return _answered(request, version, sheet)


def _answered(request: HttpRequest, version: Version | None, sheet: Sheet) -> HttpResponse:
    if request.method != "POST":
        rows = tuple(_row_of(at, one) for at, one in enumerate(sheet.entries))
        return _page(request, version, Typed(sheet, rows, dict.fromkeys(TRIED, "")))
    sent = _sent(request.POST, sheet)
    if request.POST.get("written", "") != _stamp(version):
        sent = _beside_another(sent)
    match request.POST.get("do", ""):
        case "try":
            return _page(request, version, sent, asked=_tried(sent))
        case "keep" if sent.is_whole:
            return _keep(request, version, written(_as_sheet(sent)))
        case "keep":
            return _page(request, version, sent, status=422)
    rows = tuple(replace(row, wrong=()) for row in _done(request.POST, sent.rows))
    return _page(request, version, replace(sent, rows=rows, problems=()))


def _keep(request: HttpRequest, version: Version | None, text: str) -> HttpResponse:
    by, now = admin_of(request), timezone.now()
    if version:
        version = acts.rewrite(version, text, version.cases, by=by, now=now)
    else:
        version = acts.write(text, "", by=by, now=now)
    say(request, _("Kept. Try it, then publish it."))
    return redirect("settings_policy", version.pk)


# What was sent


def _sent(posted: Any, sheet: Sheet) -> Typed:
    rows = [_row_sent(posted, key, sheet) for key in posted.getlist("row")[:MOST_ROWS]]
    name, currency = posted.get("name", "").strip()[:200], posted.get("currency", "").strip().upper()
    otherwise = posted.get("otherwise", "")
    problems = [] if name else [_("Give it a name.")]
    if not money.is_currency(currency):
        problems.append(_("The currency is three letters, such as EUR."))
    head = replace(
        sheet,
        name=name,
        currency=currency,
        otherwise=otherwise if otherwise in defaults(sheet.roles) else sheet.otherwise,
    )
    tried = {field: posted.get(f"try-{field}", "").strip()[:200] for field in TRIED}
    return Typed(head, tuple(row for row in rows if row), tried, tuple(problems))


def _stamp(version: Version | None) -> str:
    """When the file was written to which the places of rows belong."""
    return version.written_at.isoformat() if version else ""


def _beside_another(sent: Typed) -> Typed:
    """Somebody changed the file meanwhile: the sentences as they were typed, with what is only in the file now."""
    rows = [replace(row, at=None, entry=None) for row in sent.rows if row.pattern]
    rows += [_row_of(at, entry) for at, entry in enumerate(sent.sheet.entries) if not entry.said]
    words = _("This version was published or changed meanwhile. Look at it again.")
    return replace(sent, rows=tuple(rows), problems=(*sent.problems, words))


def _row_sent(posted: Any, key: str, sheet: Sheet) -> Row | None:
    kind, place = posted.get(f"{key}-kind", ""), posted.get(f"{key}-at", "")
    at = int(place) if place.isdecimal() and int(place) < len(sheet.entries) else None
    entry = None if at is None else sheet.entries[at]
    if kind == "source":
        return None if at is None or entry is None else _row_of(at, entry)
    pattern = PATTERNS.get(kind)
    if pattern is None:
        return None
    typed = {name: posted.get(f"{key}-{name}", "")[:500] for name in pattern.blanks}
    return replace(_checked(pattern, typed, sheet.roles), at=at, entry=entry)


def _checked(pattern: Pattern, typed: Mapping[str, str], roles: tuple[str, ...]) -> Row:
    values, wrong = dict(typed), list[str]()
    for name, blank in pattern.blanks.items():
        try:
            values[name] = kept(blank, typed[name], roles)
        except NotFilled:
            wrong.append(name)
    return Row(pattern, values, tuple(wrong))


def _row_of(at: int, entry: Entry) -> Row:
    if entry.said:
        return Row(entry.said.pattern, entry.said.values, at=at, entry=entry)
    return Row(at=at, entry=entry)


def _done(posted: Any, before: tuple[Row, ...]) -> list[Row]:
    """With a sentence more, one less, or one moved by a place."""
    rows, chosen = list(before), PATTERNS.get(posted.get("pattern", ""))
    word, _dash, place = posted.get("do", "").partition("-")
    if word == "add" and chosen and len(rows) < MOST_ROWS:
        rows.append(Row(chosen, {name: FIRST.get(name, "") for name in chosen.blanks}))
    at = int(place) if place.isdecimal() and int(place) < len(rows) else None
    if at is not None and word == "drop":
        del rows[at]
    to = {"up": -1, "down": 1}.get(word, 0)
    if at is not None and to and 0 <= at + to < len(rows):
        rows[at], rows[at + to] = rows[at + to], rows[at]
    return rows


def _as_sheet(typed: Typed) -> Sheet:
    return replace(typed.sheet, entries=tuple(one for row in typed.rows if (one := _as_entry(row))))


def _as_entry(row: Row) -> Entry | None:
    """As it was in the file, while its blanks are; else under a name of its own words, with the remarks above it."""
    said = Said(row.pattern, row.typed) if row.pattern else None
    if row.entry and said == row.entry.said:
        return row.entry
    return Entry(said, remarks=row.entry.remarks if row.entry else "") if said else None


# The case that is tried


def _tried(typed: Typed) -> dict[str, Any]:
    """What the sentences as they stand answer to the case; `error` while they cannot."""
    if not typed.is_whole:
        return {"error": _("Fill the blanks first; those that are empty or do not fit are marked.")}
    try:
        policy = read_policy(written(_as_sheet(typed)))
        decision = decide(policy, read_case(_case(typed), policy))
    except Unfit as unfit:
        return {"error": str(unfit.problems[0])}
    except BadCase as error:
        return {"error": str(error)}
    return {"error": "", "answer": ANSWERS[decision.answer], "decision": decision}


def _case(typed: Typed) -> dict[str, Any]:
    said, now = typed.tried, timezone.now()
    given = said.get("given", "").replace(",", ".") or "0"
    spans = {f"{row.typed['days']} days" for row in typed.rows if row.pattern and row.pattern.key == "customer"}
    facts: dict[str, Any] = {
        "given": {"customer": dict.fromkeys(spans, given), "agent": {"day": "0"}, "location": {"month": "0"}},
        "customer.group": said.get("group") or None,
        "request.reason": said.get("reason") or None,
    }
    if said.get("days", "").isdecimal():
        facts["order.delivered_at"] = (now - timedelta(days=min(int(said["days"]), 36_500))).isoformat()
    action = {"kind": said.get("kind") or "refund", "currency": typed.sheet.currency}
    amount = said.get("amount", "").replace(",", ".")
    return {
        "action": {**action, "amount": amount or None},
        "facts": facts,
        "role": said.get("role") or "agent",
        "now": now.isoformat(),
    }


# The page


def _page(
    request: HttpRequest,
    version: Version | None,
    typed: Typed,
    *,
    asked: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = show(
        request,
        "settings/policy_form.html",
        version=version,
        stamp=_stamp(version),
        sheet=typed.sheet,
        rows=typed.rows,
        patterns=[(one.key, _as_read(one)) for one in PATTERNS.values()],
        problems=typed.problems if status == 422 or asked else (),
        blanks=Blank,
        fact_words=FACT_WORDS,
        roles=[(role, role_words(role)) for role in typed.sheet.roles],
        defaults=[(one, _default_words(one)) for one in defaults(typed.sheet.roles)],
        tried=typed.tried,
        asked=asked,
    )
    shown.status_code = status
    return shown


def _as_read(pattern: Pattern) -> str:
    """The sentence with dots for its blanks."""
    return "".join(text or "…" for text, _name in pattern.pieces())


def _default_words(answer: str) -> str:
    word, _by, role = answer.partition(" by ")
    named = {"role": role_words(role)}
    match word:
        case "allowed":
            return _("it is allowed")
        case "never":
            return _("it is never allowed")
        case "needs approval":
            return _("it needs a yes from: %(role)s") % named
    return _("only from %(role)s on one may") % named
