"""The switch that keeps all outgoing mail back, for the day when something goes wrong."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.channels.mail import queries as mail_queries
from makegood.channels.mail.acts import settings as mail
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told


class HaltForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=300)


@for_admins
def sending(request: HttpRequest) -> HttpResponse:
    """Whether mail leaves; POST with a reason stops it."""
    form = HaltForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "reason"):
            mail.halt(form.cleaned_data["reason"], by=admin_of(request), now=timezone.now())
            say(request, _("No mail leaves now."), undo="/settings/sending/go-on")
            return redirect("settings_sending")
    return show(request, "settings/sending.html", form=form, halted=mail_queries.halted())


@for_admins
def go_on(request: HttpRequest) -> HttpResponse:
    """Mail leaves again."""
    if request.method == "POST":
        mail.go_on(by=admin_of(request), now=timezone.now())
        say(request, _("Mail leaves again."))
    return redirect("settings_sending")
