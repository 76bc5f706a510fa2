"""The world, with a mailbox whose mail lies on the tests' own Dovecot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.dovecot import Dovecot

if TYPE_CHECKING:
    from makegood.channels.mail.models import Access
    from makegood.people.models import Mailbox
    from tests.world import World

# This file is read before Django is ready, so what needs models is imported when it is used.


@pytest.fixture
def world(db: None) -> World:
    """The small world of all tests."""
    from tests import world as worlds

    return worlds.build()


@pytest.fixture
def box(world: World) -> Mailbox:
    """The mailbox help@example.test of Ana's team."""
    from makegood.people.models import Mailbox
    from tests.mail_transport.post import HELP
    from tests.world import NOON

    return Mailbox.objects.create(address=HELP, name="Help", team=world.harbour, created_at=NOON)


@pytest.fixture
def access(box: Mailbox, dovecot: Dovecot) -> Access:
    """The mailbox is fetched from Dovecot, from now on."""
    from makegood.channels.mail.acts.settings import Wishes, reach
    from tests.mail_transport.post import imap_of, now

    return reach(box, Wishes(imap=imap_of(dovecot)), by=None, now=now())
