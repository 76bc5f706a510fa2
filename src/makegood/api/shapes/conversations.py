"""Conversations and what is said in them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, model_validator

from makegood.api.shapes.common import Id, Line, Long, Moment, Person, PersonOut, Plain, Said, Seen
from makegood.api.shapes.effort import EffortOut
from makegood.api.shapes.promises import MovedIn, PromiseIn
from makegood.conversations.acts import After as AfterReply
from makegood.conversations.acts import Words

MOST_PEOPLE, MOST_FILES = 50, 20


class RowOut(Schema):
    """A conversation in a list. `next_kind`, `next_due`: the clock that runs out next ("" and null: none runs)."""

    number: int = Field(examples=[1042])
    customer: str = Field(examples=["Eva Stern"])
    subject: str = Field(examples=["The lamp flickers"])
    preview: str
    tags: list[str] = Field(examples=[["lamp"]])
    owner: str = Field(description="A name; empty while nobody has it.")
    channel: str = Field(examples=["mail"])
    state: str = Field(examples=["open"], description="open, waiting, closed or merged")
    next_kind: str = Field(examples=["first_response"])
    next_due: datetime | None
    next_started: datetime | None
    lets_rest: bool
    closed_at: datetime | None
    said_by: str = Field(description="Who of us said what `preview` shows; empty: the customer did.")
    next_who: str = Field(description="Of whom the next clock wants something; empty: of the owner.")
    is_put_to_me: bool = Field(description="Whether that is you, or a team of yours.")


class Named(Schema):
    """Something by its id and name."""

    id: int
    name: str


class CustomerOut(Schema):
    """Who writes to us, as far as the asker sees their conversations."""

    id: int
    name: str = Field(examples=["Eva Stern"])
    since: datetime
    addresses: list[str] = Field(examples=[["eva@post.example"]])
    is_blocked: bool
    group: str = Field(description="The group of customers, which a service target may name; empty: none.")
    conversations: list[RowOut] = Field(description="The newest twenty that you may see.")
    effort: EffortOut = Field(description="Of all that you may see, together.")


class BesideOut(Schema):
    """A linked conversation, and why: same_mail, continues, suggested, split, related."""

    number: int
    subject: str
    state: str
    why: str


class ConversationOut(Schema):
    """A conversation. `newest` is what a reply, or closing, must have `seen`; `reply_to` whom an answer goes to."""

    number: int = Field(examples=[1042])
    subject: str
    state: str = Field(examples=["open"])
    channel: str
    customer: Named
    team: Named
    owner: Named | None
    mailbox: Named | None
    tags: list[str]
    is_automatic: bool
    lets_rest: bool
    next_kind: str
    next_due: datetime | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    newest: int
    reply_to: list[PersonOut]
    reply_cc: list[PersonOut]
    beside: list[BesideOut]
    effort: EffortOut


class FileOut(Schema):
    """A file. Its bytes are at `/files/{id}`. `cid`: under which an inline picture stands in the HTML."""

    id: int
    name: str = Field(examples=["receipt.pdf"])
    type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.")
    cid: str
    is_inline: bool


class DeliveryOut(Schema):
    """One recipient's copy: planned, retry, sent or stuck; `reason` says in words why it is not there."""

    id: int
    name: str
    address: str
    state: str
    due_at: datetime
    sent_at: datetime | None
    bounced_at: datetime | None
    reason: str


class MessageOut(Schema):
    """Said by or to the customer. `new_text`: what its sender newly wrote, without quotes and signature."""

    id: int
    conversation: int
    at: datetime
    written_at: datetime | None
    is_ours: bool
    kind: str = Field(examples=["person"])
    by: str = Field(description="The agent; empty when the customer wrote.")
    sender: PersonOut
    to: list[PersonOut]
    cc: list[PersonOut]
    subject: str
    message_id: str
    new_text: str
    text: str
    html: str = Field(description="Sanitised. Show it only where no script can run.")
    is_doubtful: bool = Field(description="The sender may not be who they say.")
    is_stranger: bool
    problems: list[str]
    has_source: bool
    files: list[FileOut]
    deliveries: list[DeliveryOut]


class NoteOut(Schema):
    """Said among colleagues."""

    id: int
    at: datetime
    by: str
    text: str
    html: str
    files: list[FileOut]


class DraftOut(Schema):
    """What the agent is writing. `revision` goes up with each save."""

    kind: str
    html: str
    text: str
    to: list[PersonOut]
    cc: list[PersonOut]
    seen: int
    revision: int
    saved_at: datetime
    files: list[FileOut]


class DoneOut(Schema):
    """What was done, and the id under which it can be taken back for ten minutes (null: nothing changed)."""

    number: int
    undo: int | None = Field(examples=[77])


People = Annotated[list[Person], Field(max_length=MOST_PEOPLE)]
Files = Annotated[list[Id], Field(max_length=MOST_FILES, description="Files of your own draft in this conversation.")]


class Then(Said):
    """What follows a reply. Nothing chosen: the conversation waits, and we look again after three days."""

    closes: bool = False
    not_done: bool = Field(default=False, description="It stays our turn.")
    ask_again: Moment | None = Field(default=None, description="Look again then.")
    lets_rest: bool = Field(default=False, description="Let it rest; no chasing.")

    @model_validator(mode="after")
    def _one(self) -> Then:
        if sum([self.closes, self.not_done, self.ask_again is not None, self.lets_rest]) > 1:
            raise ValueError("choose at most one of closes, not_done, ask_again, lets_rest")
        return self

    def as_after(self) -> AfterReply:
        """The same as the acts know it."""
        return AfterReply(**self.model_dump())


class Written(Said):
    """Words: rich (`html`, sanitised) or plain (`text`), not both."""

    html: Long = Field(default="", examples=["<div>We send a new one.</div>"])
    text: Long = ""

    @model_validator(mode="after")
    def _not_both(self) -> Any:
        if self.html and self.text:
            raise ValueError("send html or text, not both")
        return self


class ToSay(Written):
    """Words to the customer."""

    to: People
    cc: People = Field(default_factory=list)
    files: Files = Field(default_factory=list)
    after: Then = Field(default_factory=Then)

    def as_words(self) -> Words:
        """The same as the acts know it."""
        to, cc = ([one.as_address() for one in people] for people in (self.to, self.cc))
        return Words(to=to, cc=cc, html=self.html, text=self.text, files=self.files)


class ReplyIn(ToSay):
    """An answer. It leaves ten seconds later; until then it can be taken back.

    `keeps` (ids), `moves` and `promises` are done with it, in one act: all of it or nothing.
    """

    seen: Seen
    keeps: list[Id] = Field(default=[], max_length=20)
    moves: list[MovedIn] = Field(default=[], max_length=20)
    promises: list[PromiseIn] = Field(default=[], max_length=5)


class StartIn(ToSay):
    """We write first."""

    mailbox: Id
    subject: Line
    files: Annotated[list[Id], Field(max_length=MOST_FILES, description="Files of your first draft.")] = Field(
        default_factory=list
    )


class NoteIn(Written):
    """A note among colleagues."""

    files: Files = Field(default_factory=list)


class DraftIn(Written):
    """What is being written."""

    to: People = Field(default_factory=list)
    cc: People = Field(default_factory=list)
    seen: Seen = 0


class RenameIn(Said):
    """The customer's name."""

    name: Annotated[str, Field(min_length=1, max_length=200), Plain]


class GroupedIn(Said):
    """The group that a customer is in; null: in none."""

    group: Id | None


DraftKind = Literal["reply", "note"]
