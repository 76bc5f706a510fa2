"""What each may choose for themselves: name, times, look, signature, ways in, where they are signed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from makegood.desk.entry_forms import sent
from makegood.desk.page import agent_of, answer, say
from makegood.desk.settings.fresh import came_by_link
from makegood.people import acts, queries
from makegood.people.rules import Unfit, zones

THEMES = ("", "light", "dark")


class MeForm(forms.Form):
    """Only what is the agent's own to choose."""

    name = forms.CharField(max_length=120)
    zone = forms.CharField(max_length=64, required=False)
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES)
    theme = forms.ChoiceField(choices=[(theme, theme) for theme in THEMES], required=False)
    signature = forms.CharField(max_length=4000, required=False)
    is_told_by_mail = forms.BooleanField(required=False)


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """The page; POST keeps what is chosen."""
    agent = agent_of(request)
    form = MeForm(sent(request), initial={name: getattr(agent, name) for name in MeForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_own(agent, **form.cleaned_data, now=timezone.now())
            say(request, _("Kept."))
            return redirect("me")
        except Unfit as error:
            form.add_error("zone", str(error))
    return answer(request, "signin/me.html", status=422 if form.is_bound else 200, **_shown(request), form=form)


@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A password without the old one: for whoever has none, or came by a one-time link just now."""
    agent = agent_of(request)
    if agent.has_usable_password() and not came_by_link(request):
        return redirect("account_change_password")
    form = SetPasswordForm(agent, sent(request))
    if request.method == "POST" and form.is_valid():
        acts.choose_password(agent, form.cleaned_data["new_password1"], now=timezone.now())
        update_session_auth_hash(request, agent)
        say(request, _("Your password is kept."))
        return redirect("me")
    return answer(request, "signin/password.html", status=422 if form.is_bound else 200, form=form, place="settings")


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Only this browser stays signed in."""
    agent = agent_of(request)
    ended = acts.sign_out(agent, by=agent, now=timezone.now(), but=str(request.session.session_key))
    say(request, _("Signed out everywhere else.") if ended else _("You were signed in nowhere else."))
    return redirect("me")


def _shown(request: HttpRequest) -> dict[str, Any]:
    agent = agent_of(request)
    ways = queries.ways_in(agent)
    here = str(request.session.session_key)
    sessions = queries.sessions_of(agent, here=here, now=timezone.now())
    by_link = came_by_link(request)
    return {
        "by_link": by_link,
        "zones": zones(),
        "languages": settings.LANGUAGES,
        "ways": ways,
        "sessions": sessions,
        "place": "settings",
    }
