"""A letter: an arrival that has been read. Plain values, frozen, damaged or not.

Every channel reads its bytes into this one shape; `conversations.acts.receive` takes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Who speaks: a person, or which sort of machine."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK = "feedback"
    LIST = "list"
    AUTOMATIC = "automatic"


class Auth(StrEnum):
    """What the receiving server found out about the sender (RFC 8601, DMARC of RFC 7489)."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322: the display name, decoded ("" when there is none), and the bare address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a letter. `content` is decoded; `cid` has no angle brackets, "" when there is none."""

    name: str
    type: str
    content: bytes
    inline: bool = False
    cid: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Letter:
    """What an arrival says. Ids have no angle brackets; texts hold no NUL; `date` is aware or None.

    `html` and `reply_html` are sanitised. `reply_text` is what the sender newly wrote: no quotes, no signature.
    `about` is, for a bounce or a feedback report, the Message-ID of the mail it speaks of ("" when unknown), and
    `about_address` the recipient that failed. `problems` says in words what was damaged.
    """

    sender: Address
    subject: str = ""
    from_ambiguous: bool = False
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    delivered_to: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    reply_text: str = ""
    reply_html: str = ""
    attachments: tuple[Attachment, ...] = ()
    kind: Kind = Kind.PERSON
    bounce_status: str = ""
    bounce_permanent: bool = False
    about: str = ""
    about_address: str = ""
    may_autorespond: bool = True
    auth: Auth = Auth.NONE
    problems: tuple[str, ...] = field(default=())

    @property
    def is_doubtful(self) -> bool:
        """True when the sender may not be who the From line says: opens nothing, sees nothing."""
        return self.from_ambiguous or self.auth is Auth.FAIL
