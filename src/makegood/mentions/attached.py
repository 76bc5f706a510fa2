"""What a team leaves when it closes: where it looked, and what was found there."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations.attached import Attached
from makegood.mentions.models import Mention, Source
from makegood.people.models import Team


class Mentioned(Attached):
    """Sources and mentions follow the team that takes over."""

    def team_closed(self, team: Team, *, heir: Team, at: datetime) -> None:
        """Nothing waits for a team that is not there any more, nor what is done once somebody takes that back."""
        Source.objects.filter(team=team).update(team=heir)
        Mention.objects.filter(team=team).update(team=heir)
