"""Where shops and carriers post what is new of orders: kept before they are told that we have it."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from makegood.orders import acts, queries, signatures
from makegood.orders.models import Source, SourceKind

MOST_BYTES = 2 * 1024 * 1024
# What each kind of source calls the matter, and its own id of the posting.
TOPICS = {SourceKind.SHOPIFY: "X-Shopify-Topic", SourceKind.WOOCOMMERCE: "X-WC-Webhook-Topic"}
IDS = {
    SourceKind.SHOPIFY: "X-Shopify-Webhook-Id",
    SourceKind.WOOCOMMERCE: "X-WC-Webhook-Delivery-ID",
    SourceKind.CARRIER: "webhook-id",
}


@csrf_exempt  # it is opened by a signature, not by a cookie
@require_POST
def posted(request: HttpRequest, slug: str) -> HttpResponse:
    """200 once the bytes are kept; 401 for a signature that does not fit; 404 for an address that is nobody's."""
    source = queries.source_at(slug)
    if source is None:
        return _say(404, "There is no such address.")
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > MOST_BYTES:
        return _say(413, "A posting may hold 2 MB.")
    content = request.body
    if _is_greeting(source, content):
        return _say(200, "Hello.")
    if not signatures.fits(source.kind, queries.secret_of(source), request.headers, content):
        return _say(401, "The signature does not fit. Compare the secret on both sides.")
    topic = request.headers.get(TOPICS.get(SourceKind(source.kind), ""), "")
    acts.keep(source, key=_key(source, request, content), topic=topic, content=content, at=timezone.now())
    return _say(200, "Kept.")


def _is_greeting(source: Source, content: bytes) -> bool:
    """WooCommerce tries a new address with its own number, unsigned, before it posts anything."""
    return source.kind == SourceKind.WOOCOMMERCE and content.startswith(b"webhook_id=") and len(content) < 40


def _key(source: Source, request: HttpRequest, content: bytes) -> str:
    """The source's own id of the posting. Without one, the same bytes are the same posting."""
    said = request.headers.get(IDS[SourceKind(source.kind)], "").strip()
    return said[:120] if said and "\0" not in said else hashlib.sha256(content).hexdigest()


def _say(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")


urlpatterns = [path("<str:slug>", posted, name="orders-posted")]
