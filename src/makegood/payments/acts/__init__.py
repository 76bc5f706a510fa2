"""All changes of the account, of refunds, and of what Stripe posted."""

from makegood.payments.acts.account import connect, entered_hook_secret, switch, tried
from makegood.payments.acts.refunds import Gone, answered, call_off, claim, failed, gave_up, plan
from makegood.payments.acts.telling import keep, passed, stuck, taken

__all__ = [
    "Gone", "answered", "call_off", "claim", "connect", "entered_hook_secret", "failed", "gave_up", "keep", "passed",
    "plan", "stuck", "switch", "taken", "tried",
]  # fmt: skip
