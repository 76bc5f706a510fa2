"""The floor of a page: the same front door, and behind it sqlite3 and an f-string that say the same things.

Served like the desk itself (uvicorn, the bridge to threads), so that only the work of the page is compared. It reads
the session, the agent, what they may see, the company, the counts and the rows, and shows what the page shows of them;
of a conversation its messages, notes, events, files and draft, its clocks and promises, and who the customer is.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import uvicorn

from makegood.config.environment import SQLITE_SETUP
from tests.servers.desk import Desk
from tests.servers.machine import HOST, Server, free_port

SESSION = "SELECT session_data FROM django_session WHERE session_key = ?"
AGENT = "SELECT id, name, email, language, zone, theme FROM people_agent ORDER BY id LIMIT 1"
ROLES = "SELECT rank, team_id, location_id, region_id FROM people_role WHERE agent_id = ?"
COUNTS = """SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM conversations_nextclock WHERE team_id = ?1 LIMIT 100)),
    (SELECT COUNT(*) FROM (SELECT 1 FROM conversations_conversation
        WHERE owner_id = ?2 AND next_due IS NOT NULL LIMIT 100))"""
ROWS = """SELECT c.id, u.name, c.channel, c.next_kind, c.next_due, c.subject, c.tags, c.preview, a.name, c.state
    FROM conversations_nextclock n JOIN conversations_conversation c ON c.id = n.conversation_id
    JOIN customers_customer u ON u.id = c.customer_id LEFT JOIN people_agent a ON a.id = c.owner_id
    WHERE n.team_id = ? ORDER BY n.due_at, n.conversation_id LIMIT 50"""
SAID = """SELECT m.id, m.sender_name, m.sender_address, m.text, m.reply_text, m.at, d.state FROM conversations_message m
    LEFT JOIN conversations_delivery d ON d.message_id = m.id WHERE m.conversation_id = ? ORDER BY m.id"""

# What stands beside what was said, each by the conversation's number.
AROUND = (
    "SELECT id, name, type, size FROM conversations_file WHERE message_id IN"
    " (SELECT id FROM conversations_message WHERE conversation_id = ?)",
    "SELECT id, at, by_id, text FROM conversations_note WHERE conversation_id = ? ORDER BY id",
    "SELECT id, at, kind, by_id, about FROM timeline_event WHERE conversation_id = ? ORDER BY id",
    "SELECT kind, text, saved_at FROM conversations_draft WHERE conversation_id = ?",
    "SELECT kind, due_at, started_at, paused_at FROM clocks_clock WHERE conversation_id = ? AND ended_at IS NULL",
    "SELECT what, state, due_at, keeper_id FROM promises_promise WHERE conversation_id = ?",
    "SELECT one_id, other_id, why FROM conversations_link WHERE one_id = ?",
    "SELECT rung, cause, answer_by FROM escalations_escalation WHERE conversation_id = ? AND ended_at IS NULL",
    "SELECT state, agent_id, team_id, partner_id FROM handoffs_handoff WHERE conversation_id = ?",
)
# And by the customer's.
CUSTOMER = (
    "SELECT name, created_at, group_id FROM customers_customer WHERE id = ?",
    "SELECT value FROM customers_identity WHERE customer_id = ?",
    "SELECT id, subject, state FROM conversations_conversation WHERE customer_id = ? ORDER BY id DESC LIMIT 20",
)
# And what can be chosen.
CHOICES = (
    "SELECT t.id, t.name, l.name FROM people_team t JOIN people_location l ON l.id = t.location_id",
    "SELECT id, name FROM people_agent WHERE is_active",
    "SELECT id, name FROM customers_group",
    "SELECT address FROM people_mailbox",
)


class Floor:
    """A WSGI app: /TEAM is the list of a team, /TEAM/NUMBER the same with a conversation beside it."""

    def __init__(self, database: str) -> None:
        self._connection = sqlite3.connect(database, check_same_thread=False)
        self._connection.executescript(SQLITE_SETUP)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """The page, whole."""
        team, _, number = environ["PATH_INFO"].strip("/").partition("/")
        key = SimpleCookie(environ["HTTP_COOKIE"])["makegood"].value
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return _Page([self.page(key, int(team), int(number or 0)).encode()])

    def page(self, key: str, team: int, number: int) -> str:
        """What a hand-written page would say. Number 0: no conversation beside the list."""
        ask = self._connection.execute
        ask(SESSION, (key,)).fetchone()
        agent = ask(AGENT).fetchone()
        ask(ROLES, (agent[0],)).fetchall()
        company = ask("SELECT name FROM people_company").fetchone()
        counts = ask(COUNTS, (team, agent[0])).fetchone()
        listed = "".join(_row(*row) for row in ask(ROWS, (team,)).fetchall())
        said = self._conversation(number) if number else ""
        head = f"<html><h1>{company[0]}</h1><p>{agent[1]}, {agent[2]}</p><nav>{counts}</nav>"
        return f"{head}<ol>{listed}</ol>{said}</html>"

    def _conversation(self, number: int) -> str:
        ask = self._connection.execute
        who = ask("SELECT customer_id FROM conversations_conversation WHERE id = ?", (number,)).fetchone()
        found = [ask(sql, (number,)).fetchall() for sql in AROUND]
        found += [ask(sql, who).fetchall() for sql in CUSTOMER] + [ask(sql).fetchall() for sql in CHOICES]
        said = "".join(_said(*row) for row in ask(SAID, (number,)).fetchall())
        beside = "".join(f"<li>{' '.join(map(str, row))}</li>" for rows in found for row in rows)
        return f"<ol>{said}</ol><ul>{beside}</ul>"


class _Page(list[bytes]):
    """An answer as the bridge takes it from Django."""

    streaming = False

    def close(self) -> None:
        """Nothing is held."""


def _row(number: int, *values: object) -> str:
    who, channel, kind, due, subject, tags, preview, owner, state = values
    return (
        f'<li id="row-{number}"><a href="/c/{number}"><b>{who}</b><i>{channel}</i><time>{kind} {due}</time>'
        f"<span>{subject}</span><span>{tags}</span><span>{preview}</span><em>{owner}</em><span>{state}</span></a></li>"
    )


def _said(number: int, *values: object) -> str:
    name, address, text, reply, at, state = values
    return f'<li id="m-{number}"><h2>{name} {address}</h2><p>{reply or text}</p><time>{at}</time><i>{state}</i></li>'


@contextmanager
def serving(desk: Desk) -> Iterator[int]:
    """The floor beside the desk, on the same data; gives its port."""
    port = free_port()
    words = [sys.executable, "-m", "tests.bench.floor", str(desk.data / "makegood.sqlite3"), str(port)]
    server = Server(words, log=desk.data.with_name("floor.log"), env={"MAKEGOOD_DATA": str(desk.data)})
    before = len(server.said())
    server.start(lambda: "running on" in server.said()[before:], seconds=30)
    try:
        yield port
    finally:
        server.stop()


def main(database: str, port: int) -> None:
    """Serves until it is stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "makegood.config.settings"
    import django

    django.setup()
    from makegood.config.bridge import Bridge

    uvicorn.run(Bridge(Floor(database), threads=1), host=HOST, port=port, lifespan="off", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
