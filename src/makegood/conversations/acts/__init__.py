"""Every change to a conversation: one verb, one transaction, one event, its clocks and agenda rows."""

from makegood.conversations.acts.deliveries import sent, stuck, try_again, will_retry
from makegood.conversations.acts.drafts import (
    First,
    attach,
    attach_first,
    attach_missing,
    detach,
    discard,
    discard_first,
    save,
    save_first,
)
from makegood.conversations.acts.linking import link, make_part, unlink
from makegood.conversations.acts.merging import merge, unmerge
from makegood.conversations.acts.notes import note
from makegood.conversations.acts.pages import Spoken, give_link, link_left, write
from makegood.conversations.acts.receive import Incoming, Received, receive, receive_all
from makegood.conversations.acts.reply import After, Along, reply, start, undo_reply
from makegood.conversations.acts.splitting import split
from makegood.conversations.acts.standing import Nothing, assign, claim, close, hold, nothing_to_answer, release, reopen
from makegood.conversations.acts.tags import tag
from makegood.conversations.acts.undo import undo
from makegood.conversations.acts.wishing import unwish, wish
from makegood.conversations.acts.writing import Words, say_by_itself

__all__ = [
    "After",
    "Along",
    "First",
    "Incoming",
    "Nothing",
    "Received",
    "Spoken",
    "Words",
    "assign",
    "attach",
    "attach_first",
    "attach_missing",
    "claim",
    "close",
    "detach",
    "discard",
    "discard_first",
    "give_link",
    "hold",
    "link",
    "link_left",
    "make_part",
    "merge",
    "note",
    "nothing_to_answer",
    "receive",
    "receive_all",
    "release",
    "reopen",
    "reply",
    "save",
    "save_first",
    "say_by_itself",
    "sent",
    "split",
    "start",
    "stuck",
    "tag",
    "try_again",
    "undo",
    "undo_reply",
    "unlink",
    "unmerge",
    "unwish",
    "will_retry",
    "wish",
    "write",
]  # fmt: skip
