"""Three stories on the wall of Harbour & Pine, and one that waits to be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.demo.company import Company
from makegood.stories import acts, queries
from makegood.stories.models import Story
from makegood.stories.rules import digest

HANDLE = """My grandmother's bread knife had lost its handle, and it was not even from this shop. I only asked whether \
they knew somebody who mends such things.

Kofi took it to the back, turned a new handle out of ash, and gave it back after twenty minutes. I asked what I owed \
him. “Bring us a slice of the bread,” he said. I did, the next Saturday."""

TABLE = """My table stood on a book for three weeks, because one leg was shorter than the others. I wrote twice, and \
nobody answered.

Then somebody did. She did not explain how that could happen. She said: we forgot you, and we are sorry, and the new \
leg comes on Thursday before noon. It came at ten. She rang me at eleven on 030 901820 to hear whether it fits.

What I liked is that I did not have to tell it all again."""

SCHALE = """Die Holzschale war ein Geschenk, und nach einem Winter hatte sie einen Riss. Ich hatte keinen Beleg mehr.

Man hat mir trotzdem geglaubt, die Schale eine Woche dabehalten und sie mit einer kleinen Naht aus Messing \
zurückgegeben. Sie ist jetzt schöner als vorher."""

WAITING = """I came five minutes before closing with a wobbling chair and two tired children. Nobody looked at the \
clock. Mo fixed the chair while Ilse showed the children where the shavings fall. We were home in time for dinner."""


def tell(company: Company, *, now: datetime) -> None:
    """The wall is on, Tove and Ilse read first, and four customers have said yes."""
    tove, ilse = company.agents["tove"], company.agents["ilse"]
    acts.change_wall(is_on=True, frames=[], moderators=[tove, ilse], by=None, at=now - timedelta(days=60))
    repairs = acts.add_topic("Repairs", by=None, at=now - timedelta(days=60))
    word = acts.add_topic("A word kept", by=None, at=now - timedelta(days=60))
    wharf, online = company.teams["wharf"].location, company.teams["online"].location
    for text, title, name, tongue, place, topic, days in (
        (SCHALE, "Eine Naht aus Messing", "Annelie", "de", wharf, repairs, 30),
        (TABLE, "My table stood on a book", "", "en", online, word, 12),
        (HANDLE, "A handle of ash", "Lotte V.", "en", wharf, repairs, 3),
    ):
        at = now - timedelta(days=days)
        story = _told(acts.Said(text, title, name, "reader@post.example", tongue, place, topic), at=at)
        acts.publish(story, location=place, topic=topic, by=tove, at=at + timedelta(hours=5))
        for mail in queries.mails_of(story):  # nobody lives at an invented address
            acts.mail_sent(mail.pk, at=at + timedelta(hours=5))
    _told(acts.Said(WAITING, "Five minutes before closing", "Sam", "sam@post.example", "en", wharf), at=now)


def _told(said: acts.Said, *, at: datetime) -> Story:
    story = acts.send(said, at=at)
    tap = acts.Tap(digest(story.title, story.text, ""), said.name, True, "192.0.2.7", said.language)
    return acts.agree(story, tap, at=at + timedelta(minutes=9))
