"""The Jinja environment of every page: words, times in the reader's zone, addresses. Nothing here asks the database."""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Date
from functools import lru_cache
from typing import Any

import jinja2
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from jinja2.runtime import Context

from makegood.base import clockwords, drawn, forgery, text_html, words
from makegood.base.drawn import address_of, initials, sign
from makegood.base.settled import Environment
from makegood.base.words import in_words

THOUSAND = 1000
MOST = 16_384  # moments, of which a long talk says a hundred


class _Token:
    """A page's masked token, drawn when it is first shown: what shows none needs no cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __html__(self) -> str:
        return self._drawn

    __str__ = __html__

    @cached_property
    def _drawn(self) -> str:
        return forgery.token(self._request)


class _Field(_Token):
    """The same as a hidden field of a form."""

    def __init__(self, token: _Token) -> None:
        self._token = token

    @cached_property
    def _drawn(self) -> str:
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{self._token}">'


def one_token(request: HttpRequest) -> dict[str, Any]:
    """A page's forms share one masked token: Django would draw a new mask, of 32 random letters, for each of them."""
    token = _Token(request)
    return {"csrf_token": token, "csrf_input": _Field(token)}


def environment(**options: Any) -> jinja2.Environment:
    """What Django's Jinja backend calls once. Autoescaping is on; an unknown name in a template is an error."""
    others = {name: value for name, value in options.items() if name not in ("autoescape", "undefined")}
    env = Environment(autoescape=True, undefined=jinja2.StrictUndefined, **others)
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        _=words.said,
        static=address_of,
        sign=sign,
        url=url,
        language=translation.get_language,
        chip=_chip,
        line=_line,
        drawn_clock=drawn.clock,
    )
    env.settled = {"_": words.said, "icon": sign, "static": address_of}
    env.worded = {"_": words.word}
    env.filters.update(
        filled=words.filled,
        chip_of=chip_of,
        drawn_clock=drawn.clock,
        holder=drawn.holder,
        tags=drawn.tags,
        clock=_clock,
        day=day,
        stamp=stamp,
        size=size,
        sign=sign,
        initials=initials,
        **text_html.FILTERS,
        when=when,
        iso_day=iso_day,
        local_minute=local_minute,
        called=called,
        day_named=day_named,
        date=date,
        weekday=weekday,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def _teller(context: Context) -> clockwords.Teller:
    """Who tells the page's times: its own when it brought one, so that every clock on a page tells one time."""
    known: clockwords.Teller | None = context.get("teller")
    return known or clockwords.teller(context["now"], timezone.get_current_timezone())


@jinja2.pass_context
def _chip(
    context: Context, kind: str, due_at: datetime, started_at: datetime | None = None, who: str = ""
) -> clockwords.Chip:
    """The clock's chip at the page's own `now`."""
    return _teller(context).chip(kind, due_at=due_at, started_at=started_at, who=who)


@jinja2.pass_context
def chip_of(context: Context, one: Any) -> clockwords.Chip:
    """The chip of the next clock on a conversation, or on its row in a list. There must be one."""
    kind, who = one.next_kind, one.next_who
    if one.lets_rest and kind == "look_again":
        kind = "rest"
    if kind == "offer" and getattr(one, "is_put_to_me", False):
        kind, who = "offered", one.owner.partition(" ")[0] or gettext("A colleague")
    return _teller(context).chip(kind, due_at=one.next_due, started_at=one.next_started, who=who)


@jinja2.pass_context
def _line(context: Context, kind: str, due_at: datetime, started_at: datetime | None = None) -> clockwords.Chip:
    """The same behind a leader line."""
    return _teller(context).line(kind, due_at=due_at, started_at=started_at)


def hour(at: datetime) -> str:
    """The time of day in the reader's zone: "09:16"."""
    return f"{timezone.localtime(at):%H:%M}"


@jinja2.pass_context
def _clock(context: Context, at: datetime) -> str:
    """The same, by the page's own teller."""
    local = at.astimezone(_teller(context).zone)
    return f"{local.hour:02}:{local.minute:02}"


@jinja2.pass_context
def day(context: Context, at: datetime) -> str:
    """The day in the reader's zone: "Today", "Yesterday", "Tuesday 17 November", with the year when it is another."""
    local, today = timezone.localtime(at), timezone.localtime(context["now"])
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return gettext("Yesterday") if days else gettext("Today")
    return in_words(local, words.word("l j F") if local.year == today.year else words.word("j F Y"))


@jinja2.pass_context
def date(context: Context, at: datetime) -> str:
    """The day in short: "19 Nov", with the year when it is another."""
    local, now = timezone.localtime(at), timezone.localtime(context["now"])
    return in_words(local, words.word("j M") if local.year == now.year else words.word("j M Y"))


@jinja2.pass_context
def weekday(context: Context, day: Date) -> str:
    """A calendar day in short: "Thu 19 Nov", with the year when it is another."""
    today = timezone.localtime(context["now"])
    return in_words(day, "D j M" if day.year == today.year else "D j M Y")


def day_named(at: datetime) -> str:
    """The day by its name, whichever it is: "Thursday 19 November"."""
    return in_words(timezone.localtime(at), words.word("l j F"))


@jinja2.pass_context
def when(context: Context, at: datetime) -> str:
    """Day and time as one says it: "14:30", "yesterday 17:00", "Tue 17:00", "3 Dec"."""
    return _teller(context).moment(at)


@lru_cache(MOST)
def stamp(at: datetime) -> str:
    """For machines: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def local_minute(at: datetime) -> str:
    """The minute as a field for a day and an hour takes it, in the reader's zone: 2026-11-24T17:05."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def iso_day(at: datetime) -> str:
    """The day in the reader's zone, for a date field: "2026-11-19"."""
    return timezone.localtime(at).date().isoformat()


def called(person: Any) -> str:
    """The name of someone with a name and an address; without a name the address."""
    return str(person.name or person.address)


def size(count: int) -> str:
    """Bytes in words: "312 bytes", "48 KB", "1.2 MB" (thousands, as file managers show them)."""
    if count < THOUSAND:
        return ngettext("%(count)d byte", "%(count)d bytes", count) % {"count": count}
    if count < THOUSAND**2:
        return gettext("%(n)d KB") % {"n": round(count / THOUSAND)}
    return gettext("%(n).1f MB") % {"n": count / THOUSAND**2}
