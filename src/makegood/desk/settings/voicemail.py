"""How a provider answers a number of ours: its account, the address that it calls, and what it says to callers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.phones import shown
from makegood.calls import queries as calls
from makegood.channels.phone import acts, queries
from makegood.channels.phone.models import Hook
from makegood.channels.phone.rules import LONGEST_GREETING, USUAL_ORIGIN, VOICES, Provider
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told


class ProviderForm(forms.Form):
    """The account, its secret (empty: the one that is known), where recordings lie, and the greeting."""

    account = forms.CharField(max_length=64)
    secret = forms.CharField(max_length=200, required=False)
    origin = forms.CharField(max_length=255)
    is_inside = forms.BooleanField(required=False)
    language = forms.CharField(max_length=12)
    greeting = forms.CharField(max_length=LONGEST_GREETING, required=False)

    @property
    def provider(self) -> Provider:
        """The same as the act wants it."""
        said = self.cleaned_data
        return Provider(
            said["account"], said["secret"], said["origin"], said["is_inside"], said["language"], said["greeting"]
        )


@for_admins
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider of one number."""
    line = calls.line(pk)
    hook = queries.hook_of(line)
    form = ProviderForm(sent(request), initial=_as_it_is(hook, request))
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.connect(line, form.provider, by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_line_voicemail", pk)
    values = {
        "line_of": line, "shown": shown, "hook": hook, "last": queries.last_heard(line),
        "address": queries.address_of(hook) if hook else "", "public_url": settings.PUBLIC_URL,
        "languages": [one for one in settings.LANGUAGES if one[0] in VOICES],
    }  # fmt: skip
    return show(request, "settings/phone_voicemail.html", form=form, **values)


@for_admins
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address; the old one opens nothing."""
    line = calls.line(pk)
    if request.method == "POST":
        acts.renew(line, by=admin_of(request), at=timezone.now())
        say(request, _("The address is new. Tell it to the provider; the old one opens nothing."))
    return redirect("settings_line_voicemail", pk)


@for_admins
def disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """No provider speaks for the number any more."""
    line = calls.line(pk)
    if request.method == "POST":
        acts.disconnect(line, by=admin_of(request), at=timezone.now())
        say(request, _("The provider is disconnected, and its secret is forgotten."))
    return redirect("settings_line", pk)


def _as_it_is(hook: Hook | None, request: HttpRequest) -> dict[str, Any]:
    if hook is None:
        language = admin_of(request).language
        return {"origin": USUAL_ORIGIN, "language": language if language in VOICES else "en"}
    return {name: getattr(hook, name) for name in ("account", "origin", "is_inside", "language", "greeting")}
