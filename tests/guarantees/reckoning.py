"""The reckoning at the end: every mail is there once and whole, every answer left, and nothing waits."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.guarantees.answering import once
from tests.guarantees.database import Away, Database
from tests.guarantees.kills import Killer
from tests.guarantees.letters import Mail
from tests.servers.desk import Desk
from tests.servers.sink import Sink, Taken

MESSAGES = """
    SELECT message.message_id, mailbox.address, message.conversation_id, message.arrival_id
    FROM conversations_message message
    JOIN conversations_conversation conversation ON conversation.id = message.conversation_id
    JOIN people_mailbox mailbox ON mailbox.id = conversation.mailbox_id
    WHERE message.direction = 'in'
"""
RAWS = "SELECT arrival_id, content, stored FROM intake_raw"
LINKS = "SELECT one_id, other_id FROM conversations_link WHERE why = 'same_mail'"
ANSWERS = "SELECT once, message_id FROM conversations_message WHERE direction = 'out'"
UNFILED = "SELECT id, source, position, mailbox, state, outcome, reason FROM intake_arrival WHERE state <> 'filed'"
NOT_FILED = "SELECT count(*) FROM intake_arrival WHERE state <> 'filed'"
NOT_SENT = "SELECT count(*) FROM conversations_delivery WHERE state <> 'sent'"
STUCK = "SELECT key, last_error FROM agenda_turn WHERE state = 'stuck'"
# Clocks run for hours and days, and the hourly comparison of a mailbox comes later; all else has to be done.
OPEN_TURNS = "SELECT count(*) FROM agenda_turn WHERE kind IN ('file', 'send')"
ENVELOPE = 2  # lines that the receiver writes above a mail

Place = tuple[str, str]


class Reckoning:
    """What the database, the sink and the doctor say when everything has come to rest."""

    def __init__(self, database: Database, desk: Desk, sink: Sink) -> None:
        self.database, self.desk, self.sink = database, desk, sink

    def is_settled(self, mails: Sequence[Mail], answers: int) -> bool:
        """Nothing is on its way any more; False too while the database is away."""
        expected = sum(len(mail.mailboxes) for mail in mails)
        try:
            there = len(self.database.rows(MESSAGES)) >= expected
            return there and self._answers_left(answers) and not self.database.rows(OPEN_TURNS)[0][0]
        except Away:
            return False

    def _answers_left(self, answers: int) -> bool:
        return len(self.database.rows(ANSWERS)) >= answers and not self.database.rows(NOT_SENT)[0][0]

    def how_far(self, mails: Sequence[Mail]) -> str:
        """For whoever reads why it did not settle."""
        found = {(message_id, mailbox) for message_id, mailbox, *_ in self.database.rows(MESSAGES)}
        missing = [(mail.message_id, one, mail.roads) for mail in mails for one in mail.mailboxes]
        missing = [one for one in missing if one[:2] not in found]
        unfiled = self.database.rows(UNFILED)
        not_sent = self.database.rows(
            "SELECT state, attempts, reason FROM conversations_delivery WHERE state <> 'sent'"
        )
        turns = self.database.rows(
            "SELECT key, run_at, lease_until, state, last_error FROM agenda_turn ORDER BY run_at"
        )
        left = f"{len(self.sink.taken)} answers left, not sent: {not_sent}"
        return f"missing: {missing}, not filed: {unfiled}, {left}, next turns: {turns[:5]}"

    def every_mail_is_there_once(self, mails: Sequence[Mail]) -> None:
        """By Message-ID and mailbox, and each of its thread in the same conversation."""
        rows = self.database.rows(MESSAGES)
        wanted = Counter((mail.message_id, mailbox) for mail in mails for mailbox in mail.mailboxes)
        assert Counter((message_id, mailbox) for message_id, mailbox, *_ in rows) == wanted
        where = {(message_id, mailbox): number for message_id, mailbox, number, _ in rows}
        threads: dict[tuple[int, str], set[int]] = defaultdict(set)
        for mail in mails:
            for mailbox in mail.mailboxes:
                threads[mail.thread, mailbox].add(where[mail.message_id, mailbox])
        assert {thread: found for thread, found in threads.items() if len(found) > 1} == {}
        assert len({number for found in threads.values() for number in found}) == len(threads)
        self._copies_are_linked(mails, where)

    def _copies_are_linked(self, mails: Sequence[Mail], where: dict[Place, int]) -> None:
        pairs = [sorted(where[mail.message_id, one] for one in mail.mailboxes) for mail in mails]
        assert sorted(tuple(pair) for pair in pairs if len(pair) > 1) == sorted(self.database.rows(LINKS))

    def every_mail_is_whole(self, mails: Sequence[Mail]) -> None:
        """The bytes of each arrival are those that were sent; and no arrival is anything else."""
        sent = {mail.message_id: mail.raw for mail in mails}
        kept = {arrival: self._content(bytes(content), stored) for arrival, content, stored in self.database.rows(RAWS)}
        for message_id, _, _, arrival in self.database.rows(MESSAGES):
            assert _as_sent(kept[arrival]) == sent[message_id], f"{message_id} is not as it was sent"
        known = {hashlib.sha256(raw).digest() for raw in sent.values()}
        assert {
            arrival for arrival, raw in kept.items() if hashlib.sha256(_as_sent(raw)).digest() not in known
        } == set()
        assert self.database.number(NOT_FILED) == 0

    def _content(self, content: bytes, stored: str) -> bytes:
        return (self.desk.data / "files" / stored[:2] / stored).read_bytes() if stored else content

    def every_answer_left_once(self, answers: int, killer: Killer) -> int:
        """One message each, with one Message-ID. Returns how many left again, each of them for a good reason."""
        rows = self.database.rows(ANSWERS)
        assert sorted(token.partition(":")[2] for token, _ in rows) == sorted(map(once, range(answers)))
        copies: dict[str, list[Taken]] = defaultdict(list)
        for taken in self.sink.taken:
            copies[taken.message["Message-ID"].strip("<>")].append(taken)
        assert set(copies) == {message_id for _, message_id in rows}
        early = [one for found in copies.values() for one in found[:-1]]
        for one in early:
            words = f"{one.message['Message-ID']} left twice, and nothing was killed at that moment"
            assert not one.was_told or killer.was_in_flight(one.at), words
        return len(early)

    def nothing_waits(self) -> None:
        """Nothing is due and nothing is stuck."""
        assert self.database.rows(STUCK) == []
        assert self.database.number(OPEN_TURNS) == 0

    def doctor_is_content(self) -> None:
        """Each guarantee holds."""
        found = [words for line in self.desk.lines("doctor", good=False) for words in line["violations"]]
        assert not found, "\n".join(found)


def _as_sent(raw: bytes) -> bytes:
    """Without the lines that the receiver wrote above."""
    return raw.split(b"\r\n", ENVELOPE)[ENVELOPE] if raw.startswith(b"Return-Path:") else raw
