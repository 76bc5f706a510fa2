"""A mailbox's servers: set, tested step by step, and the provider's consent where there are no passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from makegood.channels.mail import oauth, tester
from makegood.channels.mail import queries as mail
from makegood.channels.mail.acts import proving
from makegood.channels.mail.acts import settings as mail_acts
from makegood.channels.mail.models import SECURITIES, Access, Provider, SignIn
from makegood.channels.mail.troubles import Trouble
from makegood.desk.entry_forms import sent
from makegood.desk.page import answer, say
from makegood.desk.settings.fresh import is_confirmed, is_fresh, tell_other_admins
from makegood.desk.settings.hosts import HOSTED, guess
from makegood.desk.settings.mailbox_forms import ReachForm, as_it_is
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import queries
from makegood.people.models import Mailbox

TESTS = {"receiving": tester.receiving, "sending": tester.sending}
BEGUN = "mailbox_consent"
STEPS = {
    "settings": gettext_lazy("The settings make sense"),
    "name": gettext_lazy("The server's name is known"),
    "port": gettext_lazy("The server answers at its port"),
    "connection": gettext_lazy("The connection is protected"),
    "sign-in": gettext_lazy("The sign-in is accepted"),
    "folder": gettext_lazy("The folder can be read"),
    "sender": gettext_lazy("The server takes mail from this address"),
}


@for_admins
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """The servers; POST keeps them. Leading mail elsewhere asks again who it is, and is told to the others."""
    box = queries.mailbox(pk)
    access = mail.access_of(box)
    form = ReachForm(sent(request), initial=as_it_is(box, access, request.GET.get("host", "")))
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        with told(form):
            wishes = form.wishes(has_sending_password=bool(access and access.smtp_sealed))
            kept = mail_acts.reach(box, wishes, by=admin_of(request), now=timezone.now())
            if access is None or kept.version != access.version:
                _after_change(request, box, kept)
            return redirect("settings_mailbox", pk=pk)
    return show(request, "settings/reach.html", form=form, **_shown(request, box, access))


@for_admins
def test(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Each step to the server that is kept, and in words what is wrong at the first that fails."""
    access = mail.access_of(queries.mailbox(pk))
    run = TESTS.get(which)
    if access is None or run is None:
        raise Http404
    if request.method != "POST":
        return redirect("settings_mailbox", pk=pk)
    steps = [(STEPS.get(step.name, step.name), step) for step in run(access, now=timezone.now())]
    parts = {f"tested-{which}": "settings/tested.html"}
    shown: dict[str, Any] = {"steps": steps, "is_well": all(step.is_ok for _words, step in steps), "which": which}
    return answer(request, "settings/tested_page.html", parts=parts, place="settings", mailbox=access.mailbox, **shown)


@for_admins
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The way to the provider, which asks for consent and sends the browser back."""
    box = queries.mailbox(pk)
    access = mail.access_of(box)
    if access is None or access.sign_in != SignIn.OAUTH:
        raise Http404
    try:
        begun = oauth.begin(access, redirect_uri=_way_back(request))
    except Trouble as trouble:
        say(request, str(trouble))
        return redirect("settings_mailbox", pk=pk)
    request.session[BEGUN] = {"access": access.pk, "mailbox": pk, "state": begun.state, "verifier": begun.verifier}
    return show(request, "settings/consent.html", mailbox=box, url_to_provider=begun.url)


@for_admins
def consented(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser back to. Good once, for the browser that began, and for no other mailbox."""
    kept = request.session.pop(BEGUN, None)
    if kept is None:
        raise Http404
    access = mail.access_of(queries.mailbox(kept["mailbox"]))
    if access is None or access.pk != kept["access"]:
        raise Http404
    begun = oauth.Begun("", kept["state"], kept["verifier"])
    here = _way_back(request)
    try:
        said = f"{here}?{request.META.get('QUERY_STRING', '')}"
        oauth.finish(access, redirect_uri=here, answer=said, begun=begun, by=admin_of(request).pk, now=timezone.now())
        say(request, _("The provider agreed. Mail is fetched from now on."))
    except Trouble as trouble:
        say(request, str(trouble))
    return redirect("settings_mailbox", pk=kept["mailbox"])


def _after_change(request: HttpRequest, box: Mailbox, access: Access) -> None:
    """Others hear of it; and whether answers to our own marked addresses arrive is proved at once."""
    tell_other_admins(request, noop("How mail of %(address)s comes and goes"), address=box.address)
    if access.imap_host and access.smtp_host and access.sign_in == SignIn.PASSWORD:
        proving.begin(access, now=timezone.now())
    say(request, _("Kept. Now test it."))


def _way_back(request: HttpRequest) -> str:
    """The address that the provider knows: the public one where there is one."""
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else f"{request.scheme}://{request.get_host()}"
    return origin + reverse("settings_consented")


def _hint(box: Mailbox, host: str) -> str:
    hint = guess(box.address, host).hint
    return _(hint) if hint else ""


def _shown(request: HttpRequest, box: Mailbox, access: Access | None) -> dict[str, Any]:
    host = request.GET.get("host", "")
    return {
        "mailbox": box,
        "access": access,
        "hint": _hint(box, host) if access is None else "",
        "hosts": HOSTED,
        "securities": SECURITIES,
        "providers": [("", _("Choose")), *Provider.choices],
        "way_back": _way_back(request),
        "is_fresh": is_fresh(request),
    }
