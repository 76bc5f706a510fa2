"""The same request under the same Idempotency-Key happens once, however often it is sent and wherever it is cut off.

What is done and the note that it was done are one transaction: killed half-way, neither is there and the key is free.
Of two at once, the second waits for the first and gets its answer. Only what succeeded is noted; a refusal changed
nothing, so the same key may be tried again. (draft-ietf-httpapi-idempotency-key-header)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.api.acts import asked
from makegood.api.models import Token
from makegood.api.problems import Problem, of
from makegood.api.queries.asked import Earlier, earlier

HEADER = "Idempotency-Key"
LONGEST = 255


def answer(request: HttpRequest, token: Token, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What the act answers, or what it answered the first time. Raises Problem: 422 for a key used for another request,
    409 while the first one takes unusually long."""
    key = request.headers.get(HEADER, "")
    if request.method != "POST" or not key:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise Problem(
            422,
            "key",
            _("An %(header)s has at most %(count)s printable characters.") % {"header": HEADER, "count": LONGEST},
        )
    digest = _digest(request)
    before = earlier(token, key, now=timezone.now())
    return _again(before, digest) if before else _first(token, key, digest, act)


def _first(token: Token, key: str, digest: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            _wait_not_for_ever()
            begun = asked.begin(token, key, digest, now=timezone.now())
            response = act()
            if response.status_code < 400:
                asked.end(begun, status=response.status_code, body=response.content)
            else:
                transaction.set_rollback(True)
            return response
    except IntegrityError:  # the other of two at once was first, and is done
        before = earlier(token, key, now=timezone.now())
        if before is None:
            raise _still_busy() from None
        return _again(before, digest)
    except OperationalError as error:
        raise (_still_busy() if _is_waiting_over(error) else of(error)) from error


def _again(before: Earlier, digest: str) -> HttpResponse:
    if before.digest != digest:
        raise Problem(
            422,
            "key-reused",
            _("This %(header)s was used for another request. Use a new one for each.") % {"header": HEADER},
        )
    content_type = "application/json; charset=utf-8" if before.body else None
    response = HttpResponse(before.body, status=before.status, content_type=content_type)
    response["Idempotent-Replayed"] = "true"
    return response


def _still_busy() -> Problem:
    words = _("A request with this %(header)s is still being worked on. Ask again in a moment.") % {"header": HEADER}
    return Problem(409, "in-progress", words, retry_after=2)


def _wait_not_for_ever() -> None:
    """PostgreSQL waits without end for the other of two at once; SQLite gives up by itself (settings)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")


def _is_waiting_over(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == "55P03" or "locked" in str(error)


def _digest(request: HttpRequest) -> str:
    """What makes a request the same: method, address and what was said; for an upload its parts, not their seams."""
    digest = hashlib.sha256(f"{request.method}\0{request.get_full_path()}\0".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name, value in sorted(request.POST.items()):
            digest.update(f"{name}\0{value}\0".encode())
        for name, file in sorted(request.FILES.items()):
            assert isinstance(file, UploadedFile)  # noqa: S101 - the last of a name, as items() gives
            digest.update(f"{name}\0{file.name}\0".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
