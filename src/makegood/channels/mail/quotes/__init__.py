"""What the sender of a mail newly wrote, told from quotes and signatures."""

from makegood.channels.mail.quotes.newly import NewlyWritten, newly_written, newly_written_beside

__all__ = ["NewlyWritten", "newly_written", "newly_written_beside"]
