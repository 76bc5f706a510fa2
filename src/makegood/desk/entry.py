"""Coming in without a password: the first admin's welcome, and one-time links. And going out everywhere else."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import password_reset
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from makegood.desk import account_mail
from makegood.desk.entry_forms import WelcomeForm, sent
from makegood.people import acts, queries
from makegood.people.models import Agent
from makegood.people.rules import LinkGone, zones

CURRENCIES = "AUD BRL CAD CHF CZK DKK EUR GBP HUF INR JPY MXN NOK NZD PLN RON SEK SGD TRY USD ZAR".split()


@sensitive_post_parameters("password")
@rate_limit(action="link")
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The first admin says who they are, and is in."""
    link = queries.open_link(token, now=timezone.now())
    if link is None or link.agent is not None or queries.is_set_up():
        return _gone(request)
    form = WelcomeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            agent = acts.welcome(token, **form.cleaned_data, now=timezone.now())
        except LinkGone:
            return _gone(request)
        return let_in(request, agent, to=reverse("settings_mailbox_add"))
    status = 422 if form.is_bound else 200
    return render(
        request, "signin/welcome.html", {"form": form, "zones": zones(), "currencies": CURRENCIES}, status=status
    )


@rate_limit(action="link")
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and changes nothing, for mail programs open each link to look at it; POST signs in.

    Who came by a link is shown first where to make another way in.
    """
    if request.method == "GET":
        link = queries.open_link(token, now=timezone.now())
        if link is None or link.agent is None:
            return _gone(request)
        return render(request, "signin/link.html", {"who": link.agent, "next": request.GET.get("next", "")})
    try:
        agent = acts.use_link(token, now=timezone.now())
    except LinkGone:
        return _gone(request)
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return let_in(request, agent, to=to if is_ours else reverse("me"))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """A link by mail, where the desk can send one; else whom to ask."""
    if account_mail.why_not():
        return render(request, "signin/ask.html")
    return password_reset(request)  # type: ignore[no-any-return]


def let_in(request: HttpRequest, agent: Agent, *, to: str) -> HttpResponse:
    """The agent is signed in, freshly, in a session of their own, and goes there."""
    adapter = get_adapter()
    adapter.login(request, agent)
    record_authentication(request, agent, method="link", reauthenticated=True)
    answer: HttpResponse = adapter.post_login(
        request, agent, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=to
    )
    return answer


def _gone(request: HttpRequest) -> HttpResponse:
    """Used, too old, never made: a stranger learns no difference."""
    if request.user.is_authenticated:
        return redirect("/inbox")
    return render(request, "signin/gone.html", {"is_set_up": queries.is_set_up()}, status=410)
