"""By which provider a number of ours is answered, and how we know that it is them who speak to us."""

from __future__ import annotations

from django.db import models


class Hook(models.Model):
    """What a provider must know to tell us of a line, and we to believe it and to fetch recordings.

    `token` is the end of the line's own address, sealed to be shown to admins, and hashed to be found by. `secret` is
    sealed and shown to nobody. Recordings are fetched from `origin` alone; `is_inside`: it lies in our own network.
    The provider says `greeting` in `language`; "": the usual words.
    """

    line = models.OneToOneField("calls.Line", models.PROTECT, related_name="hook")
    token = models.TextField()
    token_hash = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=64)
    secret = models.TextField()
    origin = models.CharField(max_length=255)
    is_inside = models.BooleanField(default=False)
    language = models.CharField(max_length=12)
    greeting = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hook of line {self.line_id}"
