"""What late orders of a source get by itself: set here, and tried on the last 30 days before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.money import Money, NotMoney, parse
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.rightform import currency
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.orders import queries as orders
from makegood.orders.models import Source
from makegood.people import queries as people
from makegood.people.models import Agent, Location, Team
from makegood.promises.queries import zone_named
from makegood.remedies import acts, queries
from makegood.remedies.models import RemedyKind
from makegood.remedies.queries import Preview
from makegood.remedies.rules import FOR_LATE
from makegood.remedies.wish import Wish
from makegood.watch import queries as watched
from makegood.watch.rules import LONGEST_DAYS, Limits

KINDS = [(kind.value, kind.label) for kind in FOR_LATE]


class GiftForm(forms.Form):
    """From when on, what, worth how much, who bears it, and in whose name."""

    is_on = forms.BooleanField(required=False)
    days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    kind = forms.ChoiceField(choices=KINDS)
    value = forms.CharField(max_length=20)
    bearer = forms.IntegerField(required=False)
    answers_for = forms.IntegerField()

    def clean_value(self) -> Money:
        """The sum in the company's currency."""
        try:
            return parse(self.cleaned_data["value"], currency())
        except NotMoney as error:
            raise forms.ValidationError(str(error)) from error

    def clean_bearer(self) -> Location | None:
        """The place; None: that of the team."""
        pk = self.cleaned_data["bearer"]
        try:
            return people.location(pk) if pk else None
        except Location.DoesNotExist as error:
            raise forms.ValidationError(_("There is no such location.")) from error

    def clean_answers_for(self) -> Agent:
        """Somebody who works here."""
        try:
            return people.agent(self.cleaned_data["answers_for"])
        except Agent.DoesNotExist as error:
            raise forms.ValidationError(_("Choose somebody from the list.")) from error


@for_admins
def late_gift(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: what its late orders get."""
    source = orders.source(pk)
    team = source.team or people.first_team()
    form, found = GiftForm(sent(request), initial=_as_it_is(source)), None
    if request.method == "POST" and form.is_valid():
        with told(form):
            if request.POST.get("do") == "try":
                found = _tried(source, team, form.cleaned_data)
            else:
                _save(request, source, form.cleaned_data)
                say(request, _("Saved."))
                return redirect("settings_late_gift", pk=pk)
    shown = {
        "source": source, "kinds": KINDS, "found": found, "is_watched": watched.rule_of(source) is not None,
        "places": [("", _("the team's place")), *((one.pk, one.name) for one in people.places())],
        "people": queries.may_answer_for(team),
    }  # fmt: skip
    response = show(request, "settings/late_gift.html", form=form, **shown)
    response.status_code = 200 if found else response.status_code
    return response


def _as_it_is(source: Source) -> dict[str, Any]:
    gift = queries.late_gift_of(source)
    if gift is None:
        return {"days": 7, "kind": RemedyKind.VOUCHER, "value": "10"}
    return {"is_on": gift.is_on, "days": gift.days, "kind": gift.kind, "value": f"{gift.money.decimal:f}",
            "bearer": gift.bearer_id or "", "answers_for": gift.answers_for_id}  # fmt: skip


def _save(request: HttpRequest, source: Source, said: dict[str, Any]) -> None:
    acts.set_late_gift(
        source,
        on=said["is_on"],
        days=said["days"],
        kind=said["kind"],
        money=said["value"],
        bearer=said["bearer"],
        answers_for=said["answers_for"],
        by=admin_of(request),
        at=timezone.now(),
    )


def _tried(source: Source, team: Team, said: dict[str, Any]) -> Preview:
    """What it would have given lately."""
    rule, value = watched.setting_of(source), said["value"]
    limits = watched.limits_of(rule) if rule else Limits(since=timezone.localdate())
    return queries.preview(
        source,
        team,
        Wish(said["kind"], value, value, bearer=said["bearer"], reason="late", our_error=True),
        said["answers_for"],
        days=said["days"],
        no_date_days=limits.no_date_days,
        zone=zone_named(team.location.zone),
        at=timezone.now(),
    )
