"""Readers say whether a page helped."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.articles.models import Opinion, Page
from makegood.articles.rules import LONGEST_WORDS, whole
from makegood.base.secrets import mac
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def say(page: Page, *, reader: str, helped: bool, words: str = "", at: datetime) -> Opinion:
    """The reader's opinion of the page is kept, once: the newest one counts. `reader` is only kept as a keyed hash."""
    known, words = mac(f"opinion:{page.pk}", reader)[:64], whole(words)[:LONGEST_WORDS]
    with transaction.atomic():
        opinion, is_new = Opinion.objects.get_or_create(
            page=page, reader=known, defaults={"helped": helped, "words": words, "at": at}
        )
        if not is_new and (opinion.helped, opinion.words) != (helped, words or opinion.words):
            opinion.helped, opinion.words, opinion.at = helped, words or opinion.words, at
            opinion.save(update_fields=["helped", "words", "at"])
        if is_new:
            about = {"article": page.article_id, "language": page.language, "helped": helped}
            record(Kind.ARTICLE_JUDGED, at=at, about=about)
    return opinion
