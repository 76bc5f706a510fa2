"""The first page of the settings, and the company itself."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import acts, queries
from makegood.people.rules import zones


class CompanyForm(forms.Form):
    """What is the company's."""

    name = forms.CharField(max_length=200)
    zone = forms.CharField(max_length=64)
    currency = forms.CharField(max_length=3)


@for_admins
def company(request: HttpRequest) -> HttpResponse:
    """Name, time zone, currency."""
    now = queries.company()
    initial = (
        {"name": now.name, "zone": now.zone, "currency": now.currency} if now else {"zone": "UTC", "currency": "EUR"}
    )
    form = CompanyForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.change_company(**form.cleaned_data, by=admin_of(request), now=timezone.now())
            say(request, _("Kept."))
            return redirect("settings_company")
    return show(request, "settings/company.html", form=form, zones=zones())
