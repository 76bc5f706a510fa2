"""What a team does not want to hear from the coach."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makegood.coach.kinds import Kind


class LeftOut(models.Model):
    """A team's agents are not told of this kind while they write. All kinds: the coach is off there."""

    team = models.ForeignKey("people.Team", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Kind])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "kind"], name="left_out_once")]

    def __str__(self) -> str:
        return f"team {self.team_id}: {self.kind}"
