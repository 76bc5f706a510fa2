"""What a page tells, as episodes: pure, offline, the same every time. `read` is what others call."""

from makegood.mentions.reading.article import article_of
from makegood.mentions.reading.html_text import looks_like_html
from makegood.mentions.reading.kinds import Comment, Episode, Page, Remedy, Valence
from makegood.mentions.reading.rules import read

__all__ = ["Comment", "Episode", "Page", "Remedy", "Valence", "article_of", "looks_like_html", "read"]
