"""The first page of the settings, and the company itself."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.phones import regions
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
    region = forms.CharField(max_length=2, required=False)


@for_admins
def company(request: HttpRequest) -> HttpResponse:
    """Name, time zone, currency, and the country of telephone numbers that name none."""
    now = queries.company()
    initial = {one: getattr(now, one) for one in CompanyForm.base_fields} if now else {"zone": "UTC", "currency": "EUR"}
    form = CompanyForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        by, at = admin_of(request), timezone.now()
        region = form.cleaned_data.pop("region")
        with told(form), transaction.atomic():
            acts.change_company(**form.cleaned_data, by=by, now=at)
            acts.set_region(region, by=by, now=at)
            say(request, _("Kept."))
            return redirect("settings_company")
    return show(request, "settings/company.html", form=form, zones=zones(), regions=[("", _("None")), *regions()])
