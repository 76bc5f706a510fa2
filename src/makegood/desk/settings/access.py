"""What programs come in with, and whom the desk tells: tokens, webhooks. A secret is shown once, where it was made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from makegood.api.acts import tokens as acts
from makegood.api.models import Scope
from makegood.api.queries import tokens as queries
from makegood.api.queries import webhooks
from makegood.desk.entry_forms import sent
from makegood.desk.page import agent_of, answer, say
from makegood.desk.settings.fresh import is_confirmed, is_fresh
from makegood.desk.settings.page import admin_of, for_admins, show
from makegood.people import queries as people
from makegood.people.rules import Unfit

LASTS = [("90", gettext_lazy("90 days")), ("365", gettext_lazy("a year")), ("", gettext_lazy("until it is revoked"))]
MEANS = {
    Scope.READ: gettext_lazy("Look: conversations, customers, search"),
    Scope.WRITE: gettext_lazy("Act: answer, note, assign, close"),
    Scope.ADMIN: gettext_lazy("Change the settings"),
}


class TokenForm(forms.Form):
    """What uses it, what it is good for, how long."""

    name = forms.CharField(max_length=80, error_messages={"required": gettext_lazy("What will use it? Name it.")})
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, error_messages={"required": gettext_lazy("Choose what the token is good for.")}
    )
    days = forms.ChoiceField(choices=LASTS, required=False)
    own_password = forms.CharField(max_length=4000, required=False, strip=False)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; POST makes one more and shows its secret, here and nowhere again."""
    agent, form, now = agent_of(request), TokenForm(sent(request), initial={"days": "90"}), timezone.now()
    secret = ""
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        days, name, scopes = (form.cleaned_data[field] for field in ("days", "name", "scopes"))
        ends = now + timedelta(days=int(days)) if days else None
        try:
            secret = acts.make(agent, name=name, scopes=scopes, by=agent, now=now, expires_at=ends).secret
            form = TokenForm(initial={"days": "90"})
        except Unfit as error:
            form.add_error("scopes", str(error))
    scopes_ = [(one, MEANS[one]) for one in Scope if one != Scope.ADMIN or people.is_admin(agent)]
    shown: dict[str, Any] = {"tokens": queries.of(agent, now=now), "scopes": scopes_, "lasts": LASTS, "new": secret}
    status = 422 if form.is_bound else 200
    response = answer(
        request, "settings/tokens.html", status=status, place="settings", form=form, is_fresh=is_fresh(request), **shown
    )
    return unkept(response) if secret else response


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own token, or for an admin anyone's, opens nothing any more."""
    agent = agent_of(request)
    token = queries.for_(agent, pk)
    acts.revoke(token, by=agent, now=timezone.now())
    say(request, _("%(name)s is revoked: whatever used it is shut out.") % {"name": token.name})
    return redirect("tokens" if token.agent_id == agent.pk else "settings_programs")


@for_admins
def programs(request: HttpRequest) -> HttpResponse:
    """Everyone's tokens, without their secrets; webhooks; the hosts inside that these may lead to."""
    shown: dict[str, Any] = {
        "tokens": queries.all_for(admin_of(request), now=timezone.now()),
        "hooks": webhooks.webhooks(),
        "inside": webhooks.inside_hosts(),
    }
    return show(request, "settings/programs.html", **shown)


def unkept(response: HttpResponse) -> HttpResponse:
    """No browser keeps a page that shows a secret."""
    response["Cache-Control"] = "no-store"
    return response
