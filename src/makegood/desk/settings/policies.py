"""Policies: their versions, the text and cases of one, what it would say, and from when it is in force."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.authority import acts, queries
from makegood.authority.cases import Tried, try_all
from makegood.authority.from_json import BadCase, read_case
from makegood.authority.models import Version
from makegood.authority.reading import Problem, Unfit, read_policy
from makegood.authority.rules import decide
from makegood.authority.words import ANSWERS, role_words
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.rightform import currency
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people.queries import company

NOTHING: dict[str, Any] = {"version": None, "problems": [], "tried": [], "wrong": [], "asked": None}


LARGEST_FILE = 1_600_000  # bytes: four for each of the 400,000 letters that a policy may have


class PolicyForm(forms.Form):
    """The text of a policy and its cases; `starts` is when it is to be in force: empty is at once."""

    text = forms.CharField(max_length=400_000, strip=False)
    cases = forms.CharField(max_length=400_000, strip=False, required=False)
    starts = forms.DateTimeField(required=False)
    case = forms.CharField(max_length=50_000, required=False)

    def __init__(self, request: HttpRequest, *, initial: dict[str, str]) -> None:
        posted = sent(request)
        self.refused: dict[str, str] = {}
        if posted is not None:
            posted = posted.copy()
            for name in ("text", "cases"):
                self._take_in(posted, name, request.FILES.get(f"{name}-file"))
                posted[name] = posted.get(name, "").replace("\r\n", "\n")  # as browsers send lines, and some files
        super().__init__(posted, initial=initial)

    def _take_in(self, posted: Any, name: str, file: Any) -> None:
        """What a file holds stands in the box, in place of what stood there; what cannot be read leaves it as it is."""
        if file is None:
            return
        if file.size > LARGEST_FILE:
            self.refused[name] = _("The file is larger than 1.6 MB. What stands in the box is as it was.")
            return
        raw = file.read()
        try:
            posted[name] = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = {"line": raw[: error.start].count(b"\n") + 1}
            words = _(
                "Line %(line)s is not text in UTF-8. Save the file as UTF-8. What stands in the box is as it was."
            )
            self.refused[name] = words % line

    def clean(self) -> dict[str, Any]:
        """What was wrong with a file stands beside its box."""
        for name, words in self.refused.items():
            self.add_error(name, words)
        return self.cleaned_data


@for_admins
def policies(request: HttpRequest) -> HttpResponse:
    """All versions, and the one that is in force everywhere now."""
    found = queries.in_force(at=timezone.now())
    return show(request, "settings/policies.html", versions=queries.versions(), now_in_force=found)


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new draft, empty, or begun with one of the examples."""
    form = PolicyForm(request, initial=queries.example(request.GET.get("example", "")))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = acts.write(said["text"], said["cases"], by=admin_of(request), now=timezone.now())
        return redirect("settings_policy", made.pk)
    return show(request, "settings/policy.html", form=form, **NOTHING)


@for_admins
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what is wrong with it, what its cases say; keep, publish, or ask it about a case."""
    version = _version(pk)
    form = PolicyForm(request, initial={"text": version.text, "cases": version.cases})
    if request.method == "POST" and form.is_valid():
        said, by, now = form.cleaned_data, admin_of(request), timezone.now()
        if "ask" in request.POST:
            return _page(request, form, version, asked=_asked(said["text"], said["case"]))
        if said["text"] != version.text or said["cases"] != version.cases:
            version = acts.rewrite(version, said["text"], said["cases"], by=by, now=now)
        if "publish" not in request.POST:
            say(request, _("Kept."))
            return redirect("settings_policy", version.pk)
        with told(form):
            acts.publish(version, starts_at=said["starts"] or now, by=by, now=now)
            say(request, _("Published."))
            return redirect("settings_policies")
    return _page(request, form, version)


@for_admins
def usual(request: HttpRequest) -> HttpResponse:
    """What is usually given is in force from now on: an agent 50, a lead 150, and so on, in the company's currency."""
    if request.method == "POST" and queries.in_force(at=timezone.now()) is None:
        by, now, found = admin_of(request), timezone.now(), queries.usual(currency(), _zone())
        acts.publish(acts.write(found["text"], found["cases"], by=by, now=now), starts_at=now, by=by, now=now)
        say(request, _("Published. Everyone sees now what they may give; change the sums to yours when you like."))
    return redirect("settings_policies")


@for_admins
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is in force no longer."""
    if request.method == "POST":
        acts.end(_version(pk), by=admin_of(request), now=timezone.now())
        say(request, _("It is in force no longer."))
    return redirect("settings_policies")


def _zone() -> str:
    """Where the company counts its days."""
    house = company()
    return house.zone if house else "UTC"


def _version(pk: int) -> Version:
    try:
        return queries.version(pk)
    except Version.DoesNotExist as error:
        raise Http404 from error


def _page(
    request: HttpRequest, form: PolicyForm, version: Version, asked: dict[str, Any] | None = None
) -> HttpResponse:
    problems, tried = _looked_at(version)
    if tried and asked is None:
        form.initial["case"] = json.dumps(dict(tried[0].example.case), default=float, ensure_ascii=False)
    wrong = [one for one in tried if one.wrong]
    lines = version.text.splitlines()
    shown = [{"problem": one, "text": lines[one.line - 1] if one.line <= len(lines) else ""} for one in problems]
    values = {"version": version, "problems": shown, "tried": tried, "wrong": wrong, "asked": asked}
    return show(request, "settings/policy.html", form=form, **values)


def _looked_at(version: Version) -> tuple[list[Problem], list[Tried]]:
    """What is wrong with its text, or else what its cases say."""
    try:
        return [], try_all(queries.policy_of(version), queries.cases_of(version))
    except Unfit as unfit:
        return unfit.problems, []


def _asked(text: str, case: str) -> dict[str, Any]:
    """Why one may, or may not, in the case, by what stands in the box."""
    try:
        read = read_policy(text)
        decision = decide(read, read_case(json.loads(case, parse_float=Decimal), read))
    except Unfit as unfit:
        return {"error": str(unfit.problems[0])}
    except (ValueError, RecursionError):
        return {"error": _("This is not JSON.")}
    except BadCase as error:
        return {"error": str(error)}
    by = role_words(decision.by) if decision.by else ""
    return {"error": "", "answer": ANSWERS[decision.answer], "by": by, "decision": decision}
