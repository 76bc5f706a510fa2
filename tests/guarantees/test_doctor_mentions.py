"""Doctor finds nothing wrong with what was found elsewhere, and names each thing that a vandal breaks on purpose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.config.doctor import examine
from makegood.config.doctor.heard import troubles
from makegood.kudos.models import Kudos
from makegood.mentions import acts
from makegood.mentions.models import Episode, Mention, Source, State
from makegood.mentions.rules import Placed, Told
from makegood.people.models import Team
from tests.world import World

WORDS = "The washer that I bought at Harbour leaks, and three repairs have failed."


@pytest.fixture
def heard(world: World) -> World:
    """A source is looked at; of four mentions one is being read, one waits, two are done: thanks, nothing of ours."""
    now = timezone.now()
    acts.add(Placed("Blog", "feed", "https://blog.example/feed"), team=world.harbour, by=world.ada, at=now)
    acts.paste(WORDS, team=world.harbour, by=world.ana, at=now)
    waits, thanks, nothing = (_read(world, number) for number in range(3))
    acts.decide(thanks.episodes.get(), acts.Decision([world.ben]), seen=0, by=world.ana, at=now)
    acts.nothing_of_ours(nothing, by=world.ana, at=now)
    assert waits.state == State.NEW  # as it was pasted
    return world


def _read(world: World, number: int) -> Mention:
    text, now = f"{number} {WORDS}", timezone.now()
    made = acts.paste(text, team=world.harbour, by=world.ana, at=now)
    acts.propose(made, acts.Read(text, [Told(text, "negative", trouble=True)]), at=now)
    return made


def violations() -> list[str]:
    return next(one.violations for one in examine(now=timezone.now()) if one.guarantee == 1)


def never_read() -> None:
    Turn.objects.filter(kind="mention").delete()


def never_looked_at() -> None:
    Turn.objects.filter(kind="social").delete()


def in_a_closed_team() -> None:
    closed = Team.objects.exclude(pk=Mention.objects.all()[0].team_id)[0]
    Team.objects.filter(pk=closed.pk).update(is_active=False)
    Mention.objects.filter(state=State.WAITING).update(team=closed)


def done_over_an_open_one() -> None:
    Mention.objects.filter(state=State.WAITING).update(state=State.DONE)


def done_by_nobody() -> None:
    Episode.objects.filter(state=Episode.State.NOTHING).delete()
    Mention.objects.exclude(nothing_by=None).update(nothing_by=None)


def no_thanks() -> None:
    Kudos.objects.all().delete()


def nobody_thanked() -> None:
    Episode.objects.filter(state=Episode.State.ANSWERED).update(thanked=[])


def test_what_was_found_is_in_order(heard: World) -> None:
    assert violations() == [] and troubles() == []
    Source.objects.update(trouble="It answered 503.")
    assert troubles() == ["mentions: Blog could not be read: It answered 503."]


@pytest.mark.parametrize(
    ("vandal", "words"),
    [
        (never_read, "will never be read"),
        (never_looked_at, "source Blog is not looked at any more"),
        (in_a_closed_team, "waits in a team that is closed"),
        (done_over_an_open_one, "is done, but nobody has decided on it"),
        (done_by_nobody, "is done, but nobody has decided on it"),
        (no_thanks, "was confirmed, and reached nobody"),
        (nobody_thanked, "was confirmed, and reached nobody"),
    ],
)
def test_doctor_names_what_is_broken(heard: World, vandal: Callable[[], None], words: str) -> None:
    vandal()
    assert any(words in one for one in violations())
