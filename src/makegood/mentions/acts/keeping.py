"""What came is kept, byte for byte, before the source's mark moves; each thing once, however often it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.base import files
from makegood.base.transactions import giving_way
from makegood.mentions import rules
from makegood.mentions.found import Brought, Bytes, Found
from makegood.mentions.models import Fetched, Mention, Source, State
from makegood.mentions.reach import acts as reach
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

# Larger ones lie in a file of ours, so that the database stays quick to back up.
IN_DATABASE = 256 * 1024
# What was said long before anybody looked is no news.
NEWS_FOR = timedelta(days=30)


def keep(source: Source, brought: Brought, *, at: datetime) -> list[Mention]:
    """What is new in the answer is kept, with the bytes, and only then has the source been read so far.

    What is known by its id or its address is the same. A source that an admin has led elsewhere meanwhile is not read
    so far: its mark is another's. One transaction.
    """
    return giving_way(lambda: _keep(source, brought, at=at))  # to a paste of the same address at the same moment


@transaction.atomic
def _keep(source: Source, brought: Brought, *, at: datetime) -> list[Mention]:
    looked, source = source, Source.objects.select_for_update().get(pk=source.pk)
    since = source.made_at - NEWS_FOR
    news = [one for one in brought.found if one.published_at is None or one.published_at > since]
    fresh = _unknown(source, news)
    came = put_away(brought.came, source=source, at=at) if fresh else None
    made = [_mention(one, source, came, at=at) for one in fresh]
    if source.leads_where(looked):
        source.mark, source.trouble, source.fails, source.looked_at = dict(brought.mark), "", 0, at
        source.next_at = at if brought.goes_on else max(at + rules.EVERY, brought.not_before or at)
        source.save(update_fields=["mark", "trouble", "fails", "looked_at", "next_at"])
    return made


def keep_rows(source: Source, came: Bytes, found: Sequence[Found], *, at: datetime) -> int:
    """The rows of a table that are new are kept, with the table; how many. The same row again is the same."""
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=source.pk)
        fresh = _unknown(source, found)
        kept = put_away(came, source=source, at=at) if fresh else None
        for one in fresh:
            _mention(one, source, kept, at=at)
        Source.objects.filter(pk=source.pk).update(looked_at=at)
    return len(fresh)


def _unknown(source: Source, found: Iterable[Found]) -> list[Found]:
    """Those that no mention is of yet, each once. Two queries."""
    keyed = {(_key(one), digest(one.address)): one for one in found}
    known_keys = set(
        Mention.objects.filter(source=source, key__in={key for key, _ in keyed}).values_list("key", flat=True)
    )
    digests = {address for _, address in keyed if address}
    known = set(Mention.objects.filter(canonical__in=digests).values_list("canonical", flat=True))
    fresh = []
    for (key, address), one in keyed.items():
        if key in known_keys or address in known:
            continue
        known_keys.add(key)
        known |= {address} if address else set()
        fresh.append(one)
    return fresh


def _key(one: Found) -> str:
    """The source's own id, where it has one that fits; else what it says is its id."""
    if one.key and len(one.key) <= 200:
        return one.key
    return hashlib.sha256(f"{one.key}\0{one.address}\0{one.title}\0{one.text}".encode()).hexdigest()


def digest(address: str) -> str:
    """By what an address is known as the same; "" for what is no address of a page."""
    try:
        return rules.digest_of(address)
    except ValueError:
        return ""


def _mention(one: Found, source: Source, came: Fetched | None, *, at: datetime) -> Mention:
    address = one.address if digest(one.address) else ""
    mention = Mention.objects.create(
        source=source,
        team=source.team,
        address=rules.canonical(address) if address else "",
        canonical=digest(address),
        key=_key(one),
        title=rules.plain(" ".join(one.title.split()), most=300),
        author=rules.plain(" ".join(one.author.split()), most=200),
        published_at=one.published_at,
        told=rules.plain(one.text),
        text=rules.plain(one.text) if one.is_whole or not address else "",
        fetched=came,
        at=at,
    )
    reach.note(mention.pk, one.followers)
    say(Kind.MENTION_FOUND, mention, at=at)
    plan_reading(mention, run_at=at)
    return mention


def put_away(came: Bytes, *, source: Source | None = None, at: datetime) -> Fetched:
    """Inside an act: the bytes as they came."""
    is_large = len(came.content) > IN_DATABASE
    return Fetched.objects.create(
        source=source,
        address=came.address[: rules.LONGEST_ADDRESS],
        type=came.type[:200],
        digest=hashlib.sha256(came.content).hexdigest(),
        size=len(came.content),
        content=b"" if is_large else came.content,
        stored=files.keep(came.content) if is_large else "",
        at=at,
    )


def content(fetched: Fetched) -> bytes:
    """The bytes as they came."""
    return files.read(fetched.stored) if fetched.stored else bytes(fetched.content)


def plan_reading(mention: Mention, *, run_at: datetime) -> None:
    """The worker fetches its page, if it has one, and reads it, then."""
    agenda.plan("mention", f"mention:{mention.pk}", run_at=run_at, about={"mention": mention.pk})


def failed(source: Source, words: str, *, at: datetime, not_before: datetime | None = None, gone: bool = False) -> None:
    """The source says so on its page, and is left alone for longer and longer. `gone`: until an admin looks at it.

    One that an admin has led elsewhere meanwhile is looked at there first.
    """
    with transaction.atomic():
        held = Source.objects.select_for_update().get(pk=source.pk)
        if not held.leads_where(source):
            return
        held.fails, held.trouble, held.looked_at = held.fails + 1, words[:300], at
        held.next_at = None if gone else max(at + rules.pause_after(held.fails), not_before or at)
        held.save(update_fields=["fails", "trouble", "looked_at", "next_at"])


def say(kind: Kind, mention: Mention, *, at: datetime, by: int | None = None, **more: object) -> None:
    """Inside an act: the event, for who sees the mention."""
    about = {"mention": mention.pk, "title": mention.title or mention.address[:200], **more}
    record(kind, at=at, by=by, team=mention.team_id, about=about)


def set_state(mention: Mention, *, at: datetime) -> State:
    """Inside an act that holds the mention: it stands as what was decided of its episodes says."""
    states = list(mention.episodes.values_list("state", flat=True))
    mention.state = rules.state_after(nothing=mention.nothing_by_id is not None, episodes=states)
    mention.done_at = at if mention.state == State.DONE else None
    mention.save(update_fields=["state", "done_at"])
    return State(mention.state)
