"""What is said about Harbour & Pine elsewhere: two mentions that wait for somebody to say what they are."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.channels.social.endpoint import told
from makegood.demo.company import Company
from makegood.mentions import acts

PRAISE = """I have to say a word about the Harbour & Pine shop on Wharf Street.

My grandmother's bread knife had lost its handle. I asked whether they could mend it, although it was not theirs. \
Kofi from the shop took it to the back, turned a new handle out of ash, and gave it back after twenty minutes. I \
asked what I owed him. "Bring us a slice of the bread," he said.

Thank you, Kofi. I will be back for the chairs."""

TROUBLE = """Three weeks ago I ordered a table from Harbour & Pine. It arrived with one leg shorter than the others.

I wrote to them twice, and nobody answered. Then I called, and was told that somebody would call me back on Monday. \
Nobody called. The table still stands on a book, and I still wait for a new leg."""


def hear(company: Company, *, now: datetime) -> None:
    """Both have come in and are read."""
    said = (
        (PRAISE, "A handle of ash", "Lotte Vries", now - timedelta(hours=5)),
        (TROUBLE, "My table stands on a book", "Henk Molenaar", now - timedelta(hours=3)),
    )
    for text, title, author, at in said:
        made = acts.paste(text, team=company.teams["wharf"], title=title, by=company.agents["ana"], at=at)
        acts.propose(made, acts.Read(text, told(text, text), author=author), at=at + timedelta(minutes=1))
