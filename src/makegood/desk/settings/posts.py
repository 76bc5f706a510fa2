"""Posts as an admin picks them: a rank and a place in one list, as short as the company allows."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.people import queries
from makegood.people.models import Agent, Rank
from makegood.people.rules import PLACE_OF, Post, Unfit

# What a rank means to the one who gives it.
MEANS = {
    Rank.AGENT: gettext_lazy("answers customers"),
    Rank.LEAD: gettext_lazy("answers, and leads the team"),
    Rank.MANAGER: gettext_lazy("manages the location"),
    Rank.REGIONAL: gettext_lazy("manages the region"),
    Rank.HEAD_OFFICE: gettext_lazy("sees and leads everything"),
    Rank.ADMIN: gettext_lazy("opens the settings, and nothing else"),
}


def options() -> list[tuple[str, str]]:
    """Every post that can be given, as (key, words)."""
    places = {"team": queries.team_names(), "location": queries.location_names(), "region": queries.region_names()}
    found = []
    for rank in Rank:
        kind = PLACE_OF.get(rank)
        if kind is None:
            found.append((f"{rank.value}:", _words(rank, "")))
        else:
            found += [
                (f"{rank.value}:{place}", _words(rank, _shown(kind, name))) for place, name in places[kind].items()
            ]
    return found


def held_by(agent: Agent) -> list[tuple[str, str]]:
    """The agent's posts, as (key, words)."""
    return [
        (f"{rank}:{place or ''}", _words(Rank(rank), _shown(PLACE_OF.get(Rank(rank), ""), name)))
        for rank, place, name in queries.posts_of(agent)
    ]


def post_of(key: str) -> Post:
    """The post that a key names. Raises Unfit for one that cannot be given."""
    rank, _colon, place = key.partition(":")
    if rank not in Rank.values or not (place == "" or place.isdecimal()):
        raise Unfit(_("Choose a role from the list."))
    post = Post(Rank(rank), int(place) if place else None)
    kind = PLACE_OF.get(post.rank)
    names = {"team": queries.team_names, "location": queries.location_names, "region": queries.region_names}
    if kind and post.place not in names[kind]():
        raise Unfit(_("Choose a role from the list."))
    return post


def _shown(kind: str, name: str) -> str:
    """The place's name; "" while there is only one and nobody needs the word."""
    return name if kind == "region" or queries.has_many_places() else ""


def _words(rank: Rank, place: str) -> str:
    return f"{rank.label.capitalize()}{', ' + place if place else ''}: {MEANS[rank]}"
