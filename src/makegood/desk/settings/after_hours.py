"""What a mailbox says while nobody is there: the words, the promise, how it looks, and a trial of it by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.afterhours import acts, queries, rules
from makegood.afterhours.rules import Setting
from makegood.channels.mail import trial
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import queries as people
from makegood.people.models import Mailbox

HERE = "settings_mailbox_after_hours"
HOURS = (1, 2, 4, 8)


class AfterHoursForm(forms.Form):
    """On or off, the words in each language, and within how many working hours an answer is promised ("": none)."""

    is_on = forms.BooleanField(required=False)
    promise = forms.CharField(required=False, max_length=4)

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        for language, _name in settings.LANGUAGES:
            self.fields[f"words_{language}"] = forms.CharField(required=False, max_length=rules.LONGEST_WORDS + 1)

    def setting(self) -> Setting:
        """What was said. Valid forms only."""
        said = self.cleaned_data
        words = {language: said[f"words_{language}"] for language, _name in settings.LANGUAGES}
        hours = int(said["promise"]) if said["promise"].isascii() and said["promise"].isdecimal() else 0
        return Setting(said["is_on"], words, hours * 60 or None)


@for_admins
def after_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of one mailbox, and what a customer gets."""
    box, by, now = people.mailbox(pk), admin_of(request), timezone.now()
    form = AfterHoursForm(sent(request), initial=_as_it_is(box))
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.set_up(box, form.setting(), by=by, at=now)
            say(request, _("Kept."))
            return redirect(HERE, pk=pk)
    box = people.mailbox(pk)
    shown = queries.shown(box, queries.setting_of(box), first_name=by.name, now=now)
    languages = [(f"words_{language}", name) for language, name in settings.LANGUAGES]
    promises = [("", _("No promise")), *((str(one), _hours(one)) for one in HOURS)]
    values = {"mailbox": box, "shown": shown, "languages": languages, "promises": promises, "me": by.email}
    return show(request, "settings/after_hours.html", form=form, **values)


@for_admins
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail is on its way to the admin who asks, in one language."""
    box, by, now = people.mailbox(pk), admin_of(request), timezone.now()
    if request.method != "POST":
        return redirect(HERE, pk=pk)
    shown = queries.shown(box, queries.setting_of(box), first_name=by.name, now=now)
    one = next((one for one in shown if one.language == request.POST.get("language")), None)
    if one is None:
        say(request, _("There is nothing to send: this mailbox's team is always open."))
    else:
        subject = _("Trial: what %(address)s says while nobody is there") % {"address": box.address}
        trial.plan(box, to=by.email, subject=subject, text=one.text, now=now)
        say(request, _("On its way to %(address)s.") % {"address": by.email})
    return redirect(HERE, pk=pk)


def _hours(count: int) -> str:
    if count == 1:
        return _("Within one working hour after you are back")
    return _("Within %(count)d working hours after you are back") % {"count": count}


def _as_it_is(box: Mailbox) -> dict[str, Any]:
    words = {f"words_{language}": box.after_hours_words.get(language, "") for language, _name in settings.LANGUAGES}
    minutes = box.after_hours_promise
    unset = not box.after_hours and not box.after_hours_words and minutes is None
    usual = str(rules.USUAL_PROMISE // 60) if unset else ""
    return {"is_on": box.after_hours, "promise": str(minutes // 60) if minutes else usual} | words
