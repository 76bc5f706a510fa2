"""Stripe as we need it: pay back, find, look, check what it posted. Nothing else of ours knows its library.

The library is the extra `commerce`; without it `is_there` is false, and nothing here is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from makegood.payments.models import Refund
from makegood.payments.rules import Answer

TIMEOUT = 30  # seconds
OURS = "makegood"  # under this name our key stands with a refund at Stripe
MOST_PAGES = 5
KEY_IN_USE = "idempotency_key_in_use"


class Unreachable(Exception):
    """It is not known what became of it: nobody answered, or not in a way that says so."""


class NotPaid(Exception):
    """Nothing was paid, and Stripe says so. `code` is Stripe's, or "key" for a key that it does not take."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@cache
def is_there() -> bool:
    """Whether Stripe's library is installed: `bin/setup --commerce`."""
    return find_spec("stripe") is not None


def pay_back(secret: str, refund: Refund) -> Answer:
    """So much of the payment goes back, once, however often this is called. Raises Unreachable, NotPaid.

    Stripe remembers a key for a day or longer; what was tried before is therefore looked for first.
    """
    if refund.tries > 1 and (found := _found(secret, refund)):
        return found
    named = "charge" if refund.payment.startswith(("ch_", "py_")) else "payment_intent"
    with _troubles():
        made = _client(secret).v1.refunds.create(
            params={named: refund.payment, "amount": refund.amount, "metadata": {OURS: refund.key}},
            options={"idempotency_key": refund.key},
        )
    return _answer(made)


def look(secret: str, stripe: str) -> Answer:
    """How a refund stands now. Raises Unreachable, NotPaid."""
    with _troubles():
        return _answer(_client(secret).v1.refunds.retrieve(stripe))


def try_key(secret: str) -> None:
    """The key opens what we need. Raises Unreachable, NotPaid."""
    with _troubles():
        _client(secret).v1.refunds.list(params={"limit": 1})


def is_signed(content: bytes, header: str, secret: str) -> bool:
    """Whether Stripe signed these bytes with that secret, within the last five minutes."""
    import stripe

    try:
        stripe.WebhookSignature.verify_header(content.decode(), header, secret, tolerance=300)
    except (stripe.SignatureVerificationError, ValueError):
        return False
    return True


def _found(secret: str, refund: Refund) -> Answer | None:
    """What an earlier try has made of it; None: nothing."""
    named = "charge" if refund.payment.startswith(("ch_", "py_")) else "payment_intent"
    with _troubles():
        page = _client(secret).v1.refunds.list(params={named: refund.payment, "limit": 100})
        for number, one in enumerate(page.auto_paging_iter()):
            if (one.to_dict().get("metadata") or {}).get(OURS) == refund.key:
                return _answer(one)
            if number >= 100 * MOST_PAGES:
                raise Unreachable("This payment has more refunds than can be looked through.")
    return None


def _answer(one: Any) -> Answer:
    said = one.to_dict()
    return Answer(str(said["id"]), str(said.get("status") or ""), str(said.get("failure_reason") or ""))


def _client(secret: str) -> Any:
    """One for each question: keys change, and a connection that hangs is nobody else's."""
    import stripe

    at = {"base_addresses": {"api": settings.STRIPE_API}} if settings.STRIPE_API else {}
    http = stripe.RequestsClient(timeout=TIMEOUT)
    # We try again ourselves, later and with the same key.
    return stripe.StripeClient(secret, http_client=http, max_network_retries=0, **at)


@contextmanager
def _troubles() -> Iterator[None]:
    """What the library raises, as one of our two."""
    import stripe

    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise NotPaid("key", str(error)) from error
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        if error.code == KEY_IN_USE or error.http_status == 409:
            raise Unreachable(str(error)) from error
        raise NotPaid(error.code or "", error.user_message or str(error)) from error
    except stripe.StripeError as error:
        raise Unreachable(str(error) or type(error).__name__) from error
