"""Mails of invented customers: threads in any order, doubles by two roads, copies to two mailboxes. Same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

HELP, BILLING = "help@example.test", "billing@example.test"
LMTP, IMAP, TAKE = "lmtp", "imap", "take"
ATTACHMENT = 300 * 1024  # octets: large enough that intake keeps the mail in a file
MOST_IN_A_THREAD = 4

Road = tuple[str, str]


@dataclass(frozen=True)
class Mail:
    """One mail and the roads by which it comes: (road, mailbox) each."""

    message_id: str
    thread: int
    raw: bytes
    roads: tuple[Road, ...]

    @property
    def mailboxes(self) -> set[str]:
        """Where it must stand, once in each."""
        return {mailbox for _, mailbox in self.roads}


def correspondence(seed: int, count: int) -> list[Mail]:
    """So many mails, shuffled: many an answer comes before what it answers."""
    chance = random.Random(seed)
    mails = [mail for _, mail in zip(range(count), _threads(chance), strict=False)]
    chance.shuffle(mails)
    return mails


def _threads(chance: random.Random) -> Iterator[Mail]:
    number = 0
    while True:
        number += 1
        yield from _thread(number, chance)


def _thread(number: int, chance: random.Random) -> Iterator[Mail]:
    """One customer's mails about one thing. A copy to a second mailbox stands alone: it is two conversations."""
    if chance.random() < 0.1:
        yield _mail(number, 1, _copies(chance), chance)
        return
    mailbox = chance.choice([HELP, HELP, BILLING])
    for place in range(1, chance.randint(1, MOST_IN_A_THREAD) + 1):
        yield _mail(number, place, _roads(mailbox, chance), chance)


def _copies(chance: random.Random) -> tuple[Road, ...]:
    return (chance.choice([LMTP, IMAP, TAKE]), HELP), (LMTP, BILLING)


def _roads(mailbox: str, chance: random.Random) -> tuple[Road, ...]:
    """One road; for every tenth two, as when a mailbox is fetched and also forwarded."""
    if mailbox == BILLING:
        return ((LMTP, BILLING),)
    how_many = 2 if chance.random() < 0.1 else 1
    return tuple((road, HELP) for road in chance.sample([LMTP, IMAP, TAKE], how_many))


def _mail(thread: int, place: int, roads: tuple[Road, ...], chance: random.Random) -> Mail:
    own = _id(thread, place)
    earlier = [_id(thread, one) for one in range(1, place)]
    head = [
        f"From: Customer {thread} <customer-{thread}@example.com>",
        f"To: {', '.join(dict.fromkeys(mailbox for _, mailbox in roads))}",
        f"Subject: {'Re: ' if earlier else ''}Order {thread}",
        f"Message-ID: <{own}>",
    ]
    if earlier:
        head += [f"In-Reply-To: <{earlier[-1]}>", f"References: {' '.join(f'<{one}>' for one in earlier)}"]
    body = f"It has not come yet, I say for the {place}. time."
    lines = _with_file(head, body, chance) if chance.random() < 0.02 else [*head, "", body, ""]
    return Mail(own, thread, "\r\n".join(lines).encode(), roads)


def _with_file(head: list[str], body: str, chance: random.Random) -> list[str]:
    part = ["--cut", "Content-Type: application/octet-stream", "Content-Disposition: attachment; filename=log.bin"]
    noise = chance.randbytes(ATTACHMENT // 2).hex()
    rows = [noise[at : at + 76] for at in range(0, len(noise), 76)]
    mixed = ["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=cut", ""]
    return [*head, *mixed, "--cut", "Content-Type: text/plain", "", body, *part, "", *rows, "--cut--", ""]


def _id(thread: int, place: int) -> str:
    return f"{thread}.{place}@example.com"
