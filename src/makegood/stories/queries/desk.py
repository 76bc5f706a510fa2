"""What colleagues see of stories: moderators all of what was told, others what is told in their conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.conversations.models import Conversation, Message
from makegood.conversations.queries import visible_to as conversations_of
from makegood.people.models import Agent, Rank, Role
from makegood.stories.models import Comment, Mask, Moderator, State, Story, StoryMail, Topic

TOLD = (State.WAITING, State.PROPOSED, State.PUBLISHED, State.DECLINED)
LONG_ENOUGH = 200
BESIDE = ("conversation__team", "location", "topic", "read_by", "asked_by")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for a moderator."""

    stories: int
    comments: int


NOT_YOURS: Callable[[], str] = lambda: _("Only who moderates stories may do that.")  # noqa: E731


def moderators() -> set[int]:
    """Who reads first: those who were chosen and still work here; while there is none, head office. Two queries."""
    chosen = set(Moderator.objects.filter(agent__is_active=True).values_list("agent_id", flat=True))
    return chosen or _of_rank(Rank.HEAD_OFFICE) or _of_rank(Rank.ADMIN)


def above_moderators() -> set[int]:
    """Who hears that nobody reads: head office and admins."""
    return _of_rank(Rank.HEAD_OFFICE) | _of_rank(Rank.ADMIN)


def _of_rank(rank: Rank) -> set[int]:
    return set(Role.objects.filter(rank=rank, agent__is_active=True).values_list("agent_id", flat=True))


def may_moderate(agent: Agent) -> bool:
    """Whether the agent reads first. Two queries."""
    return agent.is_active and agent.pk in moderators()


def visible_to(agent: Agent) -> QuerySet[Story]:
    """Moderators: all that has been told; everybody: what is told in a conversation that they see, or names them."""
    seen = Q(conversation__in=conversations_of(agent))
    seen |= Q(state__in=TOLD, pk__in=Mask.objects.filter(agent=agent, asked_at__isnull=False).values("story"))
    if may_moderate(agent):
        seen |= Q(state__in=TOLD)
    return Story.objects.select_related(*BESIDE).filter(seen)


def get_for(agent: Agent, pk: int) -> Story:
    """The story. Raises Story.DoesNotExist when there is none, or none that this agent may see."""
    return visible_to(agent).get(pk=pk)


def in_conversation(agent: Agent, conversation: Conversation) -> Story | None:
    """The newest story of a conversation that this agent sees."""
    return visible_to(agent).filter(conversation=conversation).order_by("-pk").first()


def original_for(agent: Agent, story: Story) -> str:
    """The words as they came, for who may see the conversation in which they were said; "" for everybody else."""
    may_see = story.conversation_id and conversations_of(agent).filter(pk=story.conversation_id).exists()
    return secrets.unseal(story.sealed) if may_see else ""


def to_read(agent: Agent, *, state: str, limit: int = 100) -> list[Story]:
    """Stories in that state, for who moderates; what waits the longest time first, else the newest. Three queries."""
    order = ("changed_at", "pk") if state == State.WAITING else ("-changed_at", "-pk")
    return list(visible_to(agent).filter(state=state, told_at__isnull=False).order_by(*order)[:limit])


def counts() -> Counts:
    """What waits. Two queries."""
    waiting = Comment.objects.filter(state=Comment.State.WAITING, story__state=State.PUBLISHED)
    return Counts(Story.objects.filter(state=State.WAITING).count(), waiting.count())


def comments_to_read(*, limit: int = 100) -> list[Comment]:
    """Comments that wait, the oldest first."""
    waiting = Comment.objects.filter(state=Comment.State.WAITING, story__state=State.PUBLISHED)
    return list(waiting.select_related("story").order_by("pk")[:limit])


def comment_for(agent: Agent, pk: int) -> Comment:
    """The comment, for who moderates. Raises Comment.DoesNotExist."""
    found = Comment.objects.select_related("story").get(pk=pk)
    if not may_moderate(agent):
        raise Comment.DoesNotExist
    return found


def masks_of(story: Story) -> list[Mask]:
    """What is hidden in it, in order."""
    return list(Mask.objects.select_related("agent").filter(story=story).order_by("number"))


def mask_numbers(story: Story) -> list[int]:
    """The numbers of its marks."""
    return list(Mask.objects.filter(story=story).order_by("number").values_list("number", flat=True))


def namings_of(agent: Agent) -> list[Mask]:
    """Where the agent was asked to be named, the newest first."""
    asked = Mask.objects.filter(agent=agent, asked_at__isnull=False, story__state__in=TOLD)
    return list(asked.select_related("story").order_by("-asked_at")[:50])


def topic(pk: int) -> Topic:
    """One topic. Raises Topic.DoesNotExist."""
    return Topic.objects.get(pk=pk)


def chosen_moderators() -> set[int]:
    """Who was chosen to read first; none: head office does. One query."""
    return set(Moderator.objects.values_list("agent_id", flat=True))


def mails_of(story: Story) -> list[StoryMail]:
    """What its teller was written, the oldest first."""
    return list(StoryMail.objects.filter(story=story).order_by("pk"))


def comments_on(story: Story, *, limit: int = 200) -> list[Comment]:
    """What readers said of it, whatever became of it, the newest first."""
    return list(Comment.objects.filter(story=story).exclude(state=Comment.State.TAKEN_BACK).order_by("-pk")[:limit])


def words_said(conversation: Conversation) -> str:
    """What its customer said last that is long enough to be a story; else all that they said."""
    theirs = Message.objects.filter(conversation=conversation.pk, direction=Message.IN, is_doubtful=False)
    said = [new or whole for new, whole in theirs.order_by("-pk").values_list("reply_text", "text")[:20]]
    long = next((one for one in said if len(one) >= LONG_ENOUGH), None)
    return long or "\n\n".join(reversed(said))
