"""How many followed who said it, when they said it."""

from __future__ import annotations

from django.db import models


class Reach(models.Model):
    """How many followed the author of a mention. Nothing leads here from there, so that no list can ask for it."""

    mention = models.OneToOneField("mentions.Mention", models.CASCADE, primary_key=True, related_name="+")
    followers = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"reach of mention {self.mention_id}"
