"""What somebody must be told of, whom it concerns, and the mail's words.

Pure; of a customer's words only subjects, and thanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.timeline.kinds import Kind

EVERY = timedelta(minutes=30)  # between two such mails to one person
MOST_LINES = 40
MOST_THANKS = 500

LATE = frozenset({Kind.CLOCK_MISSED})
SOON = frozenset({Kind.CLOCK_WARNED})
CALL = "callback"  # the kind of clock of which it is said that a call, and not an answer, is late
UNDELIVERED = frozenset({Kind.DELIVERY_STUCK, Kind.DELIVERY_BOUNCED})
ALARMS = frozenset({Kind.ALARM_RAISED, Kind.ARRIVAL_STUCK, Kind.WEBHOOK_STUCK, Kind.ESCALATION_STRANDED})
OFFERS = frozenset({Kind.HANDOFF_OFFERED})
BACK = frozenset(
    {
        Kind.HANDOFF_RETURNED,
        Kind.HANDOFF_DECLINED,
        Kind.HANDOFF_ASKED,
        Kind.HANDOFF_FINISHED,
        Kind.HANDOFF_MOVED,
        Kind.HANDOFF_WORD,
        Kind.HANDOFF_UNDELIVERED,
    }
)
BROKEN, DUE = frozenset({Kind.PROMISE_BROKEN}), frozenset({Kind.PROMISE_WARNED})
ANSWERED = frozenset({Kind.ASK_ANSWERED, Kind.ASK_UNANSWERED})
HIGHER = frozenset({Kind.ESCALATION_CLIMBED})
THANKS = frozenset({Kind.KUDOS_GIVEN, Kind.KUDOS_WORDED, Kind.KUDOS_LEFT})
UNSOLVED = frozenset({Kind.QUESTION_ANSWERED})
UNREAD = frozenset({Kind.STORY_TOLD, Kind.STORY_KEPT, Kind.STORY_UNREAD, Kind.COMMENT_SAID})
STORIES = UNREAD | {Kind.NAMING_ASKED}
URGENT = LATE | SOON | UNDELIVERED | ALARMS | OFFERS | BACK | BROKEN | DUE | HIGHER
TOLD = tuple(sorted(URGENT | THANKS | ANSWERED | UNSOLVED | STORIES))


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that happened and may need a person. `owner` and `team` are the conversation's as they are now.

    `cover` is who has it while those are off duty (None: nobody is known to come, or none is needed).
    """

    event: int
    kind: str
    about: dict[str, Any]
    conversation: int | None = None
    owner: int | None = None
    team: int | None = None
    cover: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who may be told: an agent, the teams they work in, whether they are an admin, whether an absence runs."""

    agent: int
    teams: frozenset[int] = frozenset()
    is_admin: bool = False
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A conversation in the mail; the subject is "" for who may not read it, `covers` for whom it is looked after,
    `more` what else is said of it. Number 0: thanks that were said in none."""

    number: int
    subject: str = ""
    is_mine: bool = False
    covers: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """All that one mail says."""

    broken: Sequence[Line] = field(default=())
    due: Sequence[Line] = field(default=())
    late: Sequence[Line] = field(default=())
    late_calls: Sequence[Line] = field(default=())
    soon: Sequence[Line] = field(default=())
    soon_calls: Sequence[Line] = field(default=())
    higher: Sequence[Line] = field(default=())
    offered: Sequence[Line] = field(default=())
    back: Sequence[Line] = field(default=())
    undelivered: Sequence[Line] = field(default=())
    thanks: Sequence[Line] = field(default=())
    answered: Sequence[Line] = field(default=())
    unsolved: Sequence[Line] = field(default=())
    stories: Sequence[tuple[str, int]] = field(default=())  # what about which story
    alarms: Sequence[str] = field(default=())
    stuck_arrivals: int = 0

    def __bool__(self) -> bool:
        urgent = self.broken or self.due or self.late or self.late_calls or self.soon or self.soon_calls or self.higher
        lines = urgent or self.offered or self.back or self.undelivered or self.thanks or self.answered or self.unsolved
        return bool(lines or self.stories or self.alarms or self.stuck_arrivals)


