"""What a page tells, as episodes: read offline; or proposed by a model where an admin set one up, and checked alike.

Whatever the model says, each passage and quote must stand in the text; and when it says nothing, we read ourselves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.base.places import place_of
from makegood.channels.social.answers import Unreadable, body, rows, word
from makegood.channels.social.fetching import JSON, Wanted, get
from makegood.mentions import acts, queries
from makegood.mentions.models import Endpoint
from makegood.mentions.reading import Episode, read
from makegood.mentions.reading.asking import proposed, question
from makegood.mentions.rules import Told

SECONDS, SECONDS_TRIED = 90.0, 20.0
TRIED_ON = "My washer leaked on Sunday. Nadia from Lindgren Appliances came at noon and mended it. Thank you, Nadia!"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the model proposed, or in `trouble` why nothing can be made of it."""

    episodes: list[Episode]
    trouble: str = ""


def told(words: str, text: str, *, html: bool = False) -> list[Told]:
    """The episodes of what was fetched (`words`), whose passages stand in `text`."""
    endpoint = queries.endpoint()
    if endpoint is not None and endpoint.is_on and text:
        answer = ask(endpoint, text)
        acts.endpoint_said(endpoint, answer.trouble)
        if not answer.trouble:
            return [_told(one) for one in answer.episodes]
    return [_told(one) for one in read(words, html=html)]


def ask(endpoint: Endpoint, text: str, *, seconds: float = SECONDS) -> Proposed:
    """What the model there proposes for the text. Never raises for what it says."""
    try:
        key = secrets.unseal(endpoint.key)
    except secrets.Unreadable as error:
        return Proposed([], str(error))
    inside = frozenset([place_of(endpoint.address)]) if endpoint.is_inside else frozenset()
    asked = {"model": endpoint.model, "messages": question(text), "temperature": 0}
    got = get(
        Wanted(
            f"{endpoint.address.rstrip('/')}/chat/completions",
            JSON,
            inside,
            secret={"authorization": f"Bearer {key}"} if key else {},
            body=json.dumps(asked),
            seconds=seconds,
        )
    )
    if got.trouble:
        return Proposed([], got.trouble)
    try:
        choices = rows(body(got), "choices")
        return Proposed(proposed(text, word(choices[0], "message", "content") if choices else ""))
    except (Unreadable, ValueError) as error:
        return Proposed([], str(error) or _("Nothing can be made of its answer."))


def test(endpoint: Endpoint) -> str:
    """Why the model there cannot be used; "" when it can: it has read a few lines as it should."""
    answer = ask(endpoint, TRIED_ON, seconds=SECONDS_TRIED)
    if not answer.trouble and not answer.episodes:
        return _("It answered, but proposed nothing that stands in the text word for word.")
    return answer.trouble


def _told(one: Episode) -> Told:
    return Told(
        passage=one.passage,
        valence=one.valence.value,
        trouble=one.trouble,
        teller=one.teller or "",
        about=one.about or "",
        place=one.place or "",
        staff=one.staff,
        asked=one.asked or "",
        remedy=one.remedy.value if one.remedy else "",
        promise=one.promise or "",
        outcome=one.outcome or "",
        quotes=one.quotes,
    )
