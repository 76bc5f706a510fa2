"""Pages over HTTP, signed in, beside the same door with nothing behind it but sqlite3 and an f-string."""

from __future__ import annotations

import http.client
import sqlite3
import time
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.report import Row
from tests.servers.desk import Desk
from tests.servers.machine import HOST

COUNTS = """SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM conversations_nextclock WHERE team_id = ?1 LIMIT 100)),
    (SELECT COUNT(*) FROM (SELECT 1 FROM conversations_conversation
        WHERE owner_id = ?2 AND next_due IS NOT NULL LIMIT 100))"""
ROWS = """SELECT c.id, u.name, c.subject, c.preview, c.tags, a.name, c.state, c.next_kind, c.next_due
    FROM conversations_nextclock n JOIN conversations_conversation c ON c.id = n.conversation_id
    JOIN customers_customer u ON u.id = c.customer_id LEFT JOIN people_agent a ON a.id = c.owner_id
    WHERE n.team_id = ? ORDER BY n.due_at, n.conversation_id LIMIT 50"""
SAID = """SELECT m.id, m.sender_name, m.text, m.reply_text, m.at, d.state FROM conversations_message m
    LEFT JOIN conversations_delivery d ON d.message_id = m.id WHERE m.conversation_id = ? ORDER BY m.id"""


@dataclass(frozen=True)
class Speed:
    """Milliseconds."""

    p50: float
    p95: float


def http_speed(desk: Desk, session: str, path: str, *, times: int) -> Speed:
    """A page over one kept connection, as a browser fetches it."""
    connection = http.client.HTTPConnection(HOST, desk.port)
    took = []
    for turn in range(times + 5):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": session, "Host": f"{HOST}:{desk.port}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        if turn >= 5:
            took.append((time.perf_counter() - begun) * 1000)
    return _speed(took)


def floor_speed(desk: Desk, session: str, team: int, number: int | None, *, times: int) -> Speed:
    """The same rows by hand: session, agent, counts, and the list or the conversation, in an f-string."""
    connection = sqlite3.connect(desk.data / "makegood.sqlite3")
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        _by_hand(connection, session.partition("=")[2], team, number)
        took.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return _speed(took)


def _by_hand(connection: sqlite3.Connection, key: str, team: int, number: int | None) -> str:
    connection.execute("SELECT session_data FROM django_session WHERE session_key = ?", (key,)).fetchone()
    (me, name) = connection.execute("SELECT id, name FROM people_agent ORDER BY id LIMIT 1").fetchone()
    counts = connection.execute(COUNTS, (team, me)).fetchone()
    rows = connection.execute(ROWS, (team,)).fetchall()
    items = connection.execute(SAID, (number,)).fetchall() if number else []
    listed = "".join(f"<li><a href=/c/{row[0]}>{row[1]}<b>{row[2]}</b>{row[3]}{row[8]}</a></li>" for row in rows)
    said = "".join(f"<article><h2>{row[1]}</h2><p>{row[2]}</p><time>{row[4]}</time></article>" for row in items)
    return f"<html><h1>{name}</h1><nav>{counts}</nav><ol>{listed}</ol>{said}</html>"


def _speed(took: list[float]) -> Speed:
    cuts = quantiles(took, n=20)
    return Speed(cuts[9], cuts[18])


def page_row(work: str, speed: Speed, floor: Speed, times: int, p95: int) -> Row:
    """The page holds when its median is at most so many times the floor's, and its p95 below that."""
    ratio = speed.p50 / floor.p50
    measured = f"p50 {speed.p50:.1f} ms, p95 {speed.p95:.1f} ms"
    must = f"p50 <= {times}x, p95 < {p95} ms"
    return Row(work, measured, f"p50 {floor.p50:.2f} ms", f"{ratio:.1f}x", must, ratio <= times and speed.p95 < p95)
