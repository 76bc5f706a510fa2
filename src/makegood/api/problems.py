"""What a program is told when something is not done: problem details (RFC 9457), and nothing of our insides."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from makegood.api.rules import Unusable
from makegood.conversations.rules import Overtaken, Refused
from makegood.people.rules import LastAdmin, NotAllowed, StillNeeded, Taken, Unfit
from makegood.remedies.queries import NoPolicy
from makegood.remedies.rules import GivenAlready, MustAsk

TYPE = "urn:makegood:problem:"
NOT_FOUND = noop("There is no such thing, or it is not yours to see.")
log = logging.getLogger(__name__)


class Problem(Exception):
    """The request is answered with this and nothing else."""

    def __init__(self, status: int, slug: str, detail: str, *, retry_after: int = 0, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail, self.retry_after, self.more = status, slug, detail, retry_after, more


def answer(problem: Problem) -> HttpResponse:
    """The problem as a response."""
    said = {
        "type": TYPE + problem.slug,
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    response = JsonResponse(said | problem.more, status=problem.status, content_type="application/problem+json")
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Makegood"'
    if problem.retry_after:
        response["Retry-After"] = str(problem.retry_after)
    return response


def of(error: Exception) -> Problem:
    """What a program is told about the error. What we did not foresee is logged, and says nothing."""
    match error:
        case Problem():
            return error
        case Overtaken():
            return Problem(409, "overtaken", str(error), newest=error.newest)
        case MustAsk():
            return Problem(409, "must-ask", str(error))
        case GivenAlready():
            return Problem(409, "given-already", str(error))
        case NoPolicy():
            return Problem(409, "no-policy", str(error))
        case Refused() | StillNeeded() | LastAdmin() | Taken():
            return Problem(409, "refused", str(error))
        case NotAllowed():
            return Problem(403, "forbidden", str(error))
        case Unusable():
            return invalid([(error.field, str(error))])
        case Unfit():
            return invalid([("", str(error))])
        case ValidationError():
            return invalid([(_field(one["loc"]), one["msg"]) for one in error.errors])
        case ObjectDoesNotExist() | Http404():
            return Problem(404, "not-found", _(NOT_FOUND))
        case HttpError():
            return Problem(error.status_code, "unreadable", _("The body cannot be read as what it says it is."))
        case OperationalError():
            log.error("The database did not answer: %s", error)
            return Problem(503, "busy", _("The desk is busy. Nothing was changed; try again."), retry_after=2)
        case _:
            log.error("The API failed", exc_info=error)
            return Problem(500, "broken", _("Something broke on our side. Nothing was changed; it is in our log."))


def invalid(wrong: Sequence[tuple[str, str]]) -> Problem:
    """Which fields are wrong and why, by their dotted names."""
    errors = [{"field": field, "message": why} for field, why in wrong]
    return Problem(422, "invalid", "; ".join(f"{one['field']}: {one['message']}".lstrip(": ") for one in errors),
                   errors=errors)  # fmt: skip


def _field(loc: Sequence[str | int]) -> str:
    """Where it is, as the caller wrote it: without the place and the name of our parameter."""
    return ".".join(str(part) for part in (loc[2:] if loc[0] == "body" and len(loc) > 2 else loc[1:]))


def teach(api: NinjaAPI) -> None:
    """Whatever the API's functions raise is answered so."""
    for kind in (Exception, HttpError, ValidationError, Http404):
        api.add_exception_handler(kind, _answer)


def _answer(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return answer(of(error if isinstance(error, Exception) else error()))
