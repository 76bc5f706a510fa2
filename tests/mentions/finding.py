"""Sources at the server elsewhere, what they bring, and the worker who takes the turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from makegood.agenda.models import Turn
from makegood.channels.social import due
from makegood.mentions import acts
from makegood.mentions.models import Episode, Mention, Source, SourceKind
from makegood.mentions.rules import Placed, Told
from makegood.people.models import Team
from tests.servers.elsewhere import Answer, Elsewhere
from tests.world import MINUTE, NOON, World

STORY = """My washer from Lindgren Appliances stopped in the middle of a load. I called them and was told to wait two
weeks. Then I spoke with Nadia at the Harbour shop. She came the same evening, found a sock in the pump, and charged
me nothing. Thank you, Nadia!"""
PASSAGE = STORY
TROUBLE = "The washer that I bought at Harbour leaks, and three repairs have failed. Nobody calls me back."


@dataclass
class Finding:
    """What a test of mentions begins with."""

    world: World
    there: Elsewhere

    def source(self, kind: str = SourceKind.FEED, *, at: datetime = NOON, **more: Any) -> Source:
        """A source of the harbour's at the server elsewhere."""
        team: Team = more.pop("team", self.world.harbour)
        said = {"name": f"source {kind}", "address": self.there.origin, "what": "", "is_inside": True}
        if kind == SourceKind.FEED:
            said["address"] += "/feed"
        return acts.add(Placed(kind=kind, **(said | more)), team=team, by=self.world.ada, at=at)

    def feed(self, *entries: dict[str, str], **more: Any) -> None:
        """It lies there now, the first entry on top."""
        items = "".join(
            "<item>" + "".join(f"<{name}>{escape(said)}</{name}>" for name, said in entry.items()) + "</item>"
            for entry in entries
        )
        xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'
        self.there.pages["/feed"] = Answer(xml.encode(), "application/rss+xml", **more)

    def look(self, source: Source, *, at: datetime = NOON) -> datetime | None:
        """The worker looks there once."""
        return due.social(self.turn(source=source.pk), now=at)

    def read(self, mention: Mention, *, at: datetime = NOON) -> Mention:
        """The worker reads the mention."""
        due.mention(self.turn(mention=mention.pk), now=at)
        return Mention.objects.get(pk=mention.pk)

    @staticmethod
    def turn(**about: int) -> Turn:
        return Turn(about=about)

    def waiting(self, text: str = STORY, *told: Told, at: datetime = NOON, team: Team | None = None) -> Mention:
        """A mention that waits for a person, with these episodes, or with the whole text as trouble."""
        made = acts.paste(text, team=team or self.world.harbour, by=self.world.ana, at=at)
        episodes = told or (Told(passage=text.strip(), valence="negative", trouble=True, teller="Jo"),)
        acts.propose(made, acts.Read(text, episodes), at=at + MINUTE)
        return Mention.objects.get(pk=made.pk)

    def episode(self, *args: Any, **more: Any) -> Episode:
        """The one of such a mention."""
        return self.waiting(*args, **more).episodes.get()
