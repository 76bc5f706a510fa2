"""What lies behind an address is kept, read, and laid before a person; or the reason why it could not be had is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.transactions import alone, giving_way
from makegood.conversations.rules import Refused
from makegood.mentions import rules
from makegood.mentions.acts.keeping import digest, plan_reading, put_away, say
from makegood.mentions.found import Bytes
from makegood.mentions.models import Episode, Mention, State
from makegood.mentions.rules import Told
from makegood.people.models import Agent, Team
from makegood.people.queries import standing_now
from makegood.timeline.kinds import Kind


class Known(Refused):
    """The address is here already; `mention` is which one, None when its author may not see it."""

    def __init__(self, words: str, mention: int | None) -> None:
        super().__init__(words)
        self.mention = mention


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a page, or of words that were pasted."""

    text: str
    episodes: Sequence[Told] = field(default=())
    title: str = ""
    author: str = ""
    published_at: datetime | None = None


def paste(said: str, *, team: Team, by: Agent, at: datetime, title: str = "") -> Mention:
    """A mention that somebody came upon: an address, which will be fetched, or the words themselves.

    Raises Known for an address that is here already, Refused in words.
    """
    said = rules.plain(said)
    if not said:
        raise Refused(_("Paste an address, or the words themselves."))
    if not team.is_active or not standing_now(by).audience.includes(team.pk):
        raise Refused(_("Choose a team whose conversations you see."))
    address = said if " " not in said and said.lower().startswith(("http://", "https://")) else ""
    if address and (why := rules.why_not_fetch(address)):
        raise Refused(why)
    # To a source that brings the same address at the same moment.
    return giving_way(lambda: _paste(said, address, team, by=by, at=at, title=title))


def _paste(said: str, address: str, team: Team, *, by: Agent, at: datetime, title: str) -> Mention:
    with transaction.atomic():
        if address:
            alone(f"mention:{digest(address)}")
            _refuse_if_known(digest(address), by)
        mention = Mention.objects.create(
            team=team,
            address=rules.canonical(address) if address else "",
            canonical=digest(address) if address else "",
            title=rules.plain(" ".join(title.split()), most=300),
            text="" if address else said,
            added_by=by,
            at=at,
        )
        say(Kind.MENTION_FOUND, mention, by=by.pk, at=at)
        plan_reading(mention, run_at=at)
    return mention


def _refuse_if_known(address: str, by: Agent) -> None:
    known = Mention.objects.filter(canonical=address).first()
    if known is None:
        return
    if standing_now(by).audience.includes(known.team_id):
        raise Known(_("This is here already."), known.pk)
    raise Known(_("Another team has this already."), None)


def page_came(mention: Mention, came: Bytes, *, at: datetime) -> None:
    """The page is kept, byte for byte, before anything is made of it."""
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state == State.NEW and held.page_id is None:
            held.page = put_away(came, at=at)
            held.save(update_fields=["page"])


def page_failed(mention: Mention, words: str, *, is_final: bool, at: datetime) -> bool:
    """Whether it is tried again. If not, it waits for a person, with the reason and what the source said itself."""
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state != State.NEW:
            return False
        held.tries, held.trouble = held.tries + 1, words[:300]
        goes_on = not is_final and held.tries < rules.MOST_TRIES
        if not goes_on:
            held.text = held.text or held.told
            held.state = State.WAITING
            say(Kind.MENTION_READ, held, at=at, episodes=0)
        held.save(update_fields=["tries", "trouble", "text", "state"])
    return goes_on


def propose(mention: Mention, read: Read, *, at: datetime) -> None:
    """The episodes that were read wait for a person; only those that stand in the text. Twice is once."""
    text = rules.plain(read.text) or mention.told
    told = [one for one in read.episodes if not rules.why_not_told(one, text=text)][: rules.MOST_EPISODES]
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state != State.NEW:
            return
        held.text, held.state = text, State.WAITING
        held.trouble = "" if text else _("There is nothing to read at this address. Paste the text, if you see any.")
        held.title = held.title or rules.plain(" ".join(read.title.split()), most=300)
        held.author = held.author or rules.plain(" ".join(read.author.split()), most=200)
        held.published_at = held.published_at or read.published_at
        held.save(update_fields=["text", "state", "trouble", "title", "author", "published_at"])
        for one in told:
            lay(held, one, offered=True)
        say(Kind.MENTION_READ, held, at=at, episodes=len(told))


def lay(mention: Mention, told: Told, *, offered: bool) -> Episode:
    """Inside an act: an episode of the mention that waits for a person."""
    said = columns(told)
    return Episode.objects.create(mention=mention, offered=said if offered else None, **said)


def columns(told: Told) -> dict[str, object]:
    """As the rows hold it."""
    said = asdict(told)
    short = {name: said[name][:200] for name in ("teller", "about", "place")} | {"remedy": told.remedy[:60]}
    return said | short | {"staff": list(told.staff), "quotes": list(told.quotes), "valence": str(told.valence)}


def read_again(mention: Mention, *, text: str = "", by: Agent, at: datetime) -> None:
    """It is fetched and read once more, or these words are read instead. Raises Refused when anything is decided."""
    text = rules.plain(text)
    with transaction.atomic():
        held = Mention.objects.select_for_update().get(pk=mention.pk)
        if held.state == State.NEW:
            return
        if held.nothing_by_id or held.episodes.exclude(state=Episode.State.PROPOSED).exists():
            raise Refused(_("Somebody has decided on it already. Take that back first."))
        if not text and not held.address:
            raise Refused(_("There is no address to fetch. Paste the text."))
        held.episodes.all().delete()
        held.text, held.tries, held.trouble, held.state = text, 0, "", State.NEW
        held.page = held.page if text else None
        held.save(update_fields=["text", "tries", "trouble", "state", "page"])
        plan_reading(held, run_at=at)
