"""An act that dies half-way, and one that is pressed twice at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps

from makegood.agenda.models import Turn
from makegood.conversations.rules import Refused
from makegood.people.rules import Taken
from makegood.timeline.models import Event
from tests.guarantees.at_once import many
from tests.guarantees.killed import killed


def once(act: Callable[[], Any], *packages: str, tells: int = 1) -> Any:
    """What the act returned to who was first. Killed at its end it never was; pressed twice at once it was once.

    `packages`: whose rows are looked at; `tells`: how many events it is on record with.
    """
    before = _rows(packages)
    killed(act)
    assert _rows(packages) == before
    told = Event.objects.count()
    found = many(2, act)
    done = [one for one in found if not isinstance(one, Exception)]
    assert done and all(isinstance(one, Refused | Taken) for one in found if isinstance(one, Exception)), found
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))[told:]
    assert len(kinds) == tells, (kinds, found)
    assert len({getattr(one, "pk", None) for one in done}) == 1, found
    return done[0]


def _rows(packages: tuple[str, ...]) -> dict[str, list[Any]]:
    """Every row of these packages, and what time is to do."""
    models = [Turn, *(model for label in packages for model in apps.get_app_config(label).get_models())]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}
