"""What people of the invented company were thanked for: at the till, by colleagues, by guests; one is unknown."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.demo.company import Company
from makegood.kudos import acts
from makegood.kudos.acts import Giver, Left
from makegood.kudos.models import Way

HOUR, CODE = timedelta(hours=1), "wharf-table"

# how many hours ago, to whom, by whom, in which words
TOLD = (
    (2, "tove", "Noor Haddad", "She did not ask for the receipt. She asked whether my mother likes blue."),
    (5, "priya", "Gus Arnason", "You said Tuesday and it was Tuesday."),
    (
        27,
        "mo",
        "Rosalind Achebe",
        "I was cross and I was wrong, and Mo let me be both. The kettle was mine to descale. He showed me how, twice, "
        "with a queue behind me.",
    ),
    (
        75,
        "ana",
        "Piet Vandermolen",
        "A stranger at eight in the evening picked up, the washer was in the post by nine.",
    ),
    (400, "kofi", "Inés Calloway", "Nobody had ever called me back on a Saturday."),
    (470, "ana", "M. Petrescu", "Told once, sorted once."),
)
FROM_ILSE = "Kofi stayed until the last of the flooded orders had a date. I only noticed when nobody rang the next day."


def say_thanks(company: Company, *, now: datetime) -> None:
    """Some of it today, some weeks ago; a word beside it; and somebody with glasses whom a lead is to find."""
    agents, wharf = company.agents, company.teams["wharf"].location
    for ago, whom, name, words in sorted(TOLD, reverse=True):
        giver = Giver(Way.TOLD, by=agents["ilse"], name=name)
        kudos = acts.give(agents[whom], words=words, giver=giver, at=now - ago * HOUR)
        if name == "Piet Vandermolen":
            acts.add_word(kudos, "Eight in the evening. Thank you, Ana.", by=agents["ilse"], at=now - 60 * HOUR)
    giver = Giver(Way.COLLEAGUE, by=agents["ilse"])
    acts.give(agents["kofi"], words=FROM_ILSE, giver=giver, at=now - 30 * HOUR)
    table = acts.open_table(wharf, by=agents["ilse"], token=CODE, at=now - 500 * HOUR)
    said = Left(None, "the tall one with glasses", "He carried the chair to my car, in the rain.", once="demo")
    acts.leave(table, said, at=now - 3 * HOUR)
