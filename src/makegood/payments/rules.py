"""Which way a refund goes, and what Stripe's words mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.payments.models import State

KEY = re.compile(r"(?:sk|rk)_(test|live)_[A-Za-z0-9]{8,240}")
HOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{8,240}")
GIVES_UP_AFTER = timedelta(days=3)
LOOKS_AGAIN_AFTER = timedelta(days=1)
LOOKS_FOR = timedelta(days=60)

# From where to where a refund goes; nothing else can be.
GOES: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SENDING, State.CALLED_OFF, State.FAILED}),
    State.SENDING: frozenset({State.SENDING, State.SENT, State.ARRIVED, State.FAILED, State.UNSURE}),
    State.SENT: frozenset({State.ARRIVED, State.FAILED}),
    State.ARRIVED: frozenset({State.FAILED}),
    State.UNSURE: frozenset({State.PLANNED, State.SENT, State.ARRIVED, State.FAILED}),
    State.FAILED: frozenset(),
    State.CALLED_OFF: frozenset(),
}
# While it stands so the money may go out any moment, or be out without our knowing.
UNDERWAY = frozenset({State.PLANNED, State.SENDING, State.UNSURE})
OUT = frozenset({State.SENT, State.ARRIVED})

STATUS: Mapping[str, State] = {
    "pending": State.SENT,
    "requires_action": State.SENT,
    "succeeded": State.ARRIVED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}
# Why a bank sent it back, as Stripe says it.
CAME_BACK: Mapping[str, str] = {
    "lost_or_stolen_card": noop("The card was lost or stolen. Pay it back in another way."),
    "expired_or_canceled_card": noop("The card is not valid any more. Pay it back in another way."),
    "declined": noop("Their bank declined it. Pay it back in another way."),
    "insufficient_funds": noop("There is too little money in your account at Stripe. Pay in, then try it again."),
    "charge_for_pending_refund_disputed": noop("The payment is disputed at the bank, which pays it back itself."),
    "merchant_request": noop("It was called off at Stripe."),
}
# Why Stripe took it for nothing, by the code of its error.
REFUSED: Mapping[str, str] = {
    "charge_already_refunded": noop("All of this payment was paid back already. Look at Stripe before you try again."),
    "charge_disputed": noop("The payment is disputed at the bank, which pays it back itself."),
    "resource_missing": noop("Stripe does not know this payment. Is it one of the account that is connected?"),
    "payment_intent_unexpected_state": noop("This payment has not come in, so that nothing of it can be paid back."),
    "balance_insufficient": noop("There is too little money in your account at Stripe. Pay in, then try it again."),
    "key": noop("Stripe does not take our key. An admin enters it anew in the settings, under “Payments”."),
    "gone": noop("Stripe is not connected any more. An admin connects it in the settings, under “Payments”."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A refund as Stripe has it: its own id, how it stands, and why it came back, "" it did not."""

    stripe: str
    status: str
    reason: str = ""

    @property
    def state(self) -> State:
        """As one of ours; a status of tomorrow is still on its way."""
        return STATUS.get(self.status, State.SENT)


def may_go(old: str, new: State) -> bool:
    """Whether a refund that stands so can come to stand thus."""
    return new in GOES[State(old)]


def why_back(reason: str) -> str:
    """Why it came back, for people."""
    known = CAME_BACK.get(reason)
    return _(known) if known else _("Their bank sent it back (%(why)s).") % {"why": reason or "?"}


def why_refused(code: str, message: str) -> str:
    """Why Stripe paid nothing, for people; else in its own words."""
    known = REFUSED.get(code)
    return _(known) if known else _("Stripe did not pay it: %(why)s") % {"why": message[:200] or code}


def why_unreachable() -> str:
    """For people, when nobody can say what became of it. What the line said is for whoever runs the desk."""
    return _("Stripe could not be reached, or did not answer as it should. Try again in a moment.")


def why_not_key(key: str) -> str:
    """Empty when it looks like a key with which one can pay back; else what is wrong, in words."""
    if key.startswith("pk_"):
        return _("This is the publishable key. What pays back is the secret key, or a restricted one.")
    if not KEY.fullmatch(key):
        return _("A key of Stripe begins with sk_ or rk_. Copy it from Stripe's page for developers.")
    return ""


def why_not_hook_secret(secret: str) -> str:
    """Empty when it looks like what Stripe signs with; else what is wrong, in words."""
    return "" if HOOK_SECRET.fullmatch(secret) else _("A signing secret of Stripe begins with whsec_.")


def is_live(key: str) -> bool:
    """Whether it moves real money."""
    found = KEY.fullmatch(key)
    return bool(found and found[1] == "live")
