"""Partner companies: who they are, how they are reached, and the end of working with them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.handoffs.acts.leaving import end_partner
from makegood.people import acts, queries
from makegood.people.acts.partners import PartnerCard
from makegood.people.models import Partner
from makegood.people.rules import zones


class PartnerForm(forms.Form):
    """What an admin says of a partner; addresses stand one a line."""

    name = forms.CharField(max_length=120)
    addresses = forms.CharField(max_length=4000, widget=forms.Textarea)
    zone = forms.CharField(max_length=64)
    language = forms.CharField(max_length=12)
    about = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)

    @property
    def card(self) -> PartnerCard:
        """The same as the act wants it."""
        said = self.cleaned_data
        addresses = said["addresses"].replace(",", "\n").replace(";", "\n").splitlines()
        return PartnerCard(said["name"], addresses, said["zone"], said["language"], said["about"])


@for_admins
def partners(request: HttpRequest) -> HttpResponse:
    """All of them."""
    has_links = bool(settings.PUBLIC_URL)
    return show(request, "settings/partners.html", partners=queries.partners(), has_links=has_links)


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    company = queries.company()
    form = PartnerForm(sent(request), initial={"zone": company.zone if company else "UTC", "language": "en"})
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.add_partner(form.card, by=admin_of(request), now=timezone.now())
            return redirect("settings_partners")
    return _one(request, form, None)


@for_admins
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """How one is known and reached."""
    found = queries.partner(pk)
    known = {name: getattr(found, name) for name in ("name", "zone", "language", "about")}
    form = PartnerForm(sent(request), initial=known | {"addresses": "\n".join(found.addresses)})
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.change_partner(found, form.card, by=admin_of(request), now=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_partners")
    return _one(request, form, queries.partner(pk))


@for_admins
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """We work with them no more, or again."""
    found = queries.partner(pk)
    if request.method == "POST" and request.POST.get("way") == "again":
        acts.switch_partner(found, on=True, by=admin_of(request), now=timezone.now())
    elif request.method == "POST":
        count = end_partner(found, by=admin_of(request), now=timezone.now())
        say(request, _("Ended. %(count)s things came back to their owners.") % {"count": count})
    return redirect("settings_partner", pk)


def _one(request: HttpRequest, form: PartnerForm, found: Partner | None) -> HttpResponse:
    return show(request, "settings/partner.html", form=form, partner=found, zones=zones(), languages=settings.LANGUAGES)