def concerns(matter: Matter, person: Person) -> bool:
    """An alarm: admins. Thanks: whom they are for, and their lead. Taken higher: who is asked. An offer: to whom it is
    made. A promise: also who keeps it.

    What is said of a conversation: who covers it, else its owner; nobody's yet: all of its team.
    Who is away is not told of what is nobody's yet.
    """
    if person.is_admin and matter.kind in ALARMS:
        return True
    if matter.kind in THANKS | STORIES:
        return person.agent in matter.about.get("hears", ())
    if matter.conversation is None:
        return False
    if matter.kind in UNSOLVED and matter.about.get("solved"):
        return False
    if matter.kind in HIGHER:
        return matter.about.get("to") == person.agent
    if matter.kind in ANSWERED:
        return matter.about.get("asker") == person.agent
    if matter.kind in OFFERS:
        about = matter.about
        return about.get("for_agent") == person.agent or not person.teams.isdisjoint(about.get("for_teams", ()))
    if matter.kind in BROKEN | DUE and matter.about.get("keeper") == person.agent and not person.is_away:
        return True
    if matter.cover is not None:
        return matter.cover == person.agent
    return matter.owner == person.agent or (matter.owner is None and matter.team in person.teams and not person.is_away)


def handoff_words(matter: Matter) -> str:
    """What stands behind a conversation that is offered or has come back; "" for everything else."""
    who = str(matter.about.get("receiver", ""))
    return {
        Kind.ESCALATION_CLIMBED.value: _("you are asked now"),
        Kind.HANDOFF_OFFERED.value: _("please accept or decline"),
        Kind.HANDOFF_RETURNED.value: _("%(who)s did not answer in time") % {"who": who},
        Kind.HANDOFF_DECLINED.value: _("%(who)s declined") % {"who": who},
        Kind.HANDOFF_ASKED.value: _("%(who)s has a question") % {"who": who},
        Kind.HANDOFF_FINISHED.value: _("%(who)s is done") % {"who": who},
        Kind.HANDOFF_MOVED.value: _("%(who)s gave a new day") % {"who": who},
        Kind.HANDOFF_WORD.value: _("%(who)s wrote") % {"who": who},
        Kind.HANDOFF_UNDELIVERED.value: _("our mail did not reach %(who)s") % {"who": who},
    }.get(matter.kind, "")


def answer_words(matter: Matter) -> str:
    """What was answered to a question whether something may be given; "" for everything else."""
    if matter.kind not in ANSWERED:
        return ""
    if matter.kind == Kind.ASK_UNANSWERED:
        return _("nobody answered in time; ask again, or find another way")
    if not matter.about.get("yes"):
        return _("no: %(why)s") % {"why": " ".join(str(matter.about.get("why", "")).split())}
    return _("yes, but less; tell the customer") if matter.about.get("less") else _("yes; tell the customer")


def thanks_words(matter: Matter, *, agent: int) -> str:
    """Who was thanked, and in which words; "" for everything else."""
    if matter.kind not in THANKS:
        return ""
    if matter.kind == Kind.KUDOS_LEFT:
        held = _("their words want a look before they reach anyone")
        return held if matter.about.get("is_held") else _("for somebody; say who it was")
    words = " ".join(str(matter.about.get("words", "")).split())
    said = f"“{words[:MOST_THANKS]}”" if words else _("Thank you!")
    if matter.kind == Kind.KUDOS_WORDED:
        return _("%(name)s adds: %(words)s") % {"name": matter.about.get("name", ""), "words": said}
    if matter.about.get("agent") == agent:
        return _("to you: %(words)s") % {"words": said}
    return _("to %(name)s: %(words)s") % {"name": matter.about.get("name", ""), "words": said}


def story_words(matter: Matter) -> tuple[str, int]:
    """What is to be done about a story, and which one it is. Nothing of its words."""
    words = {
        Kind.NAMING_ASKED.value: _("May your first name stand in a story?"),
        Kind.COMMENT_SAID.value: _("A comment waits to be read"),
        Kind.STORY_UNREAD.value: _("It still waits, and who wrote it hears nothing"),
    }
    return words.get(matter.kind, _("A story waits to be read")), int(matter.about.get("story", 0))


def promise_words(matter: Matter, *, zone: tzinfo) -> str:
    """What was promised, and when it is or was due; "" for everything else."""
    if matter.kind not in BROKEN | DUE:
        return ""
    due_at = datetime.fromisoformat(matter.about["due_at"]).astimezone(zone)
    said = {"what": str(matter.about.get("what", "")), "when": f"{due_at:%Y-%m-%d %H:%M}"}
    return _("“%(what)s”, due %(when)s") % said


def alarm_words(matter: Matter) -> str:
    """What an alarm says, on one line, with the number of the conversation that it is about."""
    about = matter.about
    where = str(about.get("address") or (f"#{matter.conversation}" if matter.conversation else ""))
    what = str(about.get("words") or about.get("why") or about.get("reason") or "")
    return " ".join(f"{where}: {what}".split())[:400] if where else " ".join(what.split())[:400]


