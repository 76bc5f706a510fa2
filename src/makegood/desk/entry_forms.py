"""What the first admin is asked, and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from makegood.people import rules
from makegood.people.models import Agent


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, however little; None when nothing was."""
    return request.POST if request.method == "POST" else None


class WelcomeForm(forms.Form):
    """Who, and for which company."""

    name = forms.CharField(max_length=120, error_messages={"required": _("Tell us your name; customers will read it.")})
    email = forms.EmailField(error_messages={"required": _("Tell us the address with which you will sign in.")})
    password = forms.CharField(max_length=200, strip=False, error_messages={"required": _("Choose a password.")})
    company = forms.CharField(max_length=200, error_messages={"required": _("Tell us the company's name.")})
    zone = forms.CharField(max_length=64)
    currency = forms.CharField(max_length=3)

    def clean_zone(self) -> str:
        """A zone that exists."""
        return _checked(rules.check_zone, self.cleaned_data["zone"])

    def clean_currency(self) -> str:
        """Three letters."""
        return _checked(rules.check_currency, self.cleaned_data["currency"])

    def clean(self) -> dict[str, Any]:
        """The password is not easily guessed from what else is said here."""
        data = super().clean() or {}
        if data.get("password"):
            try:
                validate_password(data["password"], Agent(name=data.get("name", ""), email=data.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


def _checked(check: Any, value: str) -> str:
    try:
        return str(check(value))
    except rules.Unfit as error:
        raise ValidationError(str(error)) from error
