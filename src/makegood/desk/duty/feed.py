"""A person's own calendar behind a secret address, for the programs on their phone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from makegood.base import secrets
from makegood.desk.duty.calendar import written
from makegood.people.duty import queries


def address_of(request: HttpRequest, token: str) -> str:
    """The whole address that the token opens."""
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else f"{request.scheme}://{request.get_host()}"
    return origin + reverse("duty_calendar", args=[token])


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The shifts of whoever made the address; 404 for any other, whatever it is."""
    agent = queries.whose_calendar(secrets.hashed(token))
    if agent is None:
        raise Http404
    answered = HttpResponse(written(agent, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    answered["Content-Disposition"] = 'attachment; filename="duty.ics"'
    answered["Cache-Control"] = "private, max-age=900"
    answered["Referrer-Policy"] = "no-referrer"
    return answered
