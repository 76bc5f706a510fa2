"""What every settings page shares: who may, how it is answered, what an act refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from makegood.desk.page import agent_of, answer
from makegood.people import queries
from makegood.people.models import Agent
from makegood.people.rules import LastAdmin, NotAllowed, StillNeeded, Taken, Unfit

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
REFUSED = (Taken, Unfit, StillNeeded, LastAdmin)


def for_admins(view: View[Rest]) -> View[Rest]:
    """The view answers GET and POST of an admin; everyone else is told, in words, that they may not."""

    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not queries.is_admin(agent_of(request)):
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            raise PermissionDenied from error

    return guarded


def admin_of(request: HttpRequest) -> Agent:
    """The admin who asks."""
    return agent_of(request)


def show(request: HttpRequest, template: str, *, form: forms.Form | None = None, **values: Any) -> HttpResponse:
    """The settings page; 422 when what was sent could not be kept, with everything still in its field."""
    status = 422 if form is not None and form.is_bound else 200
    places = queries.has_many_places()
    return answer(request, template, status=status, place="settings", form=form, many_places=places, **values)


class told:
    """What an act refuses stands beside the field, or above the form."""

    def __init__(self, form: forms.Form, field: str | None = None) -> None:
        self.form, self.field = form, field

    def __enter__(self) -> None:
        """Nothing is refused yet."""

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """True when it was a refusal, which is now said."""
        if not isinstance(error, REFUSED):
            return False
        self.form.add_error(self.field, str(error))
        return True
