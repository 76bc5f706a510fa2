"""What may become of a remedy and of an ask, by whom. Pure decisions; `TABLE` and `ASKS` are the whole lists."""

from makegood.remedies.rules.asks import (
    ASKS,
    LINK_LASTS,
    Next,
    may_decide,
    next_asked,
    silence_counts,
    what_became_of_ask,
)
from makegood.remedies.rules.remedies import (
    AGAIN_WITHIN,
    BY_VERB,
    FOR_LATE,
    GRANTER_MAY_WITHDRAW,
    RESTS,
    SORTS,
    TABLE,
    GivenAlready,
    Gone,
    MustAsk,
    Verb,
    Who,
    called,
    key_of,
    possible,
    what_became,
    whos,
    why_not,
    why_not_hand_over,
    why_not_this,
)

__all__ = [
    "AGAIN_WITHIN", "ASKS", "BY_VERB", "FOR_LATE", "GRANTER_MAY_WITHDRAW", "LINK_LASTS", "RESTS", "SORTS", "TABLE",
    "GivenAlready", "Gone", "MustAsk", "Next", "Verb", "Who", "called", "key_of", "may_decide", "next_asked",
    "possible", "silence_counts", "what_became", "what_became_of_ask", "whos", "why_not", "why_not_hand_over",
    "why_not_this",
]  # fmt: skip
