"""Every change to mentions: what came is kept, read, corrected, and decided on by a person."""

from makegood.mentions.acts.correcting import correct, mark
from makegood.mentions.acts.keeping import content, failed, keep
from makegood.mentions.acts.reading import Known, Read, page_came, page_failed, paste, propose, read_again
from makegood.mentions.acts.sources import add, change, endpoint_said, look_now, set_endpoint, switch

__all__ = [
    "Known", "Read", "add", "change", "content", "correct", "endpoint_said", "failed", "keep",
    "look_now", "mark", "page_came", "page_failed", "paste", "propose", "read_again", 
    "set_endpoint", "switch", 
]  # fmt: skip
