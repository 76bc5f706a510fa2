"""A screen says that its agent is there. That is gathered in memory, and written in batches by the front door."""

from __future__ import annotations

import re
import threading
from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from makegood.conversations import queries
from makegood.conversations.presence import Beat, Doing
from makegood.desk.page import agent_of

SCREEN = re.compile(r"[a-z0-9]{1,16}")
MOST_SCREENS = 50  # of one agent in one batch
GONE = "gone"


class Gathered:
    """The latest beat of each screen since the last batch."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._beats: defaultdict[int, dict[str, Beat]] = defaultdict(dict)

    def add(self, beat: Beat) -> None:
        """It goes with the next batch, unless the agent has more screens than anyone has."""
        with self._lock:
            of_agent = self._beats[beat.agent]
            if beat.screen in of_agent or len(of_agent) < MOST_SCREENS:
                of_agent[beat.screen] = beat

    def take(self) -> list[Beat]:
        """All of them; the next batch begins empty."""
        with self._lock:
            taken, self._beats = self._beats, defaultdict(dict)
        return [beat for of_agent in taken.values() for beat in of_agent.values()]


gathered = Gathered()


@require_POST
def presence(request: HttpRequest, number: int) -> HttpResponse:
    """Heard: `doing` is looking, reply, note or gone. Nothing is written now."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    doing, screen = request.POST.get("doing", ""), request.POST.get("screen", "")
    if not SCREEN.fullmatch(screen) or doing not in (*Doing.values, GONE):
        return HttpResponse(status=400)
    does = Doing(doing) if doing != GONE else None
    gathered.add(Beat(found.pk, agent.pk, screen, does, timezone.now()))
    return HttpResponse(status=204)
