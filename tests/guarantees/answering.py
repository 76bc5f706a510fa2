"""An agent at the screen: answers customers, and presses again whenever the connection breaks."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

import httpx

from tests.guarantees.database import Away, Database
from tests.servers.desk import Desk

PATIENCE = 300.0  # seconds that one answer may take, whatever is killed meanwhile
TOKEN = "t" * 32
TO_ANSWER = """
    SELECT conversation.id, max(message.id), max(last.sender_address)
    FROM conversations_conversation conversation
    JOIN conversations_message message ON message.conversation_id = conversation.id
    JOIN conversations_message last ON last.conversation_id = conversation.id AND last.direction = 'in'
    GROUP BY conversation.id ORDER BY conversation.id
"""


@dataclass
class Agent:
    """Ana, signed in with a session of `makegood session`."""

    desk: Desk
    database: Database
    chance: random.Random
    overtaken: int = 0
    pressed_again: int = 0
    _cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, address: str) -> None:
        """Ana is known from now on."""
        name, _, value = self.desk.run("session", address).stdout.decode().strip().partition("=")
        self._cookies = {name: value, "csrftoken": TOKEN}

    def answer(self, count: int, *, pause: float) -> None:
        """So many answers are written, each exactly once, as far as the agent can tell."""
        for number in range(count):
            self._answer(number)
            time.sleep(pause * self.chance.random())

    def _answer(self, number: int) -> None:
        """One answer to any conversation; what came in between is read, and the same pressed again."""
        end = time.monotonic() + PATIENCE
        conversation, seen, to = self._any()
        while True:
            assert time.monotonic() < end, f"answer {number} could not be written"
            status = self._press(number, conversation, seen, to)
            if status == 409:
                self.overtaken += 1
                seen = self._newest(conversation)
            elif status in (200, 302):
                return
            else:
                assert status >= 500 or not status, f"answer {number} to #{conversation}: {status}"
                self.pressed_again += 1
                time.sleep(0.2)

    def _press(self, number: int, conversation: int, seen: int, to: str) -> int:
        """The status of the answer; 0 when the connection broke, and nobody knows whether it was written."""
        words = {
            "text": f"Answer {number}.",
            "to": to,
            "seen": seen,
            "once": once(number),
            "csrfmiddlewaretoken": TOKEN,
        }
        try:
            with httpx.Client(base_url=self.desk.url, cookies=self._cookies, timeout=20) as browser:
                return browser.post(f"/c/{conversation}/reply", data=words).status_code
        except httpx.TransportError:
            return 0

    def _any(self) -> tuple[int, int, str]:
        while True:
            try:
                if found := self.database.rows(TO_ANSWER):
                    return self.chance.choice(found)  # type: ignore[return-value]
            except Away:
                pass
            time.sleep(0.1)

    def _newest(self, conversation: int) -> int:
        newest = f"SELECT max(id) FROM conversations_message WHERE conversation_id = {conversation:d}"  # noqa: S608
        return self.database.number(newest)


def once(number: int) -> str:
    """The token of the page on which the answer was written."""
    return f"answer-{number}"
