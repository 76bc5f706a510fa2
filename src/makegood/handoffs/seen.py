"""What a partner sees by a link: what was shared with them, what was said between us, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.base import secrets
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.models import Message
from makegood.handoffs import rules
from makegood.handoffs.models import Handoff, Mail, Said, SaidFile, Shared, State
from makegood.people.models import Company


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file that they may save. `key` names it in the address: s-7 was shared, w-3 came with a word."""

    key: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word between us. `is_ours`: one of us said it; `who` is a first name, or how they call themselves."""

    who: str
    is_ours: bool
    text: str
    at: datetime
    files: list[SeenFile]


@dataclass(frozen=True, slots=True)
class SeenHandoff:
    """The whole of a partner's page. `due_at`: by when they should answer, or the date they gave; None when it is over.

    `name` is how they called themselves last.
    """

    id: int
    house: str
    partner: str
    zone: str
    language: str
    subject: str
    reason: str
    owner: str
    state: str
    due_at: datetime | None
    started_at: datetime | None
    promised_at: datetime | None
    may_move: bool
    why: str
    messages: list[SeenWord]
    words: list[SeenWord]
    files: list[SeenFile]
    name: str
    may_log: bool

    @property
    def is_open(self) -> bool:
        """Something can be answered."""
        return self.state in (State.OFFERED, State.ACCEPTED)


def by_token(token: str) -> Handoff | None:
    """The handoff whose mail carried this token; None: no such, or we no longer work with that partner. One query."""
    if not 16 <= len(token) <= 64:
        return None
    mail = (
        Mail.objects.select_related("handoff__partner", "handoff__owner", "handoff__by", "handoff__conversation__owner")
        .filter(hashed=secrets.hashed(token), handoff__partner__is_active=True)
        .first()
    )
    return mail.handoff if mail else None


def page(handoff: Handoff, *, now: datetime) -> SeenHandoff:
    """What the partner of this handoff sees. A fixed number of queries."""
    partner, company = handoff.partner, Company.objects.first()
    if partner is None:
        raise Handoff.DoesNotExist
    kind = ClockKind.OFFER if handoff.state == State.OFFERED else ClockKind.PARTNER
    clock = running_about(kind, handoff.pk)
    words = _words(handoff)
    owner = handoff.conversation.owner or handoff.by
    return SeenHandoff(
        id=handoff.pk,
        house=company.name if company else "",
        partner=partner.name,
        zone=partner.zone,
        language=partner.language,
        subject=handoff.subject,
        reason=handoff.reason,
        owner=owner.name.partition(" ")[0],
        state=handoff.state,
        due_at=clock.due_at if clock else None,
        started_at=clock.started_at if clock else None,
        promised_at=handoff.promised_at,
        may_move=not rules.why_not_move(handoff, now=now),
        why=handoff.why if handoff.state in (State.RETURNED, State.WITHDRAWN) else "",
        messages=_messages(handoff),
        words=words,
        files=_files(handoff),
        may_log=handoff.logs and handoff.state == State.ACCEPTED,
        name=next((one.who for one in reversed(words) if not one.is_ours), ""),
    )


def _messages(handoff: Handoff) -> list[SeenWord]:
    """The messages that were shared: who said it only as "the customer" or "we"."""
    shared = Message.objects.filter(pk__in=Shared.objects.filter(handoff=handoff).values("message")).order_by("pk")
    return [SeenWord("", one.direction == Message.OUT, one.reply_text or one.text, one.at, []) for one in shared]


def _files(handoff: Handoff) -> list[SeenFile]:
    rows = Shared.objects.filter(handoff=handoff, file__isnull=False).select_related("file").order_by("file")
    return [SeenFile(f"s-{one.file.pk}", one.file.name, one.file.size) for one in rows if one.file]


def _words(handoff: Handoff) -> list[SeenWord]:
    """What was said between us; not what a machine or a stranger sent to the address."""
    said = Said.objects.filter(handoff=handoff, is_doubtful=False).select_related("by").order_by("pk")
    files: dict[int, list[SeenFile]] = {}
    for one in SaidFile.objects.filter(said__in=said).order_by("pk"):
        files.setdefault(one.said_id, []).append(SeenFile(f"w-{one.pk}", one.name, one.size))
    return [
        SeenWord(
            one.by.name.partition(" ")[0] if one.by else one.name or one.address,
            one.by is not None,
            one.text,
            one.at,
            files.get(one.pk, []),
        )
        for one in said
    ]


def file_of(handoff: Handoff, key: str) -> tuple[str, str] | None:
    """The name of a file that this partner may save, and under which it is stored; None for any other."""
    kind, _dash, number = key.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    if kind == "s":
        shared = Shared.objects.filter(handoff=handoff, file=int(number)).select_related("file").first()
        return (shared.file.name, shared.file.stored) if shared and shared.file else None
    word = SaidFile.objects.filter(pk=int(number), said__handoff=handoff, said__is_doubtful=False).first()
    return (word.name, word.stored) if kind == "w" and word else None
