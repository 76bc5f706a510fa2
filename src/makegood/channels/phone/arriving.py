"""A provider calls our address: what it says is kept before it is told so, if it is them and the line is ours."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from makegood.base import secrets
from makegood.channels.phone import queries, reading, rules
from makegood.channels.phone.models import Hook
from makegood.intake import acts as intake

FORM = "application/x-www-form-urlencoded"
SIGNATURE = "X-Twilio-Signature"


@csrf_exempt  # the signature says who speaks
@never_cache
@require_POST
def voicemail(request: HttpRequest, token: str) -> HttpResponse:
    """A call comes in: it is greeted, and recorded. Or it was recorded: that is kept. Anything else leaves nothing."""
    hook = queries.hook_at(token)
    if hook is None or not settings.PUBLIC_URL:
        return _plain("There is no such line.", 404)
    if request.content_type != FORM or len(request.body) > rules.LONGEST_REQUEST:
        return _plain("This is no form of a provider.", 400)
    try:
        fields = rules.fields_of(request.body.decode())
        everything = reading.said(request.META.get("QUERY_STRING", ""), request.body)
    except ValueError:  # too many fields, or no UTF-8
        return _plain("This is no form of a provider.", 400)
    if not _is_theirs(request, hook, fields):
        return _plain("The signature is not that of the line's account.", 403)
    told = rules.told(everything)
    if told is None:
        return _xml(_greeted(hook, fields))
    raw = reading.written(request.get_full_path(), request.headers.get(SIGNATURE, ""), request.body)
    source = queries.source_of(hook.line)
    intake.keep(raw, source=source, position=told.recording, mailbox=hook.line.number, at=timezone.now())
    return _xml(rules.thanks())


def _is_theirs(request: HttpRequest, hook: Hook, fields: rules.Fields) -> bool:
    given, origin = request.headers.get(SIGNATURE, ""), settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    account = (fields.get("AccountSid") or [""])[0]
    is_signed = rules.is_theirs(given, f"{origin}{request.get_full_path()}", fields, secrets.unseal(hook.secret))
    return is_signed and secrets.same(account, hook.account)


def _greeted(hook: Hook, fields: rules.Fields) -> str:
    """A call that begins is greeted; one that is over, or of which something else is told, is let go."""
    is_beginning = (fields.get("CallStatus") or [""])[0] in ("ringing", "in-progress") and "RecordingUrl" not in fields
    if not is_beginning:
        return rules.thanks()
    return rules.greeting(hook.greeting, language=hook.language, address=queries.address_of(hook))


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _xml(words: str) -> HttpResponse:
    return HttpResponse(words, content_type="text/xml; charset=utf-8")
