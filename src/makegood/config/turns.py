"""Who takes which turn of the agenda: the one table, and the look-up that imports each when it is first due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import cast

from makegood.agenda.worker import Handle

# kind of turn: the function that takes it
HANDLERS: dict[str, str] = {
    "absence": "makegood.conversations.due.absence",
    "account_mail": "makegood.desk.account_mail.handle",
    "after_hours": "makegood.afterhours.due.after_hours",
    "ask": "makegood.remedies.due.ask",
    "ask_mail": "makegood.channels.mail.asks.tell",
    "clock": "makegood.conversations.due.clock",
    "effort": "makegood.effort.due.effort",
    "effort_sweep": "makegood.effort.due.sweep",
    "file": "makegood.channels.mail.filing.file",
    "good_answer": "makegood.articles.due.good_answer",
    "hear": "makegood.channels.phone.due.hear",
    "hooks": "makegood.api.webhooks.due.follow",
    "mention": "makegood.channels.social.due.mention",
    "offer": "makegood.handoffs.due.offer",
    "partner": "makegood.handoffs.due.partner",
    "partner_mail": "makegood.channels.mail.partners.send",
    "partner_reminders": "makegood.channels.mail.partners.remind",
    "kudos_letter": "makegood.channels.mail.thanks.letter",
    "kudos_month": "makegood.channels.mail.thanks.month",
    "notice_wave": "makegood.notices.due.notice_wave",
    "notice": "makegood.channels.mail.telling.due.notice",
    "posted": "makegood.orders.due.posted",
    "order_event": "makegood.watch.due.order_event",
    "own_up": "makegood.promises.due.own_up",
    "passed_on": "makegood.promises.due.passed_on",
    "promise": "makegood.promises.due.run_out",
    "promise_warning": "makegood.promises.due.warn",
    "prove": "makegood.channels.mail.tester.prove",
    "recount": "makegood.conversations.due.recount",
    "recording": "makegood.channels.phone.due.fetch",
    "reconcile": "makegood.channels.mail.reconcile.reconcile",
    "refund": "makegood.channels.stripe.due.send",
    "refund_look": "makegood.channels.stripe.due.look",
    "refund_told": "makegood.channels.stripe.due.told",
    "remedy": "makegood.remedies.due.give",
    "rung": "makegood.escalations.due.rung",
    "send": "makegood.channels.mail.due.send",
    "story": "makegood.stories.due.story",
    "story_mail": "makegood.channels.mail.tellers.send",
    "social": "makegood.channels.social.due.social",
    "tell": "makegood.channels.mail.telling.due.tell",
    "solved": "makegood.kudos.due.solved",
    "trial": "makegood.channels.mail.trial.send",
    "unblocked": "makegood.intake.due.unblocked",
    "voicemail": "makegood.channels.phone.due.file",
    "voucher": "makegood.vouchers.due.voucher",
    "watch": "makegood.watch.due.watch",
    "webhook": "makegood.api.webhooks.due.deliver",
    "work": "makegood.worklog.due.tell",
}


class Handlers(Mapping[str, Handle]):
    """The table as functions. Raises KeyError for a kind that it does not hold."""

    def __getitem__(self, kind: str) -> Handle:
        return _load(HANDLERS[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(HANDLERS)

    def __len__(self) -> int:
        return len(HANDLERS)


@cache
def _load(path: str) -> Handle:
    module, _, name = path.rpartition(".")
    return cast(Handle, getattr(import_module(module), name))
