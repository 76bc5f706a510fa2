"""What is searched: each scene plays some of the verbs together, as all at once are more than can be looked at."""

from __future__ import annotations

from tests.model.company import A, B, H, M
from tests.model.rules import Scene


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A partner accepted, and was reminded twice already.
SILENT = (
    ("state", "O"),
    ("partner", "accepted"),
    ("partner_clock", 1),
    ("reminders", 2),
    ("mails", 3),
    ("partner_by", A),
)

SCENES = {
    "core": Scene(_of("own hold undo race") | {"not done"}, leave=(A,)),
    "duty": Scene(_of("own hold"), duty=(A, B, M), leave=(A, B, M)),
    "promise": Scene(_of("own promise good hold worker"), leave=(A,)),
    "good": Scene(_of("promise good undo two"), duty=(A,)),
    "again": Scene(_of("promise two good"), duty=(B, M), rungs=(B, M, H)),
    "handoff": Scene(_of("own handoff promise"), leave=(A,)),
    "partner": Scene(_of("own partner handoff"), duty=(A,)),
    "partner, silent": Scene(_of("partner promise good"), duty=(), begins=SILENT),
    "ladder": Scene(_of("own ladder remedy undo"), duty=(A, B, M), leave=(B, M)),
    "three": Scene(_of("ladder"), duty=(B, M, H), leave=(B, M, H), rungs=(B, M, H)),
    "fold": Scene(_of("ladder promise good"), duty=(B, M), rungs=(B, B, M)),
    "fold above": Scene(_of("own ladder"), duty=(B, M), leave=(M,), rungs=(B, M, M)),
    "alone": Scene(_of("own ladder promise"), duty=(A, B), leave=(B,), rungs=(B,)),
    "avoided": Scene(_of("ladder avoid"), duty=(B, M, H), leave=(H,), rungs=(B, M, H)),
    "avoided, only": Scene(_of("ladder avoid promise good"), duty=(B, M), leave=(M,), rungs=(B, M)),
    "approve": Scene(_of("own approve hold"), duty=(A, B, M), leave=(B, M)),
    "silence": Scene(_of("own approve"), duty=(A, B, M), leave=(B, M), silence=True),
    "remedy": Scene(_of("own remedy hold"), duty=(A,)),
    "gone": Scene(_of("own ladder gone"), duty=()),
    "rest": Scene(_of("own promise race undo") | {"let it rest"}, duty=(A,)),
    "rest, and parts": Scene(_of("own partner remedy") | {"let it rest"}, duty=(A,)),
    "rest alone": Scene(_of("promise") | {"let it rest"}, duty=()),
    "partner alone": Scene(_of("partner"), duty=()),
    "merge": Scene(_of("own promise handoff merge"), 2, duty=(), closable=False),
    "merge broken": Scene(_of("promise good merge"), 2, duty=(), closable=False),
}
