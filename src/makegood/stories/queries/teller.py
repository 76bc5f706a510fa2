"""Reads for who told a story, or commented on one, and holds a link; and for turns and mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.conversations.models import Conversation
from makegood.conversations.queries import Opened
from makegood.stories.models import Comment, Consent, State, Story, StoryMail

OPEN = (State.TELLER, State.WAITING, State.PROPOSED, State.PUBLISHED)
TELLER, WRITER = "story teller", "comment writer"


def token_of(story: Story) -> str:
    """What opens the teller's page, for ever: made anew for each mail, and kept nowhere."""
    return f"{story.pk}-{secrets.mac(TELLER, f'{story.pk} {story.nonce}')}"


def comment_token(comment: Comment) -> str:
    """What opens the page on which its writer takes a comment back."""
    return f"{comment.pk}-{secrets.mac(WRITER, f'{comment.pk} {comment.nonce}')}"


def by_token(token: str) -> Story | None:
    """The story whose teller holds this; None: nobody's."""
    story = found(_number(token))
    return story if story is not None and secrets.same(token_of(story), token) else None


def comment_by_token(token: str) -> Comment | None:
    """The comment whose writer holds this; None: nobody's."""
    comment = Comment.objects.select_related("story").filter(pk=_number(token)).first()
    return comment if comment is not None and secrets.same(comment_token(comment), token) else None


def found(pk: int) -> Story | None:
    """The story, for turns and channels alone."""
    return Story.objects.select_related("conversation__mailbox", "location", "topic").filter(pk=pk).first()


def consent_of(story: Story) -> Consent | None:
    """The teller's yes that holds; None: there is none."""
    return Consent.objects.filter(story=story, ended_at=None).first()


def open_in(conversation: Conversation) -> Story | None:
    """The story of this conversation that nobody has ended."""
    return Story.objects.filter(conversation=conversation, state__in=OPEN).first()


def of_page(opened: Opened) -> Story | None:
    """The newest story of this conversation, or of what was merged into it, for its customer's own page. One query."""
    here = Story.objects.filter(conversation=opened.conversation.pk)
    here |= Story.objects.filter(conversation__merged_into=opened.conversation.pk)
    return here.filter(customer=opened.conversation.customer_id).order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class OwnStory:
    """A customer's own story, as their page speaks of it. `token` opens its own page."""

    state: str
    token: str

    @property
    def is_there(self) -> bool:
        """Whether there is anything to take back."""
        return self.state != State.WITHDRAWN


def own_of_page(opened: Opened) -> OwnStory | None:
    """Their story of this conversation; None: there is none. One query."""
    story = of_page(opened)
    return OwnStory(story.state, token_of(story)) if story else None


def why_not_ask(conversation: Conversation) -> str:
    """Empty when the customer can be asked; else why not: nobody is asked twice in one matter. One query."""
    before = Story.objects.filter(conversation=conversation).order_by("-pk").first()
    if before is None:
        return ""
    if before.state == State.WITHDRAWN:
        return _("They were asked already, and would rather not.")
    if before.state == State.DECLINED:
        return _("Their story was read already, and is not shown.")
    return "" if before.state == State.TELLER else _("They have told it already.")


def mail(pk: int) -> StoryMail | None:
    """A mail that has not left yet."""
    found = StoryMail.objects.select_related("story__conversation__mailbox", "story__read_by", "story__asked_by")
    return found.filter(pk=pk, sent_at=None).first()


def waits_since(story: Story) -> datetime | None:
    """Since when it waits to be read; None: it does not."""
    return story.changed_at if story.state == State.WAITING else None


def waiting_comment(pk: int) -> Comment | None:
    """The comment, as long as nobody has read it and its story is shown."""
    waiting = Comment.objects.select_related("story").filter(pk=pk, state=Comment.State.WAITING)
    return waiting.filter(story__state=State.PUBLISHED).first()


def unread_among(wanted: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Which of these stories and comments ("story" or "comment", id) still wait to be read. Two queries."""
    ids = {what: {pk for kind, pk in wanted if kind == what} for what in ("story", "comment")}
    told = Story.objects.filter(pk__in=ids["story"], state=State.WAITING)
    said = Comment.objects.filter(pk__in=ids["comment"], state=Comment.State.WAITING)
    waiting = (("story", told), ("comment", said.filter(story__state=State.PUBLISHED)))
    return frozenset((what, pk) for what, rows in waiting for pk in rows.values_list("pk", flat=True))


def _number(token: str) -> int:
    digits = token.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else 0
