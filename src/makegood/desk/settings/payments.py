"""How refunds are paid out: by hand, or through the company's account at Stripe."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.channels.stripe import client
from makegood.channels.stripe.due import try_account
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.payments import acts, queries


class KeyForm(forms.Form):
    """The account's key: taken, and never shown again."""

    key = forms.CharField(max_length=255)


class HookForm(forms.Form):
    """What Stripe signs its postings with: taken, and never shown again."""

    secret = forms.CharField(max_length=255)


@for_admins
def payments(request: HttpRequest) -> HttpResponse:
    """Whether Stripe is connected, and how that goes; the key is entered here, and tried at once."""
    form = KeyForm(sent(request))
    if request.method == "POST" and client.is_there() and form.is_valid():
        with told(form, "key"):
            now = timezone.now()
            account = acts.connect(form.cleaned_data["key"], by=admin_of(request), at=now)
            say(request, try_account(account, now=now) or _("Connected. Stripe answers."))
            return redirect("settings_payments")
    return _page(request, form=form)


@for_admins
def hook(request: HttpRequest) -> HttpResponse:
    """The signing secret of Stripe's postings is entered."""
    account, form = queries.account(), HookForm(sent(request))
    if request.method != "POST" or account is None:
        return redirect("settings_payments")
    if form.is_valid():
        with told(form, "secret"):
            acts.entered_hook_secret(account, form.cleaned_data["secret"], by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_payments")
    return _page(request, hook_form=form)


@for_admins
def trial(request: HttpRequest) -> HttpResponse:
    """Stripe is asked whether the key opens what we need."""
    account = queries.account()
    if request.method == "POST" and account is not None and client.is_there():
        say(request, try_account(account, now=timezone.now()) or _("Stripe answers, and lets us pay back."))
    return redirect("settings_payments")


@for_admins
def switch(request: HttpRequest, way: str) -> HttpResponse:
    """On or off."""
    account = queries.account()
    if request.method == "POST" and account is not None and way in ("on", "off"):
        acts.switch(account, on=way == "on", by=admin_of(request), at=timezone.now())
        say(request, _("Refunds go out through Stripe.") if way == "on" else _("Refunds are paid by hand again."))
    return redirect("settings_payments")


def _page(request: HttpRequest, *, form: KeyForm | None = None, hook_form: HookForm | None = None) -> HttpResponse:
    account = queries.account()
    shown = {
        "account": account,
        "is_there": client.is_there(),
        "address": request.build_absolute_uri(f"/hooks/stripe/{account.slug}") if account else "",
        "has_hook_secret": bool(account and account.hook_secret),
        "hook_form": hook_form or HookForm(),
        "log": queries.told_last() if account else [],
        "refunds": queries.refunds_last() if account else [],
    }
    response = show(request, "settings/payments.html", form=form or KeyForm(), **shown)
    response.status_code = 422 if hook_form is not None else response.status_code
    return response
