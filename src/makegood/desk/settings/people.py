"""Colleagues: who they are, what they may see and decide, and how they come in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.conversations.acts import leaving
from makegood.conversations.queries import leaving as left
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings import posts
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.handoffs.acts import leaving as going
from makegood.people import acts, queries
from makegood.people.models import Agent


class AgentForm(forms.Form):
    """Who it is."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField()


class NewAgentForm(AgentForm):
    """Who it is, and as what they begin."""

    post = forms.ChoiceField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["post"].choices = posts.options()  # type: ignore[attr-defined]


class GoingForm(forms.Form):
    """Who has afterwards what is open."""

    heir = forms.IntegerField(required=False)
    insists = forms.BooleanField(required=False)


@for_admins
def people(request: HttpRequest) -> HttpResponse:
    """Everyone, by name; those who are switched off below."""
    return show(request, "settings/people.html", people=queries.everyone())


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new colleague, and at once the link by which they come in."""
    form = NewAgentForm(sent(request), initial={"post": posts.options()[0][0]})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told(form):
            post = posts.post_of(said["post"])
            agent = acts.add_agent(said["email"], said["name"], posts=[post], by=admin_of(request), now=timezone.now())
            return _page(request, agent, link=_link(request, agent))
    return show(request, "settings/person_add.html", form=form, posts=posts.options())


@for_admins
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague."""
    agent = queries.agent(pk)
    form = AgentForm(sent(request), initial={"name": agent.name, "email": agent.email})
    if request.method == "POST" and form.is_valid():
        with told(form, "email"):
            acts.change_agent(agent, **form.cleaned_data, by=admin_of(request), now=timezone.now())
            say(request, _("Kept."))
            return redirect("settings_person", pk=pk)
    return _page(request, queries.agent(pk), form=form)


@for_admins
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link, shown here and nowhere again."""
    agent = queries.agent(pk)
    if request.method != "POST":
        return redirect("settings_person", pk=pk)
    return _page(request, agent, link=_link(request, agent))


@for_admins
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives one more role, or takes one away."""
    agent, form = queries.agent(pk), AgentForm()
    if request.method != "POST":
        return redirect("settings_person", pk=pk)
    refused = forms.Form(request.POST)
    refused.is_valid()
    with told(refused):
        if "give" in request.POST:
            acts.give_role(agent, posts.post_of(request.POST["give"]), by=admin_of(request), now=timezone.now())
        else:
            post = posts.post_of(request.POST.get("take", ""))
            insists = "insists" in request.POST
            leaving.take_role(agent, post, by=admin_of(request), now=timezone.now(), insists=insists)
        return redirect("settings_person", pk=pk)
    form.initial = {"name": agent.name, "email": agent.email}
    return _page(request, agent, form=form, refused=refused)


@for_admins
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague cannot come in any more; what they had open goes to whom the admin names."""
    agent, form = queries.agent(pk), GoingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        heir = form.cleaned_data["heir"]
        with told(form):
            passed = going.deactivate(
                agent,
                heir=queries.agent(heir) if heir else None,
                by=admin_of(request),
                now=timezone.now(),
                insists=form.cleaned_data["insists"],
            )
            acts.sign_out(agent, by=admin_of(request), now=timezone.now())
            say(request, _passed_on(agent, passed), undo=request.path.replace("deactivate", "activate"))
            return redirect("settings_people")
    heirs = [(one.pk, one.name) for one in queries.everyone() if one.is_active and one.pk != pk]
    return show(
        request, "settings/person_going.html", form=form, who=agent, owns=left.open_of(agent=pk).count(), heirs=heirs
    )


@for_admins
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague may come in again."""
    if request.method == "POST":
        agent = queries.agent(pk)
        acts.activate(agent, by=admin_of(request), now=timezone.now())
        say(request, _("%(name)s may come in again.") % {"name": agent.name})
    return redirect("settings_person", pk=pk)


@for_admins
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The colleague is signed out everywhere, for a lost phone."""
    if request.method == "POST":
        agent = queries.agent(pk)
        ended = acts.sign_out(agent, by=admin_of(request), now=timezone.now())
        words = ngettext("Signed out of %(count)d browser.", "Signed out of %(count)d browsers.", ended)
        say(request, words % {"count": ended})
    return redirect("settings_person", pk=pk)


def _page(
    request: HttpRequest,
    agent: Agent,
    *,
    form: AgentForm | None = None,
    link: str = "",
    refused: forms.Form | None = None,
) -> HttpResponse:
    form = form or AgentForm(initial={"name": agent.name, "email": agent.email})
    held = posts.held_by(agent)
    more = [option for option in posts.options() if option[0] not in {key for key, _words in held}]
    shown = {"who": agent, "held": held, "more": more, "link": link, "refused": refused}
    return show(request, "settings/person.html", form=form, ways=queries.ways_in(agent), **shown)


def _link(request: HttpRequest, agent: Agent) -> str:
    path = acts.one_time_link(agent, by=admin_of(request), now=timezone.now())
    return (settings.PUBLIC_URL.origin if settings.PUBLIC_URL else f"{request.scheme}://{request.get_host()}") + path


def _passed_on(agent: Agent, count: int) -> str:
    if not count:
        return _("%(name)s cannot come in any more.") % {"name": agent.name}
    words = ngettext(
        "%(name)s cannot come in any more; %(count)d conversation was passed on.",
        "%(name)s cannot come in any more; %(count)d conversations were passed on.",
        count,
    )
    return words % {"name": agent.name, "count": count}
