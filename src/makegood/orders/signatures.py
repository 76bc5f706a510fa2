"""Whether a posting was signed by who has the secret. Compared in constant time; pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from standardwebhooks import Webhook as Signer
from standardwebhooks import WebhookVerificationError

from makegood.orders.models import SourceKind

HEADERS = {SourceKind.SHOPIFY.value: "X-Shopify-Hmac-Sha256", SourceKind.WOOCOMMERCE.value: "X-WC-Webhook-Signature"}


def fits(kind: str, secret: str, headers: Mapping[str, str], content: bytes) -> bool:
    """Whether the bytes bear the signature of that secret, as this kind of source signs. Without a secret nothing fits.

    A carrier signs as Standard Webhooks says, so that what somebody recorded cannot be played again later.
    """
    if not secret:
        return False
    if kind == SourceKind.CARRIER:
        return _fits_standard(secret, headers, content)
    said = headers.get(HEADERS.get(kind, ""), "")
    right = base64.b64encode(hmac.digest(secret.encode(), content, hashlib.sha256))
    return hmac.compare_digest(said.encode("utf-8", "replace"), right)


def _fits_standard(secret: str, headers: Mapping[str, str], content: bytes) -> bool:
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    try:
        Signer(secret).verify(content, {name: headers.get(name, "") for name in names}, json_parse=False)
    except (WebhookVerificationError, binascii.Error, ValueError):
        return False
    return True
