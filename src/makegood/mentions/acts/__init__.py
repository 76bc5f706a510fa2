"""Every change to mentions: what came is kept, read, corrected, and decided on by a person."""

from makegood.mentions.acts.correcting import correct, mark
from makegood.mentions.acts.deciding import Decision, decide, nothing_of_ours, reopen, take_back
from makegood.mentions.acts.keeping import content, failed, keep, keep_rows
from makegood.mentions.acts.reading import Known, Read, page_came, page_failed, paste, propose, read_again
from makegood.mentions.acts.sources import add, change, endpoint_said, look_now, set_endpoint, switch

__all__ = [
    "Decision", "Known", "Read", "add", "change", "content", "correct", "decide", "endpoint_said", "failed", "keep",
    "keep_rows", "look_now", "mark", "nothing_of_ours", "page_came", "page_failed", "paste", "propose", "read_again",
    "reopen", "set_endpoint", "switch", "take_back",
]  # fmt: skip
