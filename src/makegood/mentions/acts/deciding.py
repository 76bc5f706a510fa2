"""A person says what an episode is: praise for somebody of us, trouble that goes on as a conversation, nothing of ours.

Only now is anybody told. One decision an episode; what was decided can be taken back for ten minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.places import place_of
from makegood.conversations.acts.changing import change, lock, tell, why_not_yet
from makegood.conversations.acts.quoted import Quote, begin_quoted
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused, is_address
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.kudos import acts as kudos
from makegood.kudos.models import Way
from makegood.mentions import rules
from makegood.mentions.acts.correcting import hold
from makegood.mentions.acts.keeping import say, set_state
from makegood.mentions.models import Episode, Mention, State
from makegood.people.models import Agent, Team
from makegood.timeline.kinds import Kind

DECIDED = ["state", "conversation", "thanked", "decided_by", "decided_at", "version"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is made of an episode: thanks for these of us, in `words` ("": as it was said), and a matter of `team`.

    Neither: it is nothing of ours. `customer` is who a person knows the teller to be, else `mail` is theirs; both
    empty: somebody unknown.
    """

    thanked: Sequence[Agent] = ()
    words: str = ""
    team: Team | None = None
    customer: Customer | None = None
    mail: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether nobody is told of it."""
        return not self.thanked and self.team is None


def decide(episode: Episode, decision: Decision, *, seen: int, by: Agent, at: datetime) -> Episode:
    """It is decided, and those whom it concerns are told. Of two at the same moment one wins; the other is told who.

    Raises Refused, in words.
    """
    _refuse_if_unfit(decision)
    with transaction.atomic():
        mention = Mention.objects.select_for_update().get(pk=episode.mention_id)
        held = hold(episode, seen=seen)
        begun = _begin(mention, held, decision, by=by, at=at) if decision.team else None
        for one in decision.thanked:
            _thank(mention, held, one, decision.words, by=by, at=at)
        held.state = Episode.State.NOTHING if decision.is_nothing else Episode.State.ANSWERED
        held.conversation, held.decided_by, held.decided_at = begun, by, at
        held.thanked, held.version = [one.pk for one in decision.thanked], held.version + 1
        held.save(update_fields=DECIDED)
        set_state(mention, at=at)
        kind = Kind.MENTION_SETTLED if decision.is_nothing else Kind.MENTION_ANSWERED
        about = {"episode": held.pk, "conversation": begun.pk if begun else None, "thanked": held.thanked}
        say(kind, mention, by=by.pk, at=at, **about)
    return held


def _refuse_if_unfit(decision: Decision) -> None:
    if decision.team is not None and not decision.team.is_active:
        raise Refused(_("%(team)s is closed. Choose another team.") % {"team": decision.team})
    if decision.mail and not is_address(decision.mail.strip()):
        raise Refused(_("This is not a mail address: %(address)s") % {"address": decision.mail})
    if gone := next((one for one in decision.thanked if not one.is_active), None):
        raise Refused(_("%(name)s does not work here any more.") % {"name": gone})


def _begin(mention: Mention, episode: Episode, decision: Decision, *, by: Agent, at: datetime) -> Conversation:
    assert decision.team is not None  # noqa: S101 - the caller looked
    teller = episode.teller or mention.author
    customer = decision.customer or _customer(teller, decision.mail.strip(), mention, at=at)
    subject = mention.title or rules.plain(episode.passage.partition("\n")[0], most=80)
    has_mail = customer.identities.filter(kind=IdentityKind.MAIL).exists()
    quote = Quote(subject, teller or customer.name, episode.passage, _aside(mention, has_mail=has_mail))
    once = f"mention:{episode.pk}:{episode.version}"
    return begin_quoted(customer, quote, team=decision.team, by=by, at=at, once=once)


def _customer(teller: str, mail: str, mention: Mention, *, at: datetime) -> Customer:
    if mail:
        return customers.known_by(IdentityKind.MAIL, mail, name=teller, at=at)
    return customers.without_identity(name=teller or _("Somebody, %(where)s") % {"where": where(mention)}, at=at)


def where(mention: Mention) -> str:
    """Where it stands, in a word: the host of its address, else the source, else that it was pasted."""
    if mention.address:
        return place_of(mention.address[:500]).host.removeprefix("www.")
    return mention.source.name if mention.source else _("pasted by one of us")


def _aside(mention: Mention, *, has_mail: bool) -> str:
    """For colleagues: where it stands, and how it can be answered."""
    said = [_("This was said in public: %(where)s.") % {"where": where(mention)}, mention.address]
    if has_mail:
        return "\n".join([*filter(None, said), _("A reply here goes to them by mail, not to that page.")])
    words = _(
        "We know no address of theirs, so no reply can leave from here. Answer where they said it, and note here what "
        "you wrote; or learn their address, and write to them."
    )
    return "\n".join([*filter(None, said), words])


def _thank(mention: Mention, episode: Episode, agent: Agent, words: str, *, by: Agent, at: datetime) -> None:
    said = rules.plain(words, most=rules.LONGEST_WORDS) or episode.passage[: rules.LONGEST_WORDS]
    teller = episode.teller or mention.author or where(mention)
    once = _once(episode.pk, episode.version, agent.pk)
    giver = kudos.Giver(Way.MENTION, by=by, name=teller, source=mention.address[:500], once=once)
    kudos.give(agent, words=said, giver=giver, at=at)


def _once(episode: int, version: int, agent: int) -> str:
    return f"mention:{episode}:{version}:{agent}"


def nothing_of_ours(mention: Mention, *, by: Agent, at: datetime) -> None:
    """Nothing in it is ours: what nobody has decided on yet is done with. Twice is once. Raises Refused."""
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state == State.DONE:
            return
        if held.state == State.NEW:
            raise Refused(_("It is being read at this moment. Look again in a minute."))
        open_ones = held.episodes.filter(state=Episode.State.PROPOSED)
        for one in list(open_ones):
            one.state, one.decided_by, one.decided_at, one.version = Episode.State.NOTHING, by, at, one.version + 1
            one.save(update_fields=["state", "decided_by", "decided_at", "version"])
        held.nothing_by = by
        held.save(update_fields=["nothing_by"])
        set_state(held, at=at)
        say(Kind.MENTION_SETTLED, held, by=by.pk, at=at)


def reopen(mention: Mention, *, by: Agent, at: datetime) -> None:
    """That nothing in it is ours is taken back, whenever: nobody was told. Twice is once."""
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.nothing_by_id is None:
            return
        theirs = held.episodes.filter(
            state=Episode.State.NOTHING, decided_by=held.nothing_by_id, decided_at=held.done_at
        )
        for one in list(theirs):
            _open(one)
        held.nothing_by = None
        held.save(update_fields=["nothing_by"])
        set_state(held, at=at)
        say(Kind.MENTION_REOPENED, held, by=by.pk, at=at)


def take_back(episode: Episode, *, by: Agent, at: datetime) -> None:
    """What was decided of it is undone: the conversation closes, the thanks are dropped, it waits for a person again.

    Twice is once. Raises Refused once ten minutes are over, for another's decision, and when somebody works on it.
    """
    with transaction.atomic():
        mention = Mention.objects.select_for_update().get(pk=episode.mention_id)
        held = Episode.objects.select_for_update().get(pk=episode.pk)
        if held.state == Episode.State.PROPOSED:
            return
        if held.state == Episode.State.ANSWERED:
            _unanswer(held, by=by, at=at)
        _open(held)
        mention.nothing_by = None
        mention.save(update_fields=["nothing_by"])
        set_state(mention, at=at)
        say(Kind.MENTION_REOPENED, mention, by=by.pk, at=at, episode=held.pk)


def _unanswer(episode: Episode, *, by: Agent, at: datetime) -> None:
    if episode.decided_by_id != by.pk:
        raise Refused(_("Only who confirmed it can take it back."))
    if not rules.may_undo(episode.decided_at, now=at):
        raise Refused(_("That was more than ten minutes ago. Go on in the conversation, or say it to who was thanked."))
    if episode.conversation_id:
        _close(lock(episode.conversation_id), by=by, at=at)
    for agent in episode.thanked:
        kudos.take_back(_once(episode.pk, episode.version - 1, agent), by=by, at=at)


def _close(conversation: Conversation, *, by: Agent, at: datetime) -> None:
    """Nobody has done anything in it yet, and nothing waits in it any more."""
    is_touched = conversation.version > 1 or conversation.messages.count() > 1 or conversation.notes.count() > 1
    if conversation.state != Standing.OPEN or is_touched:
        raise Refused(_("Somebody works on #%(number)d already. Go on there.") % {"number": conversation.pk})
    if why := why_not_yet(conversation, by=by):
        raise Refused(why)
    change(conversation, at=at, by=by, state=Standing.CLOSED, closed_at=at)
    tell(Kind.CONVERSATION_CLOSED, conversation, at=at, by=by)


def _open(episode: Episode) -> None:
    episode.state, episode.conversation = Episode.State.PROPOSED, None
    episode.decided_by, episode.decided_at, episode.thanked = None, None, []
    episode.version += 1
    episode.save(update_fields=DECIDED)
