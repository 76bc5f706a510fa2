"""Raw mail into a Letter: whatever the bytes, a Letter comes out. Needs neither Django nor the database."""

from makegood.channels.mail.reading.reader import read

__all__ = ["read"]