def subject(news: News) -> str:
    """What needs the person, counted."""
    alarms = len(news.alarms) + bool(news.stuck_arrivals)
    parts = [
        (len(news.broken), ngettext("%(n)d promise is broken", "%(n)d promises are broken", len(news.broken))),
        (len(news.due), ngettext("%(n)d promise comes due", "%(n)d promises come due", len(news.due))),
        (len(news.late), ngettext("%(n)d answer is late", "%(n)d answers are late", len(news.late))),
        (len(news.late_calls), ngettext("%(n)d call is late", "%(n)d calls are late", len(news.late_calls))),
        (len(news.soon), ngettext("%(n)d answer is due soon", "%(n)d answers are due soon", len(news.soon))),
        (len(news.soon_calls), ngettext("%(n)d call is due soon", "%(n)d calls are due soon", len(news.soon_calls))),
        (
            len(news.higher),
            ngettext("%(n)d matter was taken to you", "%(n)d matters were taken to you", len(news.higher)),
        ),
        (len(news.offered), ngettext("%(n)d offer to you", "%(n)d offers to you", len(news.offered))),
        (len(news.back), ngettext("%(n)d handoff needs you", "%(n)d handoffs need you", len(news.back))),
        (
            len(news.undelivered),
            ngettext("%(n)d mail did not arrive", "%(n)d mails did not arrive", len(news.undelivered)),
        ),
        (
            len(news.answered),
            ngettext("%(n)d answer to what you asked", "%(n)d answers to what you asked", len(news.answered)),
        ),
        (len(news.unsolved), ngettext("%(n)d is not solved", "%(n)d are not solved", len(news.unsolved))),
        (len(news.thanks), _("somebody said thanks")),
        (len(news.stories), ngettext("%(n)d story needs you", "%(n)d stories need you", len(news.stories))),
        (alarms, ngettext("%(n)d alarm", "%(n)d alarms", alarms)),
    ]
    return "Makegood: " + ", ".join(words % {"n": n} for n, words in parts if n)


def text(news: News, *, name: str, origin: str) -> str:
    """The mail. `origin` is the desk's public address without a trailing slash; "": it carries no links."""
    parts = [
        [_("Hello %(name)s,") % {"name": name}],
        _conversations(_("We did not keep our word. Tell the customer now:"), news.broken, origin),
        _conversations(_("A promise comes due:"), news.due, origin),
        _conversations(_("The answer is late:"), news.late, origin),
        _conversations(_("The call is late; they wait for it:"), news.late_calls, origin),
        _conversations(_("The answer is due soon:"), news.soon, origin),
        _conversations(_("The call is due soon:"), news.soon_calls, origin),
        _conversations(_("This was taken higher, and you are asked to put it right:"), news.higher, origin),
        _conversations(_("A colleague wants to hand you this:"), news.offered, origin),
        _conversations(_("You asked whether you may give something:"), news.answered, origin),
        _conversations(_("What you wanted to hand on needs you again:"), news.back, origin),
        _conversations(_("Our mail did not arrive:"), news.undelivered, origin),
        _conversations(_("The customer says that it is not solved; it is open again:"), news.unsolved, origin),
        _conversations(_("Thanks were said:"), news.thanks, origin),
        _listed(_("Stories:"), [_story(words, pk, origin) for words, pk in news.stories]),
        _listed(_("Alarms:"), [*news.alarms, *_stuck(news.stuck_arrivals, origin)]),
        [_("You get one such mail in half an hour at most. You can switch them off under your own name in the desk.")],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _conversations(title: str, lines: Sequence[Line], origin: str) -> list[str]:
    return _listed(title, [_conversation(line, origin) for line in lines])


def _conversation(line: Line, origin: str) -> str:
    if not line.number:
        return line.more + (f"\n  {origin}/kudos" if origin else "")
    head = f"#{line.number} {line.subject}".strip()
    whose = _("yours") if line.is_mine else _("nobody has it yet")
    whose = _("you cover for %(name)s") % {"name": line.covers} if line.covers else whose
    whose = line.more or whose
    return f"{head} ({whose})" + (f"\n  {origin}/c/{line.number}" if origin else "")


def _story(words: str, pk: int, origin: str) -> str:
    return words + (f"\n  {origin}/wall/{pk}" if origin else "")


def _stuck(count: int, origin: str) -> list[str]:
    words = ngettext("%(n)d mail came in and could not be filed.", "%(n)d mails came in and could not be filed.", count)
    return [words % {"n": count} + (f"\n  {origin}/settings/stuck" if origin else "")] if count else []


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    all_of_them = list(lines)
    shown = [f"- {line}" for line in all_of_them[:MOST_LINES]]
    rest = len(all_of_them) - len(shown)
    more = [_("and %(n)d more") % {"n": rest}] if rest else []
    return [title, *shown, *more] if shown else []
