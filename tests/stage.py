"""A stage: the world at a desk with real mail, whose screens are real ones, and a worker that we let work.

What happened before the curtain rises stands at times of our choice; screens know no other now than the real one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from makegood.agenda.models import State, Turn
from makegood.agenda.worker import work_one
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.filing import Reader
from makegood.config.doctor import examine
from makegood.config.environment import public_url
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation, Message
from makegood.intake import acts as intake
from makegood.people.models import Agent, Company, Rank, Region, Role
from tests.mail_transport.post import smtp_of
from tests.servers.machine import PATIENCE
from tests.servers.sink import Sink
from tests.world import World, build

LINK = re.compile(r"https?://\S+?(/[th]/[\w-]{22})")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
_numbers = count(1)


@dataclass
class Stage:
    """All that a story plays on."""

    world: World
    sink: Sink
    url: str
    chromium: Browser
    open: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def writes(self, text: str, *, at: datetime, subject: str = "", answers: Any = None) -> Conversation:
        """Eva's mail has come in and is filed."""
        head = {"From": "Eva Stern <eva@post.example>", "Subject": subject, "To": self.world.help.address}
        head["Message-ID"] = f"<stage-{next(_numbers)}@post.example>"
        if answers is not None:
            head |= {"In-Reply-To": answers["message-id"], "To": str(answers["reply-to"] or answers["from"])}
        raw = "".join(f"{name}: {said}\r\n" for name, said in head.items()) + f"\r\n{text}\r\n"
        kept = intake.keep(raw.encode(), source="stage", mailbox=self.world.help.address, at=at)
        intake.file_all([kept.arrival], Reader().read, at=at)
        return Message.objects.select_related("conversation").latest("pk").conversation

    def work(self, until: datetime | None = None) -> None:
        """All that the worker does until then (None: now), each turn at its own time, and nothing of it fails."""
        handlers, until = Handlers(), until or timezone.now()
        while turn := Turn.objects.filter(state=State.PLANNED, run_at__lte=until).order_by("run_at", "pk").first():
            assert work_one(handlers, now=turn.run_at, worker="stage")
        assert not Turn.objects.exclude(last_error="").exists()

    def newest_mail(self, *, to: str = "eva@post.example") -> Any:
        """The last mail that left for Eva, or for somebody else."""
        return message_from_bytes(self.sink.to(to)[-1].content, policy=policy.default)

    def page_of(self, mail: Any, **options: Any) -> Page:
        """Eva's phone, with the page that the mail links to."""
        text = mail.get_body(("plain",)).get_content()
        found = LINK.search(text)
        assert found, text
        return self.phone(found[1], **options)

    def phone(self, path: str, **options: Any) -> Page:
        """Anybody's phone, there."""
        return self._opened(path, **(PHONE | options))

    def desk_of(self, agent: Agent, path: str, *, width: int = 1440, **options: Any) -> Page:
        """The agent's own browser, signed in, there."""
        client = Client()
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {"name": "makegood", "value": client.cookies["makegood"].value, "url": self.url}
        return self._opened(path, cookies=[cookie], **({"viewport": {"width": width, "height": 900}} | options))

    def is_healthy(self) -> None:
        """Doctor finds all six guarantees kept."""
        assert not [words for one in examine(now=timezone.now()) for words in one.violations]

    def _opened(self, path: str, *, cookies: list[Any] | None = None, **options: Any) -> Page:
        context = self.chromium.new_context(base_url=self.url, **options)
        self.open.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies(cookies or [])
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page


def set_up(sink: Sink, url: str, chromium: Browser, settings: Any) -> Stage:
    """A company at its start: people, a mailbox that can send, and an address that its links lead to."""
    world = build()
    reach(world.help, Wishes(smtp=smtp_of(sink)), by=None, now=timezone.now())
    settings.PUBLIC_URL = public_url(url)
    Company.objects.create(pk=1, name="Pine & Harbour")
    return Stage(world, sink, url, chromium)


def hire_above(world: World) -> dict[str, Agent]:
    """Above Lea, who leads: Max manages the house, Rosa the region, Hana all of it."""
    region = Region.objects.create(name="Coast")
    house = world.harbour.location
    region.locations.add(house)
    return {
        "max": hired("Max", Rank.MANAGER, location=house),
        "rosa": hired("Rosa", Rank.REGIONAL, region=region),
        "hana": hired("Hana", Rank.HEAD_OFFICE),
    }


def hired(name: str, rank: Rank, **where: Any) -> Agent:
    """Somebody new, of that rank there."""
    agent = Agent.objects.create_user(
        f"{name.lower()}@harbour.example", name=f"{name} House", created_at=timezone.now()
    )
    Role.objects.create(agent=agent, rank=rank, **where)
    return agent


def next_on(page: Page) -> Locator:
    """What happens next, on a customer's page."""
    return page.locator("section", has=page.locator("#next"))
