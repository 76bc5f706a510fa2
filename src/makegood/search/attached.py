"""Keeps the index in step with conversations, in the same transaction."""

from makegood.conversations.attached import Attached


class Indexed(Attached):
    """Every message and note can be found."""
