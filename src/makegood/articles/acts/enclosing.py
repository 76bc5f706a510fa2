"""Pictures and files of articles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.articles import rules
from makegood.articles.acts.common import may_write
from makegood.articles.models import Article, Enclosure
from makegood.base import files
from makegood.conversations.rules import Refused
from makegood.people.models import Agent


def enclose(article: Article, name: str, content: bytes, *, by: Agent | None, at: datetime) -> Enclosure:
    """The file belongs to the article; the same under the same name is there once.

    Raises NotAllowed; Refused for too many, too large, and nothing.
    """
    may_write(by)
    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > rules.LARGEST_FILE:
        raise Refused(_("A file of an article has at most %(size)d MB.") % {"size": rules.LARGEST_FILE // 1024 // 1024})
    name = (rules.one_line(name.replace("\\", "/").rpartition("/")[2]) or "file")[:200]
    stored = files.keep(content)
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        if there := _same(article, name, content):
            transaction.on_commit(lambda: files.drop(stored))
            return there
        if Enclosure.objects.filter(article=article).count() >= rules.MOST_FILES:
            raise Refused(_("An article has at most %(count)d files.") % {"count": rules.MOST_FILES})
        return Enclosure.objects.create(
            article=article,
            stored=stored,
            name=name,
            kind=rules.kind_of(content),
            size=len(content),
            at=at,
            by=by,
        )


def _same(article: Article, name: str, content: bytes) -> Enclosure | None:
    alike = Enclosure.objects.filter(article=article, name=name, size=len(content))
    return next((one for one in alike if files.read(one.stored) == content), None)


def take_out(enclosure: Enclosure, *, by: Agent | None) -> None:
    """The file is gone, for good: what was enclosed by mistake must not stay. Raises NotAllowed."""
    may_write(by)
    with transaction.atomic():
        Enclosure.objects.filter(pk=enclosure.pk).delete()
        transaction.on_commit(lambda: files.drop(enclosure.stored))
