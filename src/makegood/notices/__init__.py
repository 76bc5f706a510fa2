"""Notices: one early message to everyone affected by one thing, each in their own conversation, never twice."""
