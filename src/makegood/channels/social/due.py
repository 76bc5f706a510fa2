"""The turns: sources are looked at again and again, and what lies behind an address is fetched and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from makegood.agenda.models import Turn
from makegood.agenda.rules import TryAgain
from makegood.base import secrets
from makegood.base.moments import moment
from makegood.base.places import place_of
from makegood.channels.social import bluesky, charsets, endpoint, feeds, mastodon
from makegood.channels.social.answers import not_before
from makegood.channels.social.fetching import fetch
from makegood.channels.social.looking import Asked, Look
from makegood.mentions import acts, queries
from makegood.mentions.found import Bytes
from makegood.mentions.models import Mention, Source, SourceKind
from makegood.mentions.reading.article import article_of, page_of

LOOKS: dict[str, Callable[..., Look]] = {
    SourceKind.FEED: feeds.look,
    SourceKind.MASTODON_ACCOUNT: mastodon.account,
    SourceKind.MASTODON_SEARCH: mastodon.search,
    SourceKind.BLUESKY_ACCOUNT: bluesky.account,
    SourceKind.BLUESKY_SEARCH: bluesky.search,
}
FIRST_WAIT = timedelta(minutes=1)


def social(turn: Turn, *, now: datetime) -> datetime | None:
    """What is new at the source is kept; a time: it is looked at again then. None: an admin has to look at it first."""
    source = queries.unlooked(turn.about["source"])
    if source is None:
        return None
    if source.next_at and source.next_at > now:
        return source.next_at
    look = _look(source, now=now)
    if look is None or look.brought is None:
        words = look.why_not if look else _("Its token was sealed with another secret.key. Enter it again.")
        wait = not_before(look.got, now=now) if look else None
        acts.failed(source, words, at=now, not_before=wait, gone=look is not None and look.is_gone)
    else:
        acts.keep(source, look.brought, at=now)
    after = queries.unlooked(source.pk)
    return after.next_at if after else None


def _look(source: Source, *, now: datetime) -> Look | None:
    """None: its token cannot be read any more."""
    try:
        token = secrets.unseal(source.token)
    except secrets.Unreadable:
        return None
    inside = frozenset([place_of(source.address)]) if source.is_inside else frozenset()
    return LOOKS[source.kind](Asked(source.address, source.what, token, source.mark, inside), now=now)


def mention(turn: Turn, *, now: datetime) -> None:
    """Its page is kept, and what was read of it waits for a person; or the reason why it could not be had does."""
    found = queries.unread(turn.about["mention"])
    if found is None:
        return
    if found.text:
        acts.propose(found, acts.Read(found.text, endpoint.told(found.text, found.text)), at=now)
        return
    if found.page is None and not _fetch(found, now=now):
        return
    _read_page(queries.unread(found.pk) or found, now=now)


def _fetch(found: Mention, *, now: datetime) -> bool:
    """Whether its page is kept now. Raises TryAgain."""
    source = found.source
    inside = frozenset([place_of(source.address)]) if source and source.is_inside else frozenset()
    got = fetch(found.address, inside=inside)
    if got.trouble:
        if acts.page_failed(found, got.trouble, is_final=got.is_final, at=now):
            raise TryAgain(got.trouble, now + FIRST_WAIT * 2**found.tries)
        return False
    kind = f"{got.kind}; charset={got.charset}" if got.charset else got.kind
    acts.page_came(found, Bytes(got.url, kind, got.content), at=now)
    return True


def _read_page(found: Mention, *, now: datetime) -> None:
    page = found.page
    if page is None:
        return
    kind, _sep, charset = page.type.partition("; charset=")
    words, is_html = charsets.text_of(acts.content(page), charset), kind != "text/plain"
    article = article_of(words) if is_html else page_of(words)
    told = endpoint.told(words, article.text, html=is_html)
    said = acts.Read(article.text, told, article.title, article.byline, moment(article.published))
    acts.propose(found, said, at=now)
