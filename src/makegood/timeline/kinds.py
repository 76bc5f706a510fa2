"""The closed list of what can have happened. A new capability adds its lines here, and nowhere else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """One thing that happened: what it happened to, then the verb in the past tense. The label follows "who"."""

    CONVERSATION_STARTED = "conversation.started", _("started the conversation")
    CONVERSATION_ASSIGNED = "conversation.assigned", _("assigned the conversation")
    CONVERSATION_CLAIMED = "conversation.claimed", _("claimed the conversation")
    CONVERSATION_RELEASED = "conversation.released", _("gave the conversation back to the team")
    CONVERSATION_HELD = "conversation.held", _("put the conversation on hold")
    CONVERSATION_RESUMED = "conversation.resumed", _("took the conversation off hold")
    CONVERSATION_CLOSED = "conversation.closed", _("closed the conversation")
    CONVERSATION_REOPENED = "conversation.reopened", _("reopened the conversation")
    CONVERSATION_TAGGED = "conversation.tagged", _("changed the tags")
    CONVERSATION_LINKED = "conversation.linked", _("linked another conversation")
    CONVERSATION_MERGED = "conversation.merged", _("merged two conversations")
    CONVERSATION_UNMERGED = "conversation.unmerged", _("took a merge apart")
    CONVERSATION_SPLIT = "conversation.split", _("split the conversation")
    CONVERSATION_SETTLED = "conversation.settled", _("marked that nothing is to be answered")
    CONVERSATION_RESTED = "conversation.rested", _("let the conversation rest")
    ACT_UNDONE = "act.undone", _("took the last act back")

    MESSAGE_RECEIVED = "message.received", _("wrote")
    MESSAGE_MOVED = "message.moved", _("moved a message")

    REPLY_WRITTEN = "reply.written", _("replied")
    REPLY_UNDONE = "reply.undone", _("took the reply back before it left")
    REPLY_SENT = "reply.sent", _("sent the reply")

    NOTE_WRITTEN = "note.written", _("wrote a note")
    DRAFT_SAVED = "draft.saved", _("saved a draft")

    DELIVERY_RETRIED = "delivery.retried", _("tried the delivery again")
    DELIVERY_STUCK = "delivery.stuck", _("could not deliver")
    DELIVERY_BOUNCED = "delivery.bounced", _("returned the mail")

    ARRIVAL_FILED = "arrival.filed", _("filed an arrival")
    ARRIVAL_REFUSED = "arrival.refused", _("refused an arrival and kept it")
    ARRIVAL_STUCK = "arrival.stuck", _("could not file an arrival")
    ARRIVAL_RETRIED = "arrival.retried", _("tried the arrival again")

    ESCALATION_BEGUN = "escalation.begun", _("took it higher")
    ESCALATION_CLIMBED = "escalation.climbed", _("asked the next above")
    ESCALATION_STRANDED = "escalation.stranded", _("found nobody above who is known to come")
    ESCALATION_ENDED = "escalation.ended", _("settled what was taken higher")

    CLOCK_STARTED = "clock.started", _("started a clock")
    CLOCK_MET = "clock.met", _("met a clock")
    CLOCK_MISSED = "clock.missed", _("missed a clock")
    CLOCK_WARNED = "clock.warned", _("warned that a clock runs out")
    CLOCK_MOVED = "clock.moved", _("counted a clock anew")

    PROMISE_MADE = "promise.made", _("promised")
    PROMISE_WARNED = "promise.warned", _("said that a promise comes due")
    PROMISE_KEPT = "promise.kept", _("kept a promise")
    PROMISE_RENEGOTIATED = "promise.renegotiated", _("agreed a new time for a promise")
    PROMISE_BROKEN = "promise.broken", _("broke a promise")
    PROMISE_OWNED_UP = "promise.owned_up", _("told the customer that a promise was not kept")
    PROMISE_CORRECTED = "promise.corrected", _("said when a promise was kept")
    PROMISE_MADE_GOOD = "promise.made_good", _("made a broken promise good")
    PROMISE_WITHDRAWN = "promise.withdrawn", _("withdrew a promise")
    EVENT_CAME = "event.came", _("said that something has happened")

    WISHES_CHANGED = "wishes.changed", _("said how they want to be reached")
    KUDOS_GIVEN = "kudos.given", _("said thanks")

    CUSTOMER_ADDED = "customer.added", _("added the customer")
    CUSTOMER_CHANGED = "customer.changed", _("changed the customer")
    CUSTOMER_BLOCKED = "customer.blocked", _("blocked the sender")
    CUSTOMER_UNBLOCKED = "customer.unblocked", _("unblocked the sender")
    GROUP_CHANGED = "group.changed", _("changed a group of customers")
    LOOK_TAKEN = "look.taken", _("looked the customer up")

    AGENT_ADDED = "agent.added", _("added an agent")
    AGENT_CHANGED = "agent.changed", _("changed an agent")
    AGENT_DEACTIVATED = "agent.deactivated", _("deactivated an agent")
    AGENT_ACTIVATED = "agent.activated", _("activated an agent again")
    AGENT_SIGNED_OUT = "agent.signed_out", _("signed an agent out")
    LINK_MADE = "link.made", _("made a one-time sign-in link")
    LINK_USED = "link.used", _("signed in with a one-time link")
    ROLE_CHANGED = "role.changed", _("changed a role")
    TEAM_CHANGED = "team.changed", _("changed a team")
    PARTNER_CHANGED = "partner.changed", _("changed a partner")
    LOCATION_CHANGED = "location.changed", _("changed a location")

    ROSTER_CHANGED = "duty.roster", _("changed a weekly roster")
    SHIFT_CHANGED = "duty.shift", _("changed a shift")
    PLAN_IMPORTED = "duty.plan", _("imported a shift plan")
    ABSENCE_BEGAN = "duty.absence", _("noted an absence")
    ABSENCE_CHANGED = "duty.absence_changed", _("changed the end of an absence")
    ABSENCE_ENDED = "duty.absence_ended", _("ended an absence")
    SUBSTITUTE_SET = "duty.substitute", _("named who stands in")
    SUBSTITUTE_ENDED = "duty.substitute_ended", _("ended standing in")
    DUTY_SAID = "duty.said", _("went on or off duty by hand")
    CALENDAR_CHANGED = "duty.calendar", _("opened or closed their own calendar")

    HOURS_CHANGED = "hours.changed", _("changed office hours")
    TARGET_CHANGED = "target.changed", _("changed a service target")
    MAILBOX_CHANGED = "mailbox.changed", _("changed a mailbox")
    SETTINGS_CHANGED = "settings.changed", _("changed the settings")
    TOKEN_MADE = "token.made", _("made an API token")
    TOKEN_REVOKED = "token.revoked", _("revoked an API token")
    WEBHOOK_CHANGED = "webhook.changed", _("changed a webhook")
    WEBHOOK_STUCK = "webhook.stuck", _("could not reach a webhook")

    HANDOFF_OFFERED = "handoff.offered", _("offered to hand the conversation on")
    HANDOFF_ASKED = "handoff.asked", _("asked back before accepting")
    HANDOFF_ANSWERED = "handoff.answered", _("answered what was asked back")
    HANDOFF_ACCEPTED = "handoff.accepted", _("accepted the handoff")
    HANDOFF_DECLINED = "handoff.declined", _("declined the handoff")
    HANDOFF_WITHDRAWN = "handoff.withdrawn", _("withdrew the offer")
    HANDOFF_FINISHED = "handoff.finished", _("finished what was handed over")
    HANDOFF_MOVED = "handoff.moved", _("gave a new date")
    HANDOFF_WORD = "handoff.word", _("wrote about what was handed over")
    HANDOFF_TOLD = "handoff.told", _("wrote to a partner")
    HANDOFF_REMINDED = "handoff.reminded", _("reminded a partner")
    HANDOFF_TAKEN_BACK = "handoff.taken_back", _("took back what was handed over")
    HANDOFF_UNDELIVERED = "handoff.undelivered", _("could not reach a partner")
    HANDOFF_RETURNED = "handoff.returned", _("returned the handoff")

    ALARM_RAISED = "alarm.raised", _("raised an alarm")
    ALARM_CLEARED = "alarm.cleared", _("cleared an alarm")
    TURN_RETRIED = "turn.retried", _("tried stuck work again")
