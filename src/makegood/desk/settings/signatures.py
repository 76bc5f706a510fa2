"""What stands under answers: one signature a mailbox; each agent's own is theirs to write."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.page import agent_of, say
from makegood.desk.settings.page import admin_of, for_admins, show
from makegood.people import acts, queries


class SignatureForm(forms.Form):
    """The words."""

    signature = forms.CharField(max_length=4000, required=False)


@for_admins
def signatures(request: HttpRequest) -> HttpResponse:
    """Every mailbox with what stands under its answers, and how an answer ends then."""
    return show(request, "settings/signatures.html", mailboxes=queries.mailboxes(), own=agent_of(request).signature)


@for_admins
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """One mailbox's signature."""
    form = SignatureForm(request.POST)
    if request.method == "POST" and form.is_valid():
        mailbox = queries.mailbox(pk)
        acts.sign_mailbox(mailbox, form.cleaned_data["signature"], by=admin_of(request), now=timezone.now())
        say(request, _("The signature of %(address)s is kept.") % {"address": mailbox.address})
    return redirect("settings_signatures")
