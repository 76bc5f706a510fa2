"""Where Stripe posts what becomes of refunds: kept before it is told that we have it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from makegood.base.secrets import Unreadable
from makegood.channels.stripe import client
from makegood.payments import acts, queries

MOST_BYTES = 512 * 1024


@csrf_exempt  # it is opened by a signature, not by a cookie
@require_POST
def told(request: HttpRequest, slug: str) -> HttpResponse:
    """200 once the bytes are kept; 401 for a signature that does not fit; 404 for an address that is nobody's."""
    account = queries.account_at(slug)
    if account is None or not client.is_there():
        return _say(404, "There is no such address.")
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > MOST_BYTES:
        return _say(413, "A posting may hold 512 kB.")
    content = request.body
    try:
        secret = queries.hook_secret_of(account)
    except Unreadable:
        secret = ""
    if not secret or not client.is_signed(content, request.headers.get("Stripe-Signature", ""), secret):
        return _say(401, "The signature does not fit. Compare the signing secret on both sides.")
    key = _key(content)
    if not key:
        return _say(400, "An event of Stripe's has an id.")
    acts.keep(account, key=key, content=content, at=timezone.now())
    return _say(200, "Kept.")


def _key(content: bytes) -> str:
    """Stripe's own id of the event; "" there is none."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    found = said.get("id") if isinstance(said, dict) else None
    return found if isinstance(found, str) and len(found) <= 120 and "\0" not in found else ""


def _say(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")


urlpatterns = [path("<str:slug>", told, name="stripe-told")]
