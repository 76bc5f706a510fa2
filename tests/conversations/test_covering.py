"""What somebody looks after for colleagues, and what they find when they are back."""

from __future__ import annotations

from makegood.conversations import acts, queries
from makegood.people.duty import acts as duty
from tests.world import DAY, HOUR, NOON, World


def test_what_an_absent_colleague_owns_is_shown_to_who_covers_until_they_are_back(world: World) -> None:
    lamp, chair = world.receive(), world.receive()
    acts.claim(lamp, by=world.ana, at=NOON)
    acts.claim(chair, by=world.ben, at=NOON)
    assert queries.covering(world.ben, now=NOON) == []
    duty.begin_absence(world.ana, since=NOON, until=NOON + 3 * DAY, by=world.lea, at=NOON)
    [covering] = queries.covering(world.ben, now=NOON)
    assert (covering.owner, covering.until) == ("Ana Example", NOON + 3 * DAY)
    assert [row.number for row in covering.rows] == [lamp.pk]
    assert queries.covering(world.lea, now=NOON) == queries.covering(world.mo, now=NOON) == []


def test_what_is_due_after_the_owner_is_back_needs_no_cover(world: World) -> None:
    lamp = world.receive()
    acts.claim(lamp, by=world.ana, at=NOON)
    duty.begin_absence(world.ana, since=NOON, until=NOON + HOUR, by=world.lea, at=NOON)
    assert queries.covering(world.ben, now=NOON) == []
    lamp.refresh_from_db()
    assert queries.cover_of(lamp, now=NOON) is None


def test_the_owner_sees_on_return_what_happened_meanwhile(world: World) -> None:
    lamp, chair, shelf = (world.receive(message_id=f"{name}@post.example") for name in ("lamp", "chair", "shelf"))
    for one in (lamp, chair, shelf):
        acts.claim(one, by=world.ana, at=NOON)
    away = duty.begin_absence(world.ana, since=NOON + HOUR, until=NOON + DAY, by=world.lea, at=NOON)
    world.receive(in_reply_to="lamp@post.example", at=NOON + 2 * HOUR)
    world.reply(lamp, by=world.ben, at=NOON + 3 * HOUR)
    assert queries.while_away(world.ana, now=NOON + 3 * HOUR) == []  # she is still away
    [meanwhile] = queries.while_away(world.ana, now=NOON + DAY)
    assert meanwhile.row.number == lamp.pk and meanwhile.kinds == ["reply.written", "message.received"]
    assert queries.while_away(world.ana, now=NOON + 4 * DAY) == [] == queries.while_away(world.ben, now=NOON + DAY)
    assert away.ends_at == NOON + DAY


def test_what_went_to_another_meanwhile_is_told_too(world: World) -> None:
    from makegood.agenda.models import Turn
    from makegood.conversations.due import absence

    lamp = world.receive()
    acts.claim(lamp, by=world.ana, at=NOON)
    duty.begin_absence(world.ana, since=NOON, until=NOON + 7 * DAY, by=world.lea, at=NOON)
    absence(Turn.objects.get(kind="absence"), now=NOON)
    [meanwhile] = queries.while_away(world.ana, now=NOON + 7 * DAY)
    assert (meanwhile.row.number, meanwhile.kinds) == (lamp.pk, ["conversation.assigned"])
